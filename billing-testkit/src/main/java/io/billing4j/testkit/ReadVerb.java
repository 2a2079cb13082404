package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.runId;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.customer.Customer;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.period.BillingPeriod;
import io.billing4j.run.FindingReason;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.CustomerStore.Contended;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.store.WorkKind;
import io.billing4j.usage.UsageQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A verb that reads, in a use that finds something in {@link SampleBooks} and nothing in empty books.
 *
 * @param name the port and the verb, such as {@code catalog.findMeters}
 */
record ReadVerb(String name, Function<UnitOfWork, Object> read) {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final SubscriptionId S1 = SubscriptionId.of("s-1");
    private static final Page ALL = Page.first(Page.MAX_SIZE);

    static List<ReadVerb> all() {
        return List.of(
                new ReadVerb("catalog.findMeters", unit -> unit.catalog().findMeters(List.of(Samples.TOKENS))),
                new ReadVerb("catalog.listMeters", unit -> unit.catalog().listMeters(ALL)),
                new ReadVerb("catalog.findPlan", unit -> unit.catalog().findPlan(Samples.PLAN)),
                new ReadVerb("catalog.lockPlan", unit -> unit.catalog().lockPlan(Samples.PLAN)),
                new ReadVerb("catalog.listPlans", unit -> unit.catalog().listPlans(ALL)),
                new ReadVerb(
                        "catalog.findVersions",
                        unit -> unit.catalog().findVersions(List.of(new PlanVersionRef(Samples.PLAN, 1)))),
                new ReadVerb("catalog.latestVersions", unit -> unit.catalog().latestVersions(List.of(Samples.PLAN))),
                new ReadVerb("entities.find", unit -> unit.entities().find(SampleBooks.ENTITY.id())),
                new ReadVerb("entities.list", unit -> unit.entities().list(ALL)),
                new ReadVerb("customers.find", unit -> unit.customers().find(C1)),
                new ReadVerb("customers.state", unit -> unit.customers().state(C1)),
                new ReadVerb("customers.states", unit -> unit.customers().states(List.of(C1))),
                new ReadVerb("customers.list", unit -> unit.customers().list(ALL)),
                new ReadVerb("customers.hold", unit -> unit.customers().hold(List.of(C1), CustomerLock.EXCLUSIVE)),
                new ReadVerb("customers.lock", unit -> unit.customers().lock(List.of(C1), CustomerLock.EXCLUSIVE)),
                new ReadVerb(
                        "customers.claimDue",
                        unit -> unit.customers().claimDue(Samples.START, null, 10, Contended.WAIT)),
                new ReadVerb("customers.due", unit -> unit.customers().due(Samples.START)),
                new ReadVerb("subscriptions.find", unit -> unit.subscriptions().find(S1)),
                new ReadVerb(
                        "subscriptions.findAll", unit -> unit.subscriptions().findAll(List.of(S1))),
                new ReadVerb(
                        "subscriptions.ofCustomers",
                        unit -> unit.subscriptions().ofCustomers(List.of(C1, C2))),
                new ReadVerb(
                        "subscriptions.dueOfCustomers",
                        unit -> unit.subscriptions().dueOfCustomers(List.of(C1, C2), Samples.START)),
                new ReadVerb("subscriptions.list", unit -> unit.subscriptions().list(null, ALL)),
                new ReadVerb(
                        "subscriptions.list of a customer",
                        unit -> unit.subscriptions().list(C1, ALL)),
                new ReadVerb(
                        "subscriptions.nextDueAfter",
                        unit -> unit.subscriptions().nextDueAfter(Samples.START)),
                new ReadVerb("usage.summaries", unit -> unit.usage().summaries(List.of(tokens()))),
                new ReadVerb("usage.events", unit -> unit.usage().events(tokens())),
                new ReadVerb("usage.touched", unit -> unit.usage().touched(List.of(C1))),
                new ReadVerb(
                        "usage.customersReported",
                        unit -> unit.usage().customersReported(DocumentSamples.at(5), null, 10)),
                new ReadVerb("usage.nextReportedAfter", unit -> unit.usage().nextReportedAfter(DocumentSamples.at(0))),
                new ReadVerb("invoices.find", unit -> unit.invoices().find(SampleBooks.FIRST_INVOICE.id())),
                new ReadVerb(
                        "invoices.findAll", unit -> unit.invoices().findAll(List.of(SampleBooks.FIRST_INVOICE.id()))),
                new ReadVerb(
                        "invoices.countLines",
                        unit -> unit.invoices().countLines(List.of(SampleBooks.FIRST_INVOICE.id()))),
                new ReadVerb(
                        "invoices.findByIdempotencyKey", unit -> unit.invoices().findByIdempotencyKey("request-2")),
                new ReadVerb("invoices.list", unit -> unit.invoices().list(null, ALL)),
                new ReadVerb(
                        "invoices.list of a customer", unit -> unit.invoices().list(C1, ALL)),
                new ReadVerb("invoices.last", unit -> unit.invoices().last(C1, DocumentType.INVOICE)),
                new ReadVerb("invoices.billedLines", unit -> unit.invoices().billedLines(Map.of(S1, Samples.START))),
                new ReadVerb("invoices.creditNotes", unit -> unit.invoices().creditNotes(C1, null)),
                new ReadVerb(
                        "invoices.creditNotes of an invoice",
                        unit -> unit.invoices().creditNotes(C1, SampleBooks.FIRST_INVOICE.id())),
                new ReadVerb("invoices.draftsDue", unit -> unit.invoices().draftsDue(at(1000), null, 10)),
                new ReadVerb(
                        "invoices.draftsDue in number", unit -> unit.invoices().draftsDue(at(1000))),
                new ReadVerb(
                        "invoices.nextFinalizationAfter",
                        unit -> unit.invoices().nextFinalizationAfter(at(999))),
                new ReadVerb("slots.from", unit -> unit.slots().from(Map.of(S1, 0))),
                new ReadVerb("slots.ofInvoice", unit -> unit.slots().ofInvoice(SampleBooks.FIRST_INVOICE.id())),
                new ReadVerb("coupons.find", unit -> unit.coupons().find(CouponSamples.TEN.id())),
                new ReadVerb("coupons.list", unit -> unit.coupons().list(ALL)),
                new ReadVerb("coupons.findGrant", unit -> unit.coupons().findGrant(CouponGrantId.of("g-1"))),
                new ReadVerb("coupons.grants", unit -> unit.coupons().grants(C1, ALL)),
                new ReadVerb(
                        "coupons.redemptions",
                        unit -> redeemed(unit).coupons().redemptions(CouponGrantId.of("g-1"), ALL)),
                new ReadVerb("coupons.books", unit -> unit.coupons().books(List.of(C1, C2))),
                new ReadVerb("taxes.find", unit -> unit.taxes().find(TaxSetupSamples.VAT.id())),
                new ReadVerb("taxes.list", unit -> unit.taxes().list(ALL)),
                new ReadVerb("taxes.rules", unit -> unit.taxes().rules()),
                new ReadVerb("taxes.profiles", unit -> unit.taxes().profiles(List.of(C1, C2))),
                new ReadVerb(
                        "taxes.answers",
                        unit -> unit.taxes().answers(List.of(TaxSetupSamples.question(1)), Samples.START)),
                new ReadVerb("coupons.booksFrom", unit -> unit.coupons().booksFrom(Map.of(C1, Map.of(S1, 0)))),
                new ReadVerb("balances.last", unit -> unit.balances().last(List.of(C1, C2))),
                new ReadVerb("balances.entries", unit -> unit.balances().entries(C1, ALL)),
                new ReadVerb("balances.byKey", unit -> unit.balances().byKey("pay-out-1")),
                new ReadVerb("oneOffs.findAll", unit -> unit.oneOffs().findAll(List.of(OneOffSamples.id(1)))),
                new ReadVerb("oneOffs.byKeys", unit -> unit.oneOffs().byKeys(List.of("one-off-1"))),
                new ReadVerb("oneOffs.pending", unit -> unit.oneOffs().pending(List.of(C1, C2))),
                new ReadVerb("oneOffs.pending of all", unit -> unit.oneOffs().pending(ALL)),
                new ReadVerb("oneOffs.countPending", unit -> unit.oneOffs().countPending(List.of(C1, C2))),
                new ReadVerb(
                        "oneOffs.customersOfEnded",
                        unit -> firstEnded(unit).oneOffs().customersOfEnded(DocumentSamples.at(5), null, 10)),
                new ReadVerb(
                        "oneOffs.dueOfEnded", unit -> firstEnded(unit).oneOffs().dueOfEnded(DocumentSamples.at(5))),
                new ReadVerb(
                        "oneOffs.nextOfEndedAfter",
                        unit -> firstEnded(unit).oneOffs().nextOfEndedAfter(Instant.EPOCH)),
                new ReadVerb("oneOffs.list", unit -> unit.oneOffs().list(C1, ALL)),
                new ReadVerb("numbers.lock", unit -> unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY)),
                new ReadVerb("runs.find", unit -> unit.runs().find(runId(1))),
                new ReadVerb(
                        "runs.findByCutOff",
                        unit -> unit.runs().findByCutOff(DocumentSamples.run(1).cutOff())),
                new ReadVerb("runs.list", unit -> unit.runs().list(ALL)),
                new ReadVerb("runs.failures", unit -> unit.runs().failures(runId(1))),
                new ReadVerb("journal.events", unit -> unit.journal().events(null, 100)),
                new ReadVerb(
                        "journal.events of a customer", unit -> unit.journal().events(C1, 100)),
                new ReadVerb("journal.audit", unit -> unit.journal().audit("invoice", "invoice-1", ALL)),
                new ReadVerb("journal.findings", unit -> unit.journal().findings(null, null, ALL)),
                new ReadVerb(
                        "journal.findings of a customer", unit -> unit.journal().findings(C2, null, ALL)),
                new ReadVerb(
                        "journal.findings of a reason",
                        unit -> unit.journal().findings(null, FindingReason.USAGE_WITHOUT_CHARGE, ALL)),
                new ReadVerb("journal.findingCounts", unit -> unit.journal().findingCounts()),
                new ReadVerb("requests.find", unit -> unit.requests().find(RequestSamples.ANSWERED)),
                new ReadVerb("hints.exists", unit -> unit.hints().exists(WorkKind.BILLING_RUN, runId(1).toString())));
    }

    /** The same where the first subscription has ended, if there is one. */
    private static UnitOfWork firstEnded(UnitOfWork unit) {
        unit.subscriptions().find(S1).ifPresent(state -> unit.subscriptions().update(OneOffSamples.ended(state, 3)));
        return unit;
    }

    /** The same where the grant has taken something off, if there is one. */
    private static UnitOfWork redeemed(UnitOfWork unit) {
        unit.coupons()
                .findGrant(CouponGrantId.of("g-1"))
                .ifPresent(
                        grant -> unit.coupons().redeem(List.of(CouponSamples.redemption("g-1", "s-1", 0, 99, "1.00"))));
        return unit;
    }

    /** The first day of {@code c-1}. */
    static UsageQuery tokens() {
        return UsageQuery.of(
                C1,
                S1,
                Samples.summing(Samples.TOKENS),
                new BillingPeriod(Samples.START, Samples.START.plus(Duration.ofDays(1)), ZoneOffset.UTC));
    }
}
