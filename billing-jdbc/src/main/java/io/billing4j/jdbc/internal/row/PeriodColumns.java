package io.billing4j.jdbc.internal.row;

import io.billing4j.period.BillingPeriod;
import java.time.Instant;
import java.time.ZoneId;
import org.jooq.Field;
import org.jooq.Record;

/** The three columns of a period that is stored with its zone. */
record PeriodColumns(Field<Instant> start, Field<Instant> end, Field<String> zone) {
    BillingPeriod read(Record row) {
        return new BillingPeriod(Stored.get(row, start), Stored.get(row, end), ZoneId.of(Stored.get(row, zone)));
    }
}
