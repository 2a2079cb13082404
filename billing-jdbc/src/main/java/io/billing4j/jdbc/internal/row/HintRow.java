package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.WORK_DUE;

import io.billing4j.id.TenantId;
import io.billing4j.store.WorkHint;
import io.billing4j.store.WorkKind;
import java.time.Instant;
import java.util.Locale;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Hints in {@code work_due}. */
public final class HintRow {
    /** The instant of the statement by the database's clock, which all nodes share; a tenant's business time has no part in it. */
    public static final Field<Instant> NOW = DSL.function("statement_timestamp", WORK_DUE.DUE_AT.getDataType());

    private HintRow() {}

    /** How a kind is written. */
    public static String kind(WorkKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The hint of a row. */
    public static WorkHint read(Record row) {
        return Stored.read(
                () -> "hint " + row.get(WORK_DUE.WORK_ID),
                () -> new WorkHint(
                        Stored.get(row, WORK_DUE.WORK_ID),
                        TenantId.of(Stored.get(row, WORK_DUE.TENANT_ID)),
                        WorkKind.valueOf(Stored.get(row, WORK_DUE.KIND).toUpperCase(Locale.ROOT)),
                        Stored.get(row, WORK_DUE.SUBJECT)));
    }
}
