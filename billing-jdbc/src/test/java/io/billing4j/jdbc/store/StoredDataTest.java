package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.DocumentSamples;
import io.billing4j.testkit.SampleBooks;
import io.billing4j.testkit.Samples;
import io.billing4j.testkit.TaxSetupSamples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the store says of rows that somebody else has changed, past all guards. */
class StoredDataTest {
    private static final String PAST_GUARDS = "SET session_replication_role = replica; ";

    private static final InvoiceId FIRST = SampleBooks.FIRST_INVOICE.id();

    private final TestDatabase database = TestDatabase.freshDatabase();
    private final TestBooks books = TestBooks.open(
            database, JdbcBillingStore.builder(database.application()).build(), SampleBooks::writeAll);

    @TestFactory
    Stream<DynamicTest> that_cannot_be_read_is_named() {
        return Stream.of(
                unreadable(
                        "customer c-1",
                        "UPDATE billing.customer SET zone = 'Nowhere/Land' WHERE customer_id = 'c-1'",
                        unit -> unit.customers().list(Page.first(10))),
                unreadable(
                        "customer c-2",
                        "UPDATE billing.customer_profile SET profile = '{\"v\":1,\"values\":{}}' WHERE customer_id = 'c-2'",
                        unit -> unit.customers().find(CustomerId.of("c-2"))),
                unreadable(
                        "meter calls",
                        "UPDATE billing.meter SET definition = '{\"v\":9}' WHERE meter_id = 'calls'",
                        unit -> unit.catalog().listMeters(Page.first(10))),
                unreadable(
                        "charge seats of plan everything",
                        "UPDATE billing.charge SET price_model = '{\"v\":9}' WHERE charge_id = 'seats'",
                        unit -> unit.catalog().findVersions(List.of(new PlanVersionRef(Samples.PLAN, 1)))),
                unreadable(
                        "subscription s-1",
                        "UPDATE billing.subscription SET zone = 'Nowhere/Land' WHERE subscription_id = 's-1'",
                        unit -> unit.subscriptions().list(null, Page.first(10))),
                unreadable(
                        "subscription s-2",
                        "DELETE FROM billing.subscription_change WHERE subscription_id = 's-2'",
                        unit -> unit.subscriptions().find(SubscriptionId.of("s-2"))),
                unreadable(
                        "slot 1/1/0 of subscription s-1",
                        "UPDATE billing.invoice_slot SET period_zone = '' WHERE subscription_id = 's-1'",
                        unit -> unit.slots().from(Map.of(SubscriptionId.of("s-1"), 0))),
                unreadable(
                        "failure of customer c-2 in billing run",
                        "UPDATE billing.billing_run_failure SET code = 'GONE'",
                        unit -> unit.runs().failures(DocumentSamples.runId(1))),
                unreadable(
                        "event ",
                        "UPDATE billing.outbox SET type = 'evt.billing.gone'",
                        unit -> unit.journal().events(null, 10)),
                unreadable(
                        "audit entry ",
                        "UPDATE billing.audit SET after = 'gone'",
                        unit -> unit.journal().audit("invoice", "invoice-1", Page.first(10))),
                unreadable(
                        "finding ",
                        "UPDATE billing.finding SET reason = 'GONE'",
                        unit -> unit.journal().findings(null, null, Page.first(10))),
                unreadable(
                        "redemption of grant g-1",
                        "INSERT INTO billing.coupon_redemption VALUES ('alpha', gen_random_uuid(), 'g-1', 's-1', 0, 0.001, 'USD')",
                        unit -> unit.coupons().books(List.of(CustomerId.of("c-1")))),
                unreadable(
                        "grant g-1",
                        "UPDATE billing.coupon_grant SET subscription_id = ' '",
                        unit -> unit.coupons().findGrant(CouponGrantId.of("g-1"))),
                unreadable(
                        "coupon TEN",
                        "UPDATE billing.coupon SET percent = 0.00000000000000001",
                        unit -> unit.coupons().list(Page.first(10))),
                unreadable(
                        "tax rule de-vat",
                        "UPDATE billing.tax_rule SET percent = 0.00000000000000001",
                        unit -> unit.taxes().rules()),
                unreadable(
                        "tax profile of customer c-1 from 2023-11-01 on",
                        "UPDATE billing.tax_profile SET tax_number = ' '",
                        unit -> unit.taxes().profiles(List.of(CustomerId.of("c-1")))),
                unreadable(
                        "tax answer to " + TaxSetupSamples.question(1),
                        "UPDATE billing.tax_answer SET answer = '{\"v\":2}'",
                        unit -> unit.taxes().answers(List.of(TaxSetupSamples.question(1)), Instant.EPOCH)),
                unreadable(
                        "balance entry of c-1",
                        "INSERT INTO billing.balance_entry VALUES ('alpha', 'c-1', now(), 1, 'ADJUSTMENTS', 'BALANCE',"
                                + " 0.001, 'USD', 'ADJUSTMENT', NULL, NULL, 0, NULL, NULL)",
                        unit -> unit.balances().entries(CustomerId.of("c-1"), Page.first(10))),
                unreadable(
                        "balance entry of c-1",
                        "INSERT INTO billing.balance_entry VALUES ('alpha', 'c-1', now(), 1, 'ADJUSTMENTS', 'BALANCE',"
                                + " 1, 'USD', 'ADJUSTMENT', NULL, NULL, 0.001, NULL, NULL)",
                        unit -> unit.balances().last(List.of(CustomerId.of("c-1")))),
                unreadable(
                        "settings of tenant alpha",
                        "UPDATE billing.tenant_settings SET zone = 'Nowhere/Land'",
                        unit -> unit.settings().get()));
    }

