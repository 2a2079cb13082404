package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.AuditEntry;
import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.BalanceDifference;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryCause;
import io.billing4j.engine.BalanceCheck;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What moves a customer's balance, and what is written of it. */
abstract class BalanceBehaviour extends ChangeBooks {
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final Page ALL = Page.first(Page.MAX_SIZE);

    BalanceBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class AnAdjustment {
        @Test
        void is_what_the_next_document_is_paid_from() {
            adjust("12.50", "a");
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");

            assertThat(total(last())).isEqualTo("17.50");
            assertEntries("ADJUSTMENTS > BALANCE 12.50 = 12.50", "BALANCE > DOCUMENTS 12.50 = 0.00");
            assertThat(entries().get(1).document()).isEqualTo(last().id());
            assertThat(entries().get(1).recordedAt()).isEqualTo(last().recordedAt());
        }

        @Test
        void may_take_what_the_balance_holds_and_no_cent_more() {
            adjust("5.00", "a");
            assertRefused(ErrorCode.INSUFFICIENT_BALANCE, "amount", () -> adjust("-5.01", "b"));
            adjust("-5.00", "b");
            assertRefused(ErrorCode.INSUFFICIENT_BALANCE, "amount", () -> adjust("-0.01", "c"));

            assertEntries("ADJUSTMENTS > BALANCE 5.00 = 5.00", "BALANCE > ADJUSTMENTS 5.00 = 0.00");
        }

        @Test
        void has_a_memo_and_an_amount_in_the_customers_currency() {
            assertRefused(ErrorCode.INVALID_AMOUNT, "amount", () -> adjust("0.00", "a"));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "amount",
                    () -> engine().balances().adjust(ADA, Money.parse("EUR 1.00"), "Sorry", null));
            assertRefused(
                    ErrorCode.MISSING_FIELD, "memo", () -> engine().balances().adjust(ADA, dollars("1.00"), " ", null));
            assertRefused(
                    ErrorCode.INVALID_TEXT,
                    "memo",
                    () -> engine().balances().adjust(ADA, dollars("1.00"), "x".repeat(501), null));
            assertRefused(
                    ErrorCode.CUSTOMER_NOT_FOUND,
                    "customerId",
                    () -> engine().balances().adjust(BOB, dollars("1.00"), "Sorry", null));
            assertRefused(
                    ErrorCode.CUSTOMER_NOT_FOUND,
                    "customerId",
                    () -> engine().balances().of(BOB));
            assertThat(entries()).isEmpty();
        }

