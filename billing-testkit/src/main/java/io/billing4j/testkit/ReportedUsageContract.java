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
import java.util.stream.IntStream;
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
    void is_taken_in_the_order_of_customers_and_subscriptions() {
        mark(FOURTH, SECOND);
        mark(THIRD, FIRST);
        mark();

        undo(unit -> assertThat(unit.usage().takeReported(List.of(C2, C10, C1, C2), EVER))
                .containsExactly(FIRST, SECOND, THIRD, FOURTH));
        undo(unit -> assertThat(unit.usage().takeReported(List.of(C2), EVER)).containsExactly(THIRD, FOURTH));
        assertList(unit -> unit.usage().takeReported(List.of(CustomerId.of("c")), EVER))
                .isEmpty();
        assertList(unit -> unit.usage().takeReported(List.of(), EVER)).isEmpty();
    }

    @Test
    void is_one_of_each_subscription_however_many_there_are() {
        IntStream.range(10, 1_010).forEach(i -> mark(mark(i, "c-1", "s-1"), mark(i + 2_000, "c-1", "s-2")));
        mark(SECOND);

        assertList(unit -> unit.usage().takeReported(List.of(C1), EVER))
                .containsExactly(mark(1_009, "c-1", "s-1"), mark(3_009, "c-1", "s-2"));
        assertList(unit -> unit.usage().customersReported(EVER, null, 10)).containsExactly(C10);
    }

    @Test
    void of_one_instant_is_the_one_of_the_greater_id() {
        ReportedUsage other = new ReportedUsage(new UUID(-1, 1), C1, SubscriptionId.of("s-1"), FIRST.occurredAt());
        mark(other, FIRST);

        assertList(unit -> unit.usage().takeReported(List.of(C1), EVER)).containsExactly(other);
    }

    @Test
    void that_is_put_back_is_there_as_it_was() {
        mark(FIRST, AGAIN);

        write(unit -> unit.usage().markReported(unit.usage().takeReported(List.of(C1), EVER)));

        assertList(unit -> unit.usage().takeReported(List.of(C1), EVER)).containsExactly(AGAIN);
        assertList(unit -> unit.usage().takeReported(List.of(C1), EVER)).isEmpty();
    }

    @Test
    void of_the_instant_itself_and_of_later_ones_is_left() {
        mark(FIRST, AGAIN, THIRD, FOURTH);

        assertList(unit -> unit.usage().takeReported(List.of(C1, C2), FOURTH.occurredAt()))
                .containsExactly(FIRST, THIRD);
        assertList(unit -> unit.usage().takeReported(List.of(C1, C2), EVER)).containsExactly(AGAIN, FOURTH);
    }

    @Test
    void that_is_added_while_others_are_taken_stays() {
        mark(FIRST);
        OpenTransaction<List<ReportedUsage>> first = open(unit -> unit.usage().takeReported(List.of(C1), EVER));

        beside(first, first::commit, unit -> {
            unit.usage().markReported(List.of(AGAIN));
            return true;
        });

        assertThat(first.result()).containsExactly(FIRST);
        assertList(unit -> unit.usage().takeReported(List.of(C1), EVER)).containsExactly(AGAIN);
    }

    @Test
    void that_another_takes_is_left_to_that_one() {
        mark(FIRST, THIRD);
        OpenTransaction<List<ReportedUsage>> first = open(unit -> unit.usage().takeReported(List.of(C1), EVER));

        List<ReportedUsage> others =
                beside(first, first::commit, unit -> unit.usage().takeReported(List.of(C1, C2), EVER));

        assertThat(others).containsExactly(THIRD);
        assertThat(first.result()).containsExactly(FIRST);
    }

    @Test
    void that_another_has_not_taken_after_all_is_there_again() {
        mark(FIRST);
        OpenTransaction<List<ReportedUsage>> first = open(unit -> unit.usage().takeReported(List.of(C1), EVER));
        first.result();
        first.rollback();

        assertList(unit -> unit.usage().takeReported(List.of(C1), EVER)).containsExactly(FIRST);
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
    void stays_as_it_was_where_a_transaction_is_undone() {
        mark(FIRST);
        undo(unit -> {
            unit.usage().takeReported(List.of(C1), EVER);
            unit.usage().markReported(List.of(SECOND));
            assertThat(unit.usage().takeReported(List.of(C1, C10), EVER)).containsExactly(SECOND);
        });

        assertList(unit -> unit.usage().takeReported(List.of(C1, C10), EVER)).containsExactly(FIRST);
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
