package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.UnitOfWork;
import io.billing4j.usage.ReportedUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.OptionalAssert;
import org.junit.jupiter.api.Test;

/** Marks of subscriptions whose usage is to be looked at: of two of {@code c-2} and of one each of {@code c-1} and {@code c-10}. */
abstract class ReportedUsageContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final CustomerId C10 = CustomerId.of("c-10");
    private static final ReportedUsage FIRST = mark(1, "c-1", "s-1");
    private static final ReportedUsage SECOND = mark(2, "c-10", "s-3");
    private static final ReportedUsage THIRD = mark(3, "c-2", "s-10");
    private static final ReportedUsage FOURTH = mark(4, "c-2", "s-2");

    private static final ReportedUsage AGAIN = mark(5, "c-1", "s-1");
    private static final Instant EVER = Instant.parse("2025-01-01T00:00:00Z");

    ReportedUsageContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void is_read_in_the_order_of_customers_and_subscriptions() {
        mark(FOURTH, SECOND);
        mark(THIRD, FIRST);
        mark();

        assertList(unit -> unit.usage().reported(List.of(C2, C10, C1, C2)))
                .containsExactly(FIRST, SECOND, THIRD, FOURTH);
        assertList(unit -> unit.usage().reported(List.of(C2))).containsExactly(THIRD, FOURTH);
        assertList(unit -> unit.usage().reported(List.of(CustomerId.of("c")))).isEmpty();
        assertList(unit -> unit.usage().reported(List.of())).isEmpty();
    }

    @Test
    void has_all_marks_that_were_added_and_each_goes_by_itself() {
        mark(FIRST);
        mark(AGAIN);

        assertList(unit -> unit.usage().reported(List.of(C1))).containsExactly(FIRST, AGAIN);
        assertList(unit -> unit.usage().customersReported(EVER, null, 10)).containsExactly(C1);

        write(unit -> unit.usage().clearReported(List.of(FIRST)));

        assertList(unit -> unit.usage().reported(List.of(C1))).containsExactly(AGAIN);
    }

    @Test
    void leads_to_its_customers_page_by_page() {
        mark(FIRST, SECOND, THIRD, FOURTH);

        assertList(unit -> unit.usage().customersReported(EVER, null, 2)).containsExactly(C1, C10);
        assertList(unit -> unit.usage().customersReported(EVER, C10, 2)).containsExactly(C2);
        assertList(unit -> unit.usage().customersReported(EVER, C2, 2)).isEmpty();
    }

    @Test
    void leads_to_no_customer_before_the_instant_that_it_is_about_has_passed() {
        mark(FIRST, SECOND, THIRD, FOURTH);

        assertList(unit -> unit.usage().customersReported(FIRST.occurredAt(), null, 10))
                .isEmpty();
        assertList(unit -> unit.usage().customersReported(SECOND.occurredAt(), null, 10))
                .containsExactly(C1);
        assertList(unit -> unit.usage().customersReported(FOURTH.occurredAt(), null, 10))
                .containsExactly(C1, C10, C2);
    }

    @Test
    void says_what_instant_is_the_next() {
        mark(FOURTH, SECOND);

        assertRead(unit -> unit.usage().nextReportedAfter(FIRST.occurredAt())).contains(SECOND.occurredAt());
        assertRead(unit -> unit.usage().nextReportedAfter(SECOND.occurredAt())).contains(FOURTH.occurredAt());
        assertRead(unit -> unit.usage().nextReportedAfter(FOURTH.occurredAt())).isEmpty();
    }

    @Test
    void loses_the_marks_that_are_taken_away_and_no_other() {
        mark(FIRST, SECOND, THIRD, FOURTH);

        write(unit -> unit.usage().clearReported(List.of(FOURTH, FIRST, AGAIN)));
        write(unit -> unit.usage().clearReported(List.of()));

        assertList(unit -> unit.usage().reported(List.of(C1, C2, C10))).containsExactly(SECOND, THIRD);
    }

    @Test
    void stays_as_it_was_where_a_transaction_is_undone() {
        mark(FIRST);
        undo(unit -> {
            unit.usage().clearReported(List.of(FIRST));
            unit.usage().markReported(List.of(SECOND));
            assertThat(unit.usage().reported(List.of(C1, C10))).containsExactly(SECOND);
        });

        assertList(unit -> unit.usage().reported(List.of(C1, C10))).containsExactly(FIRST);
    }

    private void mark(ReportedUsage... subscriptions) {
        write(unit -> unit.usage().markReported(List.of(subscriptions)));
    }

    private OptionalAssert<Instant> assertRead(Function<UnitOfWork, Optional<Instant>> query) {
        return assertThat(read(query));
    }

    private static ReportedUsage mark(int id, String customer, String subscription) {
        return new ReportedUsage(
                new UUID(9, id),
                CustomerId.of(customer),
                SubscriptionId.of(subscription),
                Instant.parse("2024-03-01T00:00:00Z").plusSeconds(id));
    }
}
