package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clocks of sandboxes. */
abstract class ClockContract extends StoreContract {
    ClockContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void beSandboxes() {
        tenant = newSandbox();
        other = newSandbox();
    }

    @Test
    void stand_where_they_were_set() {
        Instant to = at(5).plusNanos(1000);
        List<Optional<Instant>> within = read(unit -> {
            Optional<Instant> before = unit.clock();
            unit.setClock(to);
            return List.of(before, unit.clock());
        });

        assertThat(within).containsExactly(Optional.empty(), Optional.of(to));
        assertClock(to);
    }

    @Test
    void go_forward_and_stay() {
        Instant last = Instant.parse("9998-12-31T23:59:59.999999Z");
        for (Instant to : List.of(Instant.parse("1900-01-01T00:00:00Z"), at(5), at(5), last)) {
            write(unit -> unit.setClock(to));
            assertClock(to);
        }
    }

    @Test
    void never_go_back() {
        write(unit -> unit.setClock(at(5)));

        assertRefused(ErrorCode.INVALID_DATE, unit -> unit.setClock(at(5).minus(1, ChronoUnit.MICROS)));
        assertRefused(ErrorCode.INVALID_DATE, unit -> {
            unit.setClock(at(9));
            unit.setClock(at(8));
        });
        assertClock(at(5));
    }

    @Test
    void are_not_set_where_money_depends_on_them() {
        tenant = newTenant();

        assertRefused(ErrorCode.NOT_A_SANDBOX, unit -> unit.setClock(at(5)));
        assertOptional(unit -> unit.clock()).isEmpty();
    }

    @Test
    void go_back_with_a_transaction_that_is_undone() {
        write(unit -> unit.setClock(at(5)));
        undo(unit -> unit.setClock(at(50)));

        assertClock(at(5));
        write(unit -> unit.setClock(at(6)));
        assertClock(at(6));
    }

    @Test
    void are_set_for_one_tenant_alone() {
        write(unit -> unit.setClock(at(5)));
        writeAs(other, unit -> unit.setClock(at(3)));

        assertClock(at(5));
        assertThat(store.<Optional<Instant>>inTransaction(other, unit -> unit.clock()))
                .contains(at(3));
    }

    @Test
    void end_at_the_latest_that_many_set_at_once() {
        background.together(8, number -> {
            try {
                write(unit -> unit.setClock(at(number)));
                return true;
            } catch (BillingException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATE);
                return false;
            }
        });

        assertClock(at(7));
    }

    private void assertClock(Instant expected) {
        assertOptional(unit -> unit.clock()).contains(expected);
    }

    private TenantId newSandbox() {
        Tenant sandbox = new Tenant(newTenantId(), TenantKind.SANDBOX, TenantStatus.ACTIVE, Samples.START);
        store.tenants().create(sandbox, Samples.settings());
        return sandbox.id();
    }
}
