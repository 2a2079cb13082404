package io.billing4j.jdbc.internal;

import io.billing4j.store.DueCount;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The mark of what is due, as PostgreSQL computes it: in any order, over as many rows as there are. */
final class DueMark {
    private DueMark() {}

    /** Of the rows' keys; 0 where there are none. */
    static Field<Long> of(Field<?> key) {
        return DSL.field("coalesce(bit_xor(hashtextextended(cast({0} AS text), 0)), 0)", SQLDataType.BIGINT, key);
    }

    /** Of the rows' keys and instants. */
    static Field<Long> of(Field<?> key, Field<Instant> at) {
        return of(DSL.field("{0} || ' ' || extract(epoch FROM {1})", SQLDataType.CLOB, key, at));
    }

    static DueCount read(Record2<Long, Long> row) {
        return new DueCount(row.value1(), row.value2());
    }
}
