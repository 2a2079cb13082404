package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.usage.ReportedUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Marks of subscriptions whose usage is to be looked at: of two of {@code c-2} and of one each of {@code c-1} and {@code c-10}. */
abstract class ReportedUsageContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final CustomerId C10 = CustomerId.of("c-10");
    private static final ReportedUsage FIRST = mark("c-1", "s-1");
    private static final ReportedUsage SECOND = mark("c-10", "s-3");
    private static final ReportedUsage THIRD = mark("c-2", "s-10");
    private static final ReportedUsage FOURTH = mark("c-2", "s-2");

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
    void is_marked_once_however_often_it_was_marked() {
        mark(FIRST, FIRST);
        mark(FIRST);

        assertList(unit -> unit.usage().reported(List.of(C1))).containsExactly(FIRST);
        assertList(unit -> unit.usage().customersReported(null, 10)).containsExactly(C1);

        write(unit -> unit.usage().clearReported(List.of(FIRST)));

        assertList(unit -> unit.usage().reported(List.of(C1))).isEmpty();
    }

    @Test
    void leads_to_its_customers_page_by_page() {
        mark(FIRST, SECOND, THIRD, FOURTH);

        assertList(unit -> unit.usage().customersReported(null, 2)).containsExactly(C1, C10);
        assertList(unit -> unit.usage().customersReported(C10, 2)).containsExactly(C2);
        assertList(unit -> unit.usage().customersReported(C2, 2)).isEmpty();
    }

    @Test
    void loses_the_marks_that_are_taken_away_and_no_other() {
        mark(FIRST, SECOND, THIRD, FOURTH);

        write(unit -> unit.usage().clearReported(List.of(FOURTH, FIRST, mark("c-10", "s-2"))));
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

    private static ReportedUsage mark(String customer, String subscription) {
        return new ReportedUsage(CustomerId.of(customer), SubscriptionId.of(subscription));
    }
}
