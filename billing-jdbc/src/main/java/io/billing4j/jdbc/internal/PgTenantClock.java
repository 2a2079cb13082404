package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.TENANT;

import io.billing4j.error.ErrorCode;
import io.billing4j.tenant.TenantKind;
import java.time.Instant;
import org.jooq.Record2;

/** A sandbox's clock in the registry, of which every transaction reads it as it begins. */
final class PgTenantClock {
    private final Session session;

    PgTenantClock(Session session) {
        this.session = session;
    }

    /** Waits for whoever is setting it, and never sets it back. */
    void set(Instant to) {
        Record2<String, Instant> present = session.sql()
                .select(TENANT.KIND, TENANT.CLOCK_AT)
                .from(TENANT)
                .where(TENANT.TENANT_ID.eq(session.tenant()))
                .forNoKeyUpdate()
                .fetchSingle();
        if (!TenantKind.SANDBOX.name().equals(present.value1())) {
            throw session.refuse(
                    ErrorCode.NOT_A_SANDBOX.because("tenant " + session.tenant() + " has no clock of its own"));
        }
        Instant set = present.value2();
        if (set != null && to.isBefore(set)) {
            throw session.refuse(ErrorCode.INVALID_DATE.at("to", "expected " + set + " or later but found " + to));
        }
        session.sql()
                .update(TENANT)
                .set(TENANT.CLOCK_AT, to)
                .where(TENANT.TENANT_ID.eq(session.tenant()))
                .execute();
        session.clock(to);
    }
}
