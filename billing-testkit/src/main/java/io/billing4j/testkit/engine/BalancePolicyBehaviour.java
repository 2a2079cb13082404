package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.AuditEntry;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryCause;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand.ChangeQuantity;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.TenantSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Balances of a tenant whose documents are never paid from them. */
abstract class BalancePolicyBehaviour extends ChangeBooks {
    private static final Instant NOVEMBER = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2023-12-01T00:00:00Z");

    BalancePolicyBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return super.settings().withBalance(BalancePolicy.NEVER);
    }

    @Test
    void what_a_balance_holds_stays_on_it_until_it_is_paid_out() {
        adjust("20.00");
        start(BASIC, "2023-11-01");
        Invoice shown = made(engine().previewNextInvoice(SUB).orElseThrow());
        billAt("2023-11-01T00:00:00Z");

        assertTotals(last(), "0.00", "30.00");
        assertThat(shown.totals()).isEqualTo(last().totals());
        assertThat(balance()).isEqualTo("20.00");
        assertThat(causes()).containsExactly(EntryCause.ADJUSTMENT);
        engine().balances().payOut(ADA, dollars("20.00"), "Left", null);
        assertThat(balance()).isEqualTo("0.00");
    }

    @Test
    void what_is_for_usage_pays_nothing_else() {
        choose(BalancePolicy.USAGE);
        adjust("50.00");
        subscribe(ADA, "2023-11-01");
        report("e1", ADA, "5000", "2023-11-10T00:00:00Z");
        run("2023-12-01");

        // 20.00 for November; then 40.00 for 4,000 calls beyond the first thousand, and 20.00 for December.
        assertThat(invoices()).extracting(EngineBooks::total).containsExactly("20.00", "20.00");
        assertThat(balance()).isEqualTo("10.00");
        report("e2", ADA, "2000", "2023-12-10T00:00:00Z");
        Invoice shown =
                made(engine().previewNextInvoice(SubscriptionId.of(ADA.value())).orElseThrow());
        run("2024-01-01");
        assertTotals(last(), "10.00", "20.00");
        assertThat(shown.totals()).isEqualTo(last().totals());
        assertThat(balance()).isEqualTo("0.00");
    }

    @Test
    void several_documents_of_one_run_leave_it_as_it_is() {
        adjust("25.00");
        subscribe(ADA, "2023-09-01");
        run("2023-11-01");

        assertThat(invoices()).extracting(EngineBooks::total).containsExactly("20.00", "20.00", "20.00");
        assertThat(balance()).isEqualTo("25.00");
    }

    @Test
    void what_a_document_gives_back_is_added_to_it() {
        adjust("20.00");
        start(new NewSubscription(SUB, ADA, SEATS, LocalDate.parse("2023-11-01"), null, new BigDecimal("4")));
        billAt("2023-11-01T00:00:00Z");
        at(
                "2023-11-16T00:00:00Z",
                new ChangeQuantity(new BigDecimal("2"), ChangeTiming.now(), ChangeSettlement.IMMEDIATE));

        // Half a month of four seats back, −20.00, and of two asked for, 10.00.
        assertThat(last().totals().subtotal()).isEqualTo(dollars("-10.00"));
        assertTotals(last(), "-10.00", "0.00");
        assertThat(balance()).isEqualTo("30.00");
    }

    @Test
    void what_was_paid_out_too_much_is_asked_for_all_the_same() {
        start(PRO, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        engine().balances().payOut(ADA, dollars("15.00"), "Left", null);
        voidLast(VoidIntent.REISSUE);
        assertThat(balance()).isEqualTo("-15.00");
        SubscriptionId other = SubscriptionId.of("other");
        engine().subscriptions()
                .create(NewSubscription.of(ADA, BASIC, LocalDate.parse("2023-11-01"))
                        .withId(other));

        InvoiceGenerationRequest request = InvoiceGenerationRequest.of(other, NOVEMBER, DECEMBER);
        Invoice shown = made(engine().previewInvoice(request));
        Invoice asked = made(engine().generateInvoice(request));

        assertTotals(asked, "-15.00", "45.00");
        assertThat(shown.totals()).isEqualTo(asked.totals());
        assertThat(balance()).isEqualTo("0.00");
        // And what is given back again, −30.00 + 15.00, is on the balance.
        billAt("2023-11-17T00:00:00Z");
        assertThat(balance()).isEqualTo("15.00");
    }

    @Test
    void a_draft_goes_by_the_policy_of_when_it_was_computed_last() {
        choose(BalancePolicy.UP_TO_TOTAL);
        adjust("20.00");
        start(BASIC, "2023-11-01");
        Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(SUB, NOVEMBER, DECEMBER)));
        assertTotals(draft, "20.00", "10.00");

        choose(BalancePolicy.NEVER);
        assertThat(balance()).isEqualTo("0.00");
        assertTotals(engine().refreshInvoice(draft.id()), "0.00", "30.00");
        assertThat(balance()).isEqualTo("20.00");
        assertTotals(engine().refreshInvoice(draft.id()), "0.00", "30.00");

        choose(BalancePolicy.UP_TO_TOTAL);
        assertTotals(engine().refreshInvoice(draft.id()), "20.00", "10.00");
        choose(BalancePolicy.NEVER);
        Invoice issued = engine().finalizeInvoice(draft.id());
        assertThat(issued.status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertTotals(issued, "20.00", "10.00");
        assertThat(balance()).isEqualTo("0.00");
        assertThat(causes())
                .containsExactly(EntryCause.ADJUSTMENT, EntryCause.DOCUMENT, EntryCause.REFRESH, EntryCause.REFRESH);
        assertProven();
    }

    @Test
    void another_policy_is_kept_in_the_audit_trail() {
        choose(BalancePolicy.UP_TO_TOTAL);

        List<AuditEntry> kept = engine().audit("settings", tenant.value(), Page.first(10));
        assertThat(kept).singleElement().satisfies(entry -> {
            assertThat(entry.before()).isEqualTo(Map.of("balance", "NEVER"));
            assertThat(entry.after()).isEqualTo(Map.of("balance", "UP_TO_TOTAL"));
        });
    }

    private void choose(BalancePolicy policy) {
        engine().settings().update(present -> present.withBalance(policy));
    }

    private void adjust(String amount) {
        engine().balances().adjust(ADA, dollars(amount), "Sorry", null);
    }

    private List<EntryCause> causes() {
        return engine().balances().entries(ADA, Page.first(Page.MAX_SIZE)).stream()
                .map(BalanceEntry::cause)
                .toList();
    }

    private static void assertTotals(Invoice document, String credit, String total) {
        assertThat(document.totals().credit()).isEqualTo(dollars(credit));
        assertThat(document.totals().total()).isEqualTo(dollars(total));
    }

    private static Money dollars(String amount) {
        return Money.parse("USD " + amount);
    }
}
