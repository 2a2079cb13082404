package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.quantity;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.ShownLines.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.price.PriceModel;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A seat at 10.00 and calls at 0.10: 100 calls in April and 50 in May of 2024 were billed, and April's are not kept any more. */
class UsagePastRetentionTest {
    private static final Charge SEAT = Charge.fee(ChargeId.of("fee"), "Seat", PriceModel.perUnit(usd("10.00")));
    private static final Charge CALLS =
            Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("0.10")), CREDITABLE.id());

    private final Ledger books = new Ledger(since(), List.of(CREDITABLE), DemoBooks.plan("basic", SEAT, CALLS));

    @BeforeEach
    void useCalls() {
        books.used(CREDITABLE, at("2024-04-10"), "100").used(CREDITABLE, at("2024-05-10"), "50");
    }

    @Nested
    class ACorrection {
        @BeforeEach
        void billAndForget() {
            books.bill(0);
            books.bill(1);
            books.bill(2);
            books.usageKeptFrom(at("2024-05-01"));
        }

        @Test
        void leaves_the_usage_as_it_was_billed_and_says_so() {
            InvoiceDraft corrected = books.correct();

            assertThat(corrected.lines()).isEmpty();
            assertThat(left(corrected)).containsExactly("USAGE_PAST_RETENTION [2024-04-01, 2024-05-01) Z");
        }

        @Test
        void computes_the_fees_of_the_same_period_all_the_same() {
            // Three seats from 16 April on: 15 of 30 days of one seat are 5.00, of three 15.00.
            InvoiceDraft corrected =
                    books.known(since(quantity("2024-04-16", 3))).correct();

            assertThat(shown(corrected))
                    .startsWith(
                            "fee basic×1 [2024-04-16, 2024-05-01) -5.00 of 1/1",
                            "fee basic×3 [2024-04-16, 2024-05-01) 15.00")
                    .noneMatch(line -> line.startsWith("calls"));
            assertThat(left(corrected)).containsExactly("USAGE_PAST_RETENTION [2024-04-01, 2024-05-01) Z");
        }

        @Test
        void computes_the_usage_of_periods_that_is_kept() {
            InvoiceDraft corrected =
                    books.used(CREDITABLE, at("2024-05-20"), "20").correct();

            assertThat(shown(corrected))
                    .containsExactly(
                            "calls basic×50 [2024-05-01, 2024-06-01) -5.00 of 3/1",
                            "calls basic×70 [2024-05-01, 2024-06-01) 7.00");
        }

        @Test
        void takes_no_usage_back_where_the_subscription_turns_out_to_have_ended_before() {
            // The second half of April's seat, and all of May's and June's, are given back; April's calls are not.
            InvoiceDraft corrected = books.known(since(canceled("2024-04-16"))).correct();

            assertThat(shown(corrected))
                    .contains("fee basic×1 [2024-04-16, 2024-05-01) -5.00 of 1/1")
                    .contains("calls basic×50 [2024-05-01, 2024-06-01) -5.00 of 3/1")
                    .noneMatch(line -> line.startsWith("calls basic×100"));
        }
    }

    @Nested
    class ADocumentForTheFirstTime {
        @Test
        void bills_the_fees_and_says_that_usage_is_missing() {
            books.bill(0);
            InvoiceDraft may = books.usageKeptFrom(at("2024-04-11")).bill(1);

            assertThat(shown(may)).containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 10.00");
            assertThat(left(may)).containsExactly("USAGE_PAST_RETENTION [2024-04-01, 2024-05-01) Z");
        }

        @Test
        void bills_usage_that_is_kept_from_the_first_instant_of_the_period_on() {
            books.bill(0);
            InvoiceDraft may = books.usageKeptFrom(at("2024-04-01")).bill(1);

            assertThat(shown(may))
                    .containsExactly(
                            "calls basic×100 [2024-04-01, 2024-05-01) 10.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 10.00");
            assertThat(left(may)).isEmpty();
        }

        @Test
        void without_any_charge_for_usage_has_nothing_to_say() {
            Ledger seats = new Ledger(since(), DemoBooks.plan("basic", SEAT));
            seats.bill(0);
            seats.usageKeptFrom(at("2024-06-01"));

            assertThat(left(seats.bill(1))).isEmpty();
            assertThat(left(seats.correct())).isEmpty();
        }
    }

    private static List<String> left(InvoiceDraft draft) {
        return draft.places().get(0).left().stream()
                .map(left -> left.kind() + " " + left.period())
                .toList();
    }

    private static Subscription since(SubscriptionChange... changes) {
        return subscribed("2024-04-01", BASIC, 1, changes);
    }
}
