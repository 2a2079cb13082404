package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.runId;

import io.billing4j.catalog.Meter;
import io.billing4j.customer.Customer;
import io.billing4j.customer.InvoicingEntity;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.run.RunFailure;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.UnitOfWork;
import io.billing4j.store.WorkKind;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.usage.ReportedUsage;
import io.billing4j.usage.UsageEvent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.joda.money.Money;

/**
 * A small history with something of every kind in it, written through the ports as the engine would: two customers, {@code
 * c-1} and {@code c-2}, with a subscription each, {@code s-1} and {@code s-2}, to version 1 of {@link Samples#PLAN}.
 *
 * <p>Of the first period {@code s-1} has a finalised document, INV-202311-00001, of which CN-202311-00001 credits 5.00, and {@code s-2} a draft that was asked for
 * with the key {@code request-2} and that a run finalises 1000 seconds after {@link Samples#START}. Run 1 made the first and failed for {@code c-2}. The coupon
 * {@code TEN} is granted to {@code c-1} by {@code g-1} and has taken nothing off. There is a rule of taxes, and a profile of {@code
 * c-1}; nothing is taxed, though a service was asked. To the balance of {@code c-1} 5.00 were given by hand and paid out again, under the idempotency key
 * {@code pay-out-1}. One request was answered.
 */
public final class SampleBooks {
    /** Subscription {@code s-1} before it was billed. */
    public static final SubscriptionState FIRST = Samples.subscription("s-1", "c-1");

    /** Subscription {@code s-2} before it was billed. */
    public static final SubscriptionState SECOND = Samples.subscription("s-2", "c-2");

    /** What the document of {@code s-1} was made of. */
    public static final InvoiceDraft FIRST_DRAFT = DocumentSamples.draft(1, FIRST.subscription(), 0);

    /** What the document of {@code s-2} was made of. */
    public static final InvoiceDraft SECOND_DRAFT = DocumentSamples.draft(2, SECOND.subscription(), 0);

    /** The finalised document of {@code s-1}. */
    public static final Invoice FIRST_INVOICE = DocumentSamples.finalized(DocumentSamples.invoice(FIRST_DRAFT), 1);

    /** The draft of {@code s-2}. */
    public static final Invoice SECOND_INVOICE =
            Invoice.draft(SECOND_DRAFT, InvoiceOrigin.request(DocumentSamples.idempotencyKey("request-2")), at(1000));

    /** Where {@code s-1} stands after its first document. */
    public static final BillingCursor FIRST_CURSOR = new BillingCursor(
            1,
            FIRST.subscription().schedule().boundary(1),
            1,
            2,
            FIRST.subscription().schedule().boundary(1),
            Samples.START,
            null);

    /** The credit note of {@code s-1}'s document. */
    public static final Invoice FIRST_NOTE = CreditNoteSamples.numbered(
            CreditNoteSamples.unnumbered(9, FIRST_INVOICE, CreditAmount.of(Money.of(Samples.USD, 5)), null), 1);

    /** The mark of {@code s-1}, whose usage is to be looked at. */
    static final ReportedUsage REPORTED = new ReportedUsage(
            new UUID(9, 1),
            FIRST.subscription().customer(),
            FIRST.subscription().id(),
            at(1));

    /** Whose documents some may be. */
    static final InvoicingEntity ENTITY = new InvoicingEntity(EntityId.of("entity-1"), "Entity", at(0));

    private static final IdSource HINT_IDS = SystemSource.ids();

    private SampleBooks() {}

    /** Writes the meters of {@link Samples#meters}, and {@link Samples#PLAN} with its first version. */
    public static void writeCatalogue(UnitOfWork unit) {
        for (Meter meter : Samples.meters()) {
            unit.catalog().insertMeter(meter);
        }
        unit.catalog().insertPlan(Samples.plan(Samples.PLAN));
        unit.catalog().insertVersion(Samples.version(Samples.PLAN, 1));
    }