    @Test
    void whose_columns_contradict_their_proof_cannot_be_read() {
        assertUnreadable(
                "line 1 of invoice " + FIRST + " cannot be read: amount is",
                "UPDATE billing.invoice_line SET amount = amount + 0.01 WHERE line_no = 1",
                unit -> unit.invoices().find(FIRST));
    }

    @Test
    void whose_discount_contradicts_its_shares_cannot_be_read() {
        assertUnreadable(
                "line 1 of invoice " + FIRST + " cannot be read: discount is 0.01",
                "UPDATE billing.invoice_line SET discount = 0.01 WHERE line_no = 1",
                unit -> unit.invoices().find(FIRST));
    }

    @Test
    void whose_discounts_are_not_known_cannot_be_read() {
        assertUnreadable(
                "invoice " + FIRST + " cannot be read: expected version 1",
                "UPDATE billing.invoice SET discounts = '{\"v\":9}'",
                unit -> unit.invoices().find(FIRST));
    }

    @Test
    void whose_balance_is_no_amount_of_its_currency_cannot_be_read() {
        assertUnreadable(
                "customer c-1 cannot be read",
                "UPDATE billing.customer SET balance = 0.001 WHERE customer_id = 'c-1'",
                unit -> unit.customers().state(CustomerId.of("c-1")));
    }

    @Test
    void whose_change_says_what_is_not_known_cannot_be_read() {
        assertUnreadable(
                "change 1 of subscription s-2 cannot be read: expected version 1",
                "UPDATE billing.subscription_change SET detail = '{\"v\":9}' WHERE subscription_id = 's-2'",
                unit -> unit.subscriptions().find(SubscriptionId.of("s-2")));
    }

    @Test
    void whose_proof_is_broken_cannot_be_read() {
        assertUnreadable(
                "line 1 of invoice " + FIRST,
                "UPDATE billing.invoice_line SET derivation = '{' WHERE line_no = 1",
                unit -> unit.invoices().list(null, Page.first(10)));
    }

    @Test
    void that_lacks_a_line_cannot_be_read() {
        int lines = SampleBooks.FIRST_INVOICE.lines().size();
        assertUnreadable(
                "invoice " + FIRST + " cannot be read: expected " + lines + " lines but found " + (lines - 1),
                "DELETE FROM billing.invoice_line WHERE line_no = 1",
                unit -> unit.invoices().find(FIRST));
    }

    @Test
    void that_can_be_read_and_was_altered_fails_verification() {
        books.administer(PAST_GUARDS + "UPDATE billing.invoice_line SET description = 'Another' WHERE line_no = 1");

        Invoice altered = books.read(unit -> unit.invoices().find(FIRST).orElseThrow());
        assertThat(altered.verified()).isFalse();
        assertThat(SampleBooks.FIRST_INVOICE.verified()).isTrue();
    }

    private DynamicTest unreadable(String named, String tampering, Function<UnitOfWork, Object> read) {
        return dynamicTest(named, () -> assertUnreadable(named, tampering, read));
    }

    private void assertUnreadable(String named, String tampering, Function<UnitOfWork, Object> read) {
        assertThat(books.<Object>read(read)).isNotNull();
        books.administer(PAST_GUARDS + tampering);

        // A store that remembers nothing of what was read before.
        JdbcBillingStore fresh =
                JdbcBillingStore.builder(database.application()).build();
        BillingException refusal =
                refusal(ErrorCode.STORED_DATA_UNREADABLE, () -> fresh.<Object>inTransaction(books.tenant(), read));
        assertThat(refusal.detail()).contains(named);
    }
}
