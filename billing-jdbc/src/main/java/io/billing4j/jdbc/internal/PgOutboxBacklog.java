package io.billing4j.jdbc.internal;

import io.billing4j.jdbc.OutboxBacklog;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** How much waits in the outbox, which a function of the owner counts tenant by tenant: no transaction sees the rows of two. */
public final class PgOutboxBacklog {
    private static final Field<Long> EVENTS = DSL.field(DSL.name("events"), SQLDataType.BIGINT);
    private static final Field<Instant> OLDEST = DSL.field(DSL.name("oldest"), SQLDataType.INSTANT);

    private final Transactions transactions;

    /** Asked in one of these transactions. */
    public PgOutboxBacklog(Transactions transactions) {
        this.transactions = transactions;
    }

    /** As it is now. */
    public OutboxBacklog read() {
        return transactions.run(
                TenantScope.REGISTRY,
                session -> session.of(Area.OUTBOX)
                        .sql()
                        .select(EVENTS, OLDEST)
                        .from(DSL.table("{0}()", DSL.name(session.options().schema(), "outbox_backlog")))
                        .fetchSingle(row -> new OutboxBacklog(row.value1(), row.value2())));
    }
}
