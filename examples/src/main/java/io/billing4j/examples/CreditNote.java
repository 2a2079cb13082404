package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.discount.Discount;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.engine.CreditNotes;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand.Cancel;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What the manual's page on credit notes shows in Java; a comment is what its line prints. */
public final class CreditNote {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final SubscriptionId SUB = SubscriptionId.of("adas");
    private static final PlanId BASIC = PlanId.of("basic");
    private static final LocalDate START = LocalDate.parse("2025-11-01");

    private CreditNote() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        BillingEngine engine = books();
        Invoice november = engine.listInvoices(ADA, Page.first(1)).get(0);
        out.println(november.totals().total()); // USD 32.13
        CreditNotes notes = engine.creditNotes();
        CreditNoteRequest outage = CreditNoteRequest.of(
                        november.id(), CreditAmount.of(Money.parse("USD 10.00")), CreditReason.PRODUCT_UNSATISFACTORY)
                .withMemo("Outage of 3 November")
                .withIdempotencyKey("ticket-4711");
        Invoice first = notes.issue(outage);
        out.println(first.number().map(InvoiceNumber::text).orElse("")); // CN-202511-00001
        out.println(text(first.lines().get(0))); // Basic USD -30.00 less USD -3.00, tax USD -5.13
        out.println(text(first.lines().get(1))); // Basic USD 30.00 less USD 11.40, tax USD 3.53
        out.println(first.totals().credit()); // USD -10.00
        out.println(useOf(first).offset()); // USD 10.00
        out.println(notes.issue(outage).id().equals(first.id())); // true

        CreditNoteRequest paidBack = outage.withUse(
                new CreditUse(Money.parse("USD 4.00"), Money.parse("USD 6.00"), Money.parse("USD 0.00")));
        out.println(notes.preview(paidBack).refundable()); // USD 22.13

        engine.timeTravel().advanceTo(Instant.parse("2025-11-11T00:00:00Z"));
        engine.subscriptions().change(SUB, new Cancel(ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        out.println(engine.balances().of(ADA)); // USD 14.75

        CreditNoteRequest rest = CreditNoteRequest.whole(november.id(), CreditReason.ORDER_CANCELLATION);
        out.println(notes.preview(rest).left()); // USD 7.38
        Invoice second = notes.issue(rest);
        out.println(second.totals().tax()); // USD -1.18
        out.println(engine.verifyInvoice(second.id())); // []
        out.println(notes.voidNote(second.id()).status()); // VOIDED
        out.println(notes.of(november.id()).size()); // 1
    }

    private static String text(InvoiceLine line) {
        return line.description() + " " + line.amount() + " less " + line.discount() + ", tax " + line.taxAdded();
    }

    private static CreditUse useOf(Invoice note) {
        return Objects.requireNonNull(note.note(), "a credit note").use();
    }

    /** A sandbox with one subscription of 30.00 a month from 1 November 2025 on, less 10 %, and 19 % on what is left. */
    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(
                acme,
                TenantKind.SANDBOX,
                TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD).withTaxes(TaxPolicy.DEFAULT));
        BillingEngine engine = billing.forTenant(acme);
        engine.timeTravel().set(Instant.parse("2025-11-01T00:00:00Z"));
        engine.taxes()
                .addRule(TaxRule.due(
                        TaxRuleId.of("de-standard"),
                        TaxCategory.STANDARD,
                        TaxPlace.of("DE"),
                        LocalDate.parse("2021-01-01"),
                        TaxComponent.of(TaxId.of("vat-de"), "VAT", BigDecimal.valueOf(19))));
        Charge fee = Charge.fee(ChargeId.of("fee"), "Basic", PriceModel.flat(BigMoney.parse("USD 30.00")));
        engine.catalog().createPlan(BASIC, "Basic", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.taxes().addProfile(TaxProfile.of(ADA, START, TaxPlace.of("DE")));
        CouponId ten = CouponId.of("ten");
        engine.coupons().create(NewCoupon.forever(ten, "Ten percent", Discount.percentage(BigDecimal.TEN)));
        engine.coupons().grant(NewCouponGrant.of(CouponGrantId.of("ten-ada"), ten, ADA));
        engine.subscriptions().create(NewSubscription.of(ADA, BASIC, START).withId(SUB));
        engine.timeTravel().advanceTo(Instant.parse("2025-11-02T00:00:00Z"));
        return engine;
    }
}
