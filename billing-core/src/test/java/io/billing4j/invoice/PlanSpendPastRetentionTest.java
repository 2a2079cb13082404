package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.addOnGone;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.invoice.ShownLines.shown;
import static io.billing4j.invoice.SpendBooks.april;
import static io.billing4j.invoice.SpendBooks.calls;
import static io.billing4j.invoice.SpendBooks.ledger;
import static io.billing4j.invoice.SpendBooks.priced;
import static io.billing4j.invoice.SpendBooks.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.DemoBooks;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Terms of a whole plan where usage is not kept any more: of basic with 30.00 a month and of pro with 10.00; 100.00, 1.5 times, 150.00. */
class PlanSpendPastRetentionTest {
    private final Ledger books = ledger(
            priced("basic", terms("100", "1.5", "150")),
            priced("pro", "10", terms("100", "1.5", "150")),
            DemoBooks.plan("support", calls()));

    @Test
    void usage_that_moved_to_another_plan_before_leaves_nothing_to_change() {
        books.used(CREDITABLE, at("2024-04-10"), "40").bill(0);
        books.bill(1);
        // Calls of basic are billed with 40.00 and taken back, those of pro are billed: 100 − 10 − 40
        assertThat(shown(books.known(april(plan("2024-04-01", PRO))).correct()))
                .contains("spend pro×50 [2024-04-01, 2024-05-01) 50.00");

        assertThat(books.usageKeptFrom(at("2024-05-01")).correct().lines()).isEmpty();
    }

    @Test
    void usage_of_a_main_plan_that_was_an_add_on_once_counts_for_the_main_plan() {
        SubscriptionChange[] changes = {
            addOn("2024-04-01", BASIC, 1), addOnGone("2024-05-01", BASIC), plan("2024-06-01", BASIC)
        };
        books.known(since(changes)).used(CREDITABLE, at("2024-06-10"), "40");
        for (int index = 0; index <= 3; index++) {
            books.bill(index);
        }
        books.usageKeptFrom(at("2024-07-01"));

        // From 16 June on pro's fee is 10.00 for 30.00 a month: 15.00 + 5.00 + 40.00, so 40.00 are missing where 30.00
        // were
        assertThat(shown(books.known(since(Stream.concat(
                                        Stream.of(changes),
                                        Stream.of(plan("2024-06-16", PRO), plan("2024-07-01", BASIC)))
                                .toArray(SubscriptionChange[]::new)))
                        .correct()))
                .containsExactly(
                        "fee basic×1 [2024-06-16, 2024-07-01) -15.00 of 3/1",
                        "fee pro×1 [2024-06-16, 2024-07-01) 5.00",
                        "spend basic×70 [2024-06-01, 2024-07-01) -30.00 of 4/2",
                        "spend pro×60 [2024-06-16, 2024-07-01) 40.00");
    }

    @Test
    void usage_that_stands_counts_as_it_was_billed() {
        books.used(CREDITABLE, at("2024-04-10"), "40").bill(0);
        books.bill(1);

        // 10 of the fee by now and 40 of calls that stand: 50 are missing
        assertThat(shown(books.usageKeptFrom(at("2024-04-20"))
                        .known(april(plan("2024-04-01", PRO)))
                        .correct()))
                .containsExactly(
                        "fee basic×1 [2024-04-01, 2024-05-01) -30.00 of 1/1",
                        "fee pro×1 [2024-04-01, 2024-05-01) 10.00",
                        "spend basic×70 [2024-04-01, 2024-05-01) -30.00 of 2/2",
                        "spend pro×50 [2024-04-01, 2024-05-01) 50.00",
                        "fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/3",
                        "fee pro×1 [2024-05-01, 2024-06-01) 10.00");
        assertThat(books.correct().lines()).isEmpty();
    }

    @Test
    void usage_of_a_period_that_nobody_has_billed_is_missed() {
        books.used(CREDITABLE, at("2024-04-10"), "40").bill(0);

        assertThat(shown(books.usageKeptFrom(at("2024-04-20")).bill(1)))
                .containsExactly(
                        "spend basic×30 [2024-04-01, 2024-05-01) 70.00", "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
    }

    private static Subscription since(SubscriptionChange... changes) {
        return subscribed("2024-04-01", SUPPORT, 1, changes);
    }
}