    /** Writes the catalogue, the customers and their subscriptions, unbilled. */
    public static void writeParties(UnitOfWork unit) {
        writeCatalogue(unit);
        unit.customers().insert(Samples.customer("c-1"));
        unit.customers().insert(Samples.customer("c-2"));
        unit.subscriptions().insert(FIRST);
        unit.subscriptions().insert(SECOND);
    }

    /** Hints of all tenants are in one list, so that no two may have the same id. */
    static UUID newHintId() {
        return HINT_IDS.next();
    }

    /** Writes the whole history. */
    public static void writeAll(UnitOfWork unit) {
        writeParties(unit);
        unit.entities().insert(ENTITY);
        unit.coupons().insert(CouponSamples.TEN);
        unit.coupons().grant(CouponSamples.grant("g-1", CouponSamples.TEN, "c-1"));
        unit.taxes().insert(TaxSetupSamples.VAT);
        unit.taxes().addProfile(TaxSetupSamples.business("c-1", Samples.START_DATE));
        unit.taxes()
                .keepAnswers(Map.of(TaxSetupSamples.question(1), TaxSetupSamples.ANSWER), Samples.START, Samples.START);
        unit.balances()
                .append(List.of(
                        BalanceSamples.given("c-1", 1, 1, "5.00", "5.00"),
                        BalanceSamples.paidOut("c-1", 2, "5.00", "0.00", "pay-out-1")));
        unit.oneOffs()
                .insert(List.of(
                        OneOffSamples.full(1, "c-1", "one-off-1"),
                        OneOffSamples.pending(2, "c-1").billed(SECOND_INVOICE.id())));
        unit.usage().record(usage(), at(1));
        unit.usage().insertTouched(List.of(DocumentSamples.touched(1, "c-1", "s-1")));
        unit.usage().markReported(List.of(REPORTED));
        unit.runs().findOrInsert(DocumentSamples.run(1));
        unit.hints().add(newHintId(), WorkKind.BILLING_RUN, runId(1).toString());
        unit.requests().claim(RequestSamples.ANSWERED, RequestSamples.CALL, RequestSamples.request(1));
        unit.requests().answer(RequestSamples.ANSWERED, RequestSamples.answer("done"));
        unit.runs().putFailure(runId(1), new RunFailure(CustomerId.of("c-2"), ErrorCode.INTERNAL, "a defect", 1));
        unit.invoices().insertLines(DocumentLines.of(List.of(FIRST_DRAFT, SECOND_DRAFT)));
        unit.invoices().insertLines(List.of(new DocumentLines(FIRST_NOTE.id(), FIRST_NOTE.lines())));
        unit.slots()
                .insert(List.of(FIRST_DRAFT.slots().get(0), SECOND_DRAFT.slots().get(0)));
        unit.subscriptions().moveCursors(Map.of(FIRST.subscription().id(), FIRST_CURSOR));
        unit.customers().recorded(Map.of(CustomerId.of("c-1"), at(1)));
        unit.journal().appendAudit(List.of(DocumentSamples.audit(1, "invoice-1")));
        unit.journal().addFindings(List.of(DocumentSamples.finding(1, "c-2", "tokens:c-2")));
        NumberSeries series = unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY);
        unit.numbers().take(series, DocumentSamples.number(1).scopeKey(), Samples.START_DATE, 1);
        unit.invoices().insertHeaders(List.of(FIRST_INVOICE, SECOND_INVOICE, FIRST_NOTE));
        unit.journal().appendEvents(List.of(DocumentSamples.event(1, "c-1"), DocumentSamples.event(2, "c-2")));
    }

    /** The events {@code u-1} and {@code u-2} of {@code c-1} and {@code u-3} of {@code c-2}. */
    public static List<UsageEvent> usage() {
        return List.of(
                Samples.usage("u-1", "c-1", "100.5", at(10)),
                Samples.usage("u-2", "c-1", "0.000000000000000001", at(20)),
                Samples.usage("u-3", "c-2", "7", at(30)));
    }
}