        @Test
        void is_made_once_under_its_key() {
            BalanceEntry first = adjust("5.00", "a");
            clock.set("2023-11-02T00:00:00Z");
            assertThat(adjust("5.00", "a")).isEqualTo(first);
            assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, "idempotencyKey", () -> adjust("5.01", "a"));
            assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, "idempotencyKey", () -> payOut("5.00", "a"));
            engine().customers().create(NewCustomer.of(BOB, "Bob"));
            assertRefused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    () -> engine().balances().adjust(BOB, dollars("5.00"), "Sorry", "a"));
            engine().balances().adjust(ADA, dollars("5.00"), "Sorry", null);
            engine().balances().adjust(ADA, dollars("5.00"), "Sorry", null);

            assertThat(engine().balances().of(ADA)).isEqualTo(dollars("15.00"));
            assertThat(entries()).hasSize(3);
        }

        @Test
        void is_kept_and_told_of_without_its_memo() {
            adjust("5.00", "a");
            payOut("2.00", "b");

            List<BillingEvent> events =
                    store().inTransaction(tenant, unit -> unit.journal().events(ADA, 100));
            assertThat(events)
                    .extracting(BillingEvent::type)
                    .endsWith(EventType.BALANCE_ADJUSTED, EventType.BALANCE_PAID_OUT);
            List<AuditEntry> audit =
                    store().inTransaction(tenant, unit -> unit.journal().audit("balance", "ada", ALL));
            assertThat(audit).extracting(AuditEntry::action).containsExactly("balance.adjusted", "balance.paid_out");
            assertThat(audit.get(1).before()).isEqualTo(Map.of("balance", "5.00"));
            assertThat(audit.get(1).after())
                    .containsEntry("balance", "3.00")
                    .containsEntry("amount", "2.00")
                    .containsEntry("credit", "REFUNDS")
                    .doesNotContainValue("Sorry");
        }

        @Test
        void counts_for_a_draft_once_that_is_computed_again() {
            start(BASIC, "2023-11-01");
            Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                    SUB, Instant.parse("2023-11-01T00:00:00Z"), Instant.parse("2023-12-01T00:00:00Z"))));
            adjust("40.00", "a");
            assertThat(total(engine().refreshInvoice(draft.id()))).isEqualTo("0.00");
            assertThat(total(engine().refreshInvoice(draft.id()))).isEqualTo("0.00");
            clock.set("2023-11-16T00:00:00Z");
            engine().subscriptions().change(SUB, plan(PRO));
            assertThat(total(engine().refreshInvoice(draft.id()))).isEqualTo("5.00");

            // 15.00 + 30.00 = 45.00 once the plan has changed at half of November
            assertEntries(
                    "ADJUSTMENTS > BALANCE 40.00 = 40.00",
                    "BALANCE > DOCUMENTS 30.00 = 10.00",
                    "BALANCE > DOCUMENTS 10.00 = 0.00");
            assertThat(entries()).extracting(BalanceEntry::cause).endsWith(EntryCause.REFRESH, EntryCause.REFRESH);
        }
    }

    @Nested
    class APayOut {
        @Test
        void takes_at_most_what_the_balance_holds() {
            adjust("15.00", "a");
            payOut("10.00", "b");
            assertRefused(ErrorCode.INSUFFICIENT_BALANCE, "amount", () -> payOut("5.01", "c"));
            assertRefused(ErrorCode.INVALID_AMOUNT, "amount", () -> payOut("0.00", "c"));
            assertRefused(ErrorCode.INVALID_AMOUNT, "amount", () -> payOut("-1.00", "c"));
            payOut("5.00", "c");

            assertEntries(
                    "ADJUSTMENTS > BALANCE 15.00 = 15.00",
                    "BALANCE > REFUNDS 10.00 = 5.00",
                    "BALANCE > REFUNDS 5.00 = 0.00");
        }

        @Test
        void is_made_once_under_its_key() {
            adjust("15.00", "a");
            BalanceEntry first = payOut("10.00", "b");

            assertThat(payOut("10.00", "b")).isEqualTo(first);
            assertThat(balance()).isEqualTo("5.00");
        }
    }

    @Nested
    class ADocument {
        @Test
        void that_gives_back_and_those_that_are_paid_from_it_have_an_entry_each() {
            start(PRO, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            assertThat(entries()).isEmpty();
            at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
            billAt("2023-12-01T00:00:00Z");
            voidLast(VoidIntent.REISSUE);
            billAt("2023-12-02T00:00:00Z");

            // −30.00 + 15.00 at once; 15.00 of December's 30.00, until that is void, and again
            assertEntries(
                    "DOCUMENTS > BALANCE 15.00 = 15.00",
                    "BALANCE > DOCUMENTS 15.00 = 0.00",
                    "DOCUMENTS > BALANCE 15.00 = 15.00",
                    "BALANCE > DOCUMENTS 15.00 = 0.00");
            assertThat(entries())
                    .extracting(BalanceEntry::cause)
                    .containsExactly(EntryCause.DOCUMENT, EntryCause.DOCUMENT, EntryCause.VOID, EntryCause.DOCUMENT);
        }

        @Test
        void that_gave_back_and_is_to_be_made_again_takes_that_below_zero_for_now() {
            start(PRO, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
            payOut("15.00", "a");
            voidLast(VoidIntent.REISSUE);
            adjust("4.00", "b");
            assertRefused(ErrorCode.INSUFFICIENT_BALANCE, "amount", () -> adjust("-0.01", "c"));
            assertRefused(ErrorCode.INSUFFICIENT_BALANCE, "amount", () -> payOut("0.01", "c"));

            assertEntries(
                    "DOCUMENTS > BALANCE 15.00 = 15.00",
                    "BALANCE > REFUNDS 15.00 = 0.00",
                    "BALANCE > DOCUMENTS 15.00 = -15.00",
                    "ADJUSTMENTS > BALANCE 4.00 = -11.00");
        }

        @Test
        void that_gave_back_and_is_waived_leaves_it() {
            start(PRO, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
            voidLast(VoidIntent.WAIVE);

            assertEntries("DOCUMENTS > BALANCE 15.00 = 15.00");
        }

        @Test
        void of_several_in_one_run_has_an_entry_of_its_own() {
            adjust("25.00", "a");
            subscribe(ADA, "2023-09-01");
            run("2023-11-01");

            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("0.00", "15.00", "20.00");
            assertEntries(
                    "ADJUSTMENTS > BALANCE 25.00 = 25.00",
                    "BALANCE > DOCUMENTS 20.00 = 5.00",
                    "BALANCE > DOCUMENTS 5.00 = 0.00");
        }
    }

    /** What a process of the version before does to a balance: it moves it, and writes no entry. */
    @Nested
    class ABalanceWithoutEntries {
        @Test
        void is_opened_by_whatever_moves_it_next() {
            moveWithoutEntry(ADA, "15.00");
            start(BASIC, "2023-11-01");
            billAt("2023-11-01T00:00:00Z");
            moveWithoutEntry(ADA, "4.00");
            adjust("1.00", "a");

            assertThat(total(last())).isEqualTo("15.00");
            assertEntries(
                    "OPENING > BALANCE 15.00 = 15.00",
                    "BALANCE > DOCUMENTS 15.00 = 0.00",
                    "OPENING > BALANCE 4.00 = 4.00",
                    "ADJUSTMENTS > BALANCE 1.00 = 5.00");
            assertThat(entries()).extracting(BalanceEntry::number).containsExactly(1, 2, 1, 2);
            List<BillingEvent> events =
                    store().inTransaction(tenant, unit -> unit.journal().events(ADA, 100));
            assertThat(events)
                    .filteredOn(event -> event.type() == EventType.BALANCE_OPENED)
                    .extracting(event -> event.data().get("balance"))
                    .containsExactly("15.00", "4.00");
        }

        @Test
        void is_found_and_opened_page_by_page() {
            engine().customers().create(NewCustomer.of(BOB, "Bob"));
            adjust("1.00", "a");
            moveWithoutEntry(ADA, "-2.00");
            moveWithoutEntry(BOB, "7.00");
            List<BalanceDifference> expected = List.of(
                    new BalanceDifference(ADA, dollars("-2.00"), dollars("1.00")),
                    new BalanceDifference(BOB, dollars("7.00"), dollars("0.00")));

            assertThat(engine().balances().check(ALL)).isEqualTo(new BalanceCheck(expected, null));
            BalanceCheck first = engine().balances().reconcile(Page.first(1));
            assertThat(first).isEqualTo(new BalanceCheck(expected.subList(0, 1), "ada"));
            assertThat(engine().balances().check(ALL).differences()).isEqualTo(expected.subList(1, 2));
            assertThat(engine().balances().reconcile(Page.first(1).after("ada")))
                    .isEqualTo(new BalanceCheck(expected.subList(1, 2), "bob"));
            assertThat(engine().balances().reconcile(Page.first(1).after("bob")))
                    .isEqualTo(new BalanceCheck(List.of(), null));

            assertThat(engine().balances().check(ALL)).isEqualTo(new BalanceCheck(List.of(), null));
            assertEntries("ADJUSTMENTS > BALANCE 1.00 = 1.00", "BALANCE > OPENING 3.00 = -2.00");
            assertThat(balance()).isEqualTo("-2.00");
        }

        private void moveWithoutEntry(CustomerId customer, String balance) {
            store().inTransaction(tenant, unit -> {
                unit.customers().balances(Map.of(customer, dollars(balance)));
                return true;
            });
        }
    }

    @Nested
    class SeveralAtOnce {
        @Test
        void make_one_entry_of_one_key() throws Exception {
            List<BalanceEntry> made = inParallel(8, () -> adjust("5.00", "a"));

            assertEntries("ADJUSTMENTS > BALANCE 5.00 = 5.00");
            assertThat(made).hasSize(8).containsOnly(entries().get(0));
        }

        @Test
        void lose_no_cent_beside_runs() throws Exception {
            subscribe(ADA, "2023-01-01");
            AtomicInteger turn = new AtomicInteger();
            inParallel(12, () -> {
                int own = turn.getAndIncrement();
                if (own % 3 == 0) {
                    engine().runs().run(Instant.parse("2023-%02d-01T00:00:00Z".formatted(1 + own)));
                } else {
                    adjust("7.00", "k" + own);
                }
                return own;
            });
            engine().runs().run(Instant.parse("2023-11-01T00:00:00Z"));

            // 8 times 7.00 of 11 times 20.00
            Money asked =
                    invoices().stream().map(invoice -> invoice.totals().total()).reduce(dollars("0.00"), Money::plus);
            assertThat(asked.minus(engine().balances().of(ADA))).isEqualTo(dollars("164.00"));
            assertThat(invoices()).hasSize(11);
            assertLedger();
        }
    }

    private BalanceEntry adjust(String amount, String key) {
        return engine().balances().adjust(ADA, dollars(amount), "Sorry", key);
    }

    private BalanceEntry payOut(String amount, String key) {
        return engine().balances().payOut(ADA, dollars(amount), "Left", key);
    }

    private List<BalanceEntry> entries() {
        return engine().balances().entries(ADA, ALL);
    }

    /** Asserts what has moved Ada's balance, and that it holds what the last entry says. */
    private void assertEntries(String... expected) {
        assertThat(entries())
                .extracting(entry -> entry.debit() + " > " + entry.credit() + " "
                        + entry.amount().getAmount().toPlainString() + " = "
                        + entry.balanceAfter().getAmount().toPlainString())
                .containsExactly(expected);
        assertLedger();
    }

    private void assertLedger() {
        Money sum = dollars("0.00");
        for (BalanceEntry entry : entries()) {
            sum = sum.plus(entry.on(BalanceAccount.BALANCE));
            assertThat(entry.balanceAfter()).isEqualTo(sum);
        }
        assertThat(engine().balances().of(ADA)).isEqualTo(sum);
        assertThat(engine().balances().check(ALL).differences()).isEmpty();
    }

    private static Money dollars(String amount) {
        return Money.parse("USD " + amount);
    }
}
