package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.runId;

import io.billing4j.customer.Customer;
import io.billing4j.customer.InvoicingEntity;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.RequestKey;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunStatus;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.store.WorkKind;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.usage.ReportedUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.joda.money.Money;

/**
 * A verb that writes, in a use that changes {@link SampleBooks}, and where the change is seen.
 *
 * @param name the port and the verb, such as {@code catalog.insertMeter}
 */
record WriteVerb(String name, Consumer<UnitOfWork> write, Function<UnitOfWork, Object> read) {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final SubscriptionId S1 = SubscriptionId.of("s-1");
    private static final SubscriptionId S2 = SubscriptionId.of("s-2");
    private static final SubscriptionState THIRD = Samples.subscription("s-3", "c-1");
    private static final InvoiceDraft THIRD_DRAFT = DocumentSamples.draft(3, SampleBooks.FIRST.subscription(), 1);
    private static final Page ALL = Page.first(Page.MAX_SIZE);

    static List<WriteVerb> all() {
        return List.of(
                new WriteVerb(
                        "settings.replace",
                        unit -> unit.settings().replace(Samples.settings().withLateUsage(LateUsagePolicy.REFUSE)),
                        unit -> unit.settings().get()),
                new WriteVerb(
                        "catalog.insertMeter",
                        unit -> unit.catalog().insertMeter(Samples.meter("another")),
                        unit -> unit.catalog().findMeters(List.of(MeterId.of("another")))),
                new WriteVerb(
                        "catalog.insertPlan",
                        unit -> unit.catalog().insertPlan(Samples.plan(PlanId.of("another"))),
                        unit -> unit.catalog().findPlan(PlanId.of("another"))),
                new WriteVerb(
                        "catalog.archivePlan",
                        unit -> unit.catalog().archivePlan(Samples.PLAN, at(5)),
                        unit -> unit.catalog().findPlan(Samples.PLAN)),
                new WriteVerb(
                        "catalog.insertVersion",
                        unit -> unit.catalog().insertVersion(Samples.version(Samples.PLAN, 2)),
                        unit -> unit.catalog().latestVersions(List.of(Samples.PLAN))),
                new WriteVerb(
                        "customers.insert",
                        unit -> unit.customers().insert(Samples.customer("c-3")),
                        unit -> unit.customers().find(CustomerId.of("c-3"))),
                new WriteVerb(
                        "customers.recorded",
                        unit -> unit.customers().recorded(Map.of(C1, at(100))),
                        unit -> unit.customers().lock(List.of(C1), CustomerLock.EXCLUSIVE)),
                new WriteVerb(
                        "customers.balances",
                        unit -> unit.customers().balances(Map.of(C1, Money.of(Samples.USD, 12.34))),
                        unit -> unit.customers().state(C1)),
                new WriteVerb(
                        "entities.insert",
                        unit -> unit.entities().insert(new InvoicingEntity(EntityId.of("entity-2"), "Second", at(1))),
                        unit -> unit.entities().list(ALL)),
                new WriteVerb(
                        "customers.moveTo",
                        unit -> unit.customers().moveTo(C1, EntityId.of("entity-1")),
                        unit -> unit.customers().find(C1)),
                new WriteVerb(
                        "subscriptions.insert",
                        unit -> unit.subscriptions().insert(THIRD),
                        unit -> unit.subscriptions().find(THIRD.subscription().id())),
                new WriteVerb(
                        "subscriptions.update",
                        unit -> unit.subscriptions().update(canceled()),
                        unit -> unit.subscriptions().find(S1)),
                new WriteVerb(
                        "subscriptions.setGroup",
                        unit -> unit.subscriptions().setGroup(S1, "a project"),
                        unit -> unit.subscriptions().find(S1)),
                new WriteVerb(
                        "subscriptions.moveCursors",
                        unit -> unit.subscriptions()
                                .moveCursors(Map.of(S1, new BillingCursor(2, null, 1, 3, at(50), at(40), at(30)))),
                        unit -> unit.subscriptions().find(S1)),
                new WriteVerb(
                        "subscriptions.wake",
                        unit -> {
                            unit.subscriptions()
                                    .moveCursors(Map.of(
                                            S2, SampleBooks.SECOND.cursor().dueAt(null)));
                            unit.subscriptions().wake(Map.of(S2, at(7)));
                        },
                        unit -> unit.subscriptions().nextDueAfter(at(6))),
                new WriteVerb(
                        "usage.record",
                        unit -> unit.usage().record(List.of(Samples.usage("u-9", "c-1", "9", at(15))), at(20)),
                        unit -> unit.usage().summaries(List.of(ReadVerb.tokens()))),
                new WriteVerb(
                        "usage.insertTouched",
                        unit -> unit.usage().insertTouched(List.of(DocumentSamples.touched(9, "c-1", "s-1"))),
                        unit -> unit.usage().touched(List.of(C1))),
                new WriteVerb(
                        "usage.settleTouched",
                        unit -> unit.usage().settleTouched(Map.of(Samples.uuid(1), SampleBooks.FIRST_INVOICE.id())),
                        unit -> unit.usage().touched(List.of(C1))),
                new WriteVerb(
                        "usage.markReported",
                        unit -> unit.usage()
                                .markReported(
                                        List.of(new ReportedUsage(new UUID(9, 2), C2, S2, DocumentSamples.at(1)))),
                        unit -> unit.usage().customersReported(DocumentSamples.at(5), null, 10)),
                new WriteVerb(
                        "usage.takeReported",
                        unit -> unit.usage().takeReported(List.of(C1), DocumentSamples.at(5)),
                        unit -> unit.usage().customersReported(DocumentSamples.at(5), null, 10)),
                new WriteVerb(
                        "invoices.insertLines",
                        WriteVerb::insertThird,
                        unit -> unit.invoices().find(THIRD_DRAFT.id())),
                new WriteVerb(
                        "invoices.insertHeaders",
                        WriteVerb::insertThird,
                        unit -> unit.invoices().list(C1, ALL)),
                new WriteVerb(
                        "invoices.replaceDraft",
                        unit -> unit.invoices()
                                .replaceDraft(SampleBooks.SECOND_INVOICE.refreshed(
                                        DocumentSamples.draft(2, SampleBooks.SECOND.subscription(), 1))),
                        unit -> unit.invoices().find(SampleBooks.SECOND_INVOICE.id())),
                new WriteVerb(
                        "invoices.deleteDraft",
                        unit -> unit.invoices().deleteDraft(SampleBooks.SECOND_INVOICE.id()),
                        unit -> unit.invoices().find(SampleBooks.SECOND_INVOICE.id())),
                new WriteVerb(
                        "invoices.finalizeDrafts",
                        unit -> unit.invoices()
                                .finalizeDrafts(List.of(DocumentSamples.finalized(SampleBooks.SECOND_INVOICE, 2))),
                        unit -> unit.invoices().find(SampleBooks.SECOND_INVOICE.id())),
                new WriteVerb(
                        "invoices.markVoided",
                        unit -> unit.invoices()
                                .markVoided(SampleBooks.FIRST_NOTE.voided(
                                        SampleBooks.FIRST_NOTE.state().issued().orElseThrow(),
                                        DocumentSamples.at(500),
                                        VoidIntent.REISSUE)),
                        unit -> unit.invoices().find(SampleBooks.FIRST_NOTE.id())),
                new WriteVerb(
                        "invoices.settle",
                        unit -> unit.invoices().settle(SampleBooks.FIRST_INVOICE.settled(Settlement.PAID)),
                        unit -> unit.invoices().find(SampleBooks.FIRST_INVOICE.id())),
                new WriteVerb(
                        "slots.insert",
                        unit -> {
                            unit.invoices().insertLines(DocumentLines.of(List.of(THIRD_DRAFT)));
                            unit.slots().insert(List.of(THIRD_DRAFT.slots().get(0)));
                        },
                        unit -> unit.slots().from(Map.of(S1, 0))),
                new WriteVerb(
                        "slots.markSkipped",
                        unit -> unit.slots()
                                .markSkipped(SampleBooks.SECOND_DRAFT.slots().get(0)),
                        unit -> unit.slots().from(Map.of(S2, 0))),
                new WriteVerb(
                        "slots.markVoided",
                        unit -> unit.slots()
                                .markVoided(
                                        SampleBooks.FIRST_DRAFT.slots().get(0).voided(VoidIntent.REISSUE)),
                        unit -> unit.slots().from(Map.of(S1, 0))),
                new WriteVerb(
                        "coupons.insert",
                        unit -> unit.coupons().insert(CouponSamples.FIVE),
                        unit -> unit.coupons().find(CouponSamples.FIVE.id())),
                new WriteVerb(
                        "coupons.archive",
                        unit -> unit.coupons().archive(CouponSamples.TEN.id(), at(5)),
                        unit -> unit.coupons().find(CouponSamples.TEN.id())),
                new WriteVerb(
                        "coupons.grant",
                        unit -> unit.coupons().grant(CouponSamples.grant("g-2", CouponSamples.TEN, "c-2")),
                        unit -> unit.coupons().books(List.of(C2))),
                new WriteVerb(
                        "coupons.end",
                        unit -> unit.coupons().end(CouponGrantId.of("g-1"), at(5)),
                        unit -> unit.coupons().findGrant(CouponGrantId.of("g-1"))),
                new WriteVerb(
                        "coupons.redeem",
                        unit -> unit.coupons().redeem(List.of(CouponSamples.redemption("g-1", "s-1", 0, 2, "2.00"))),
                        unit -> unit.coupons().books(List.of(C1))),
                new WriteVerb(
                        "coupons.replace",
                        unit -> unit.coupons()
                                .replace(
                                        SampleBooks.SECOND_INVOICE.id(),
                                        List.of(CouponSamples.redemption("g-1", "s-1", 0, 2, "3.00"))),
                        unit -> unit.coupons().books(List.of(C1))),
                new WriteVerb(
                        "taxes.insert",
                        unit -> unit.taxes().insert(TaxSetupSamples.EXPORT),
                        unit -> unit.taxes().rules()),
                new WriteVerb(
                        "taxes.end",
                        unit -> unit.taxes().end(TaxSetupSamples.VAT.id(), Samples.START_DATE.plusYears(1)),
                        unit -> unit.taxes().find(TaxSetupSamples.VAT.id())),
                new WriteVerb(
                        "taxes.addProfile",
                        unit -> unit.taxes().addProfile(TaxSetupSamples.business("c-2", Samples.START_DATE)),
                        unit -> unit.taxes().profiles(List.of(C2))),
                new WriteVerb(
                        "taxes.keepAnswers",
                        unit -> unit.taxes()
                                .keepAnswers(
                                        Map.of(TaxSetupSamples.question(2), TaxSetupSamples.ANSWER),
                                        Samples.START,
                                        Samples.START),
                        unit -> unit.taxes().answers(List.of(TaxSetupSamples.question(2)), Samples.START)),
                new WriteVerb(
                        "taxes.forgetAnswers",
                        unit -> unit.taxes().forgetAnswers(List.of(TaxSetupSamples.question(1))),
                        unit -> unit.taxes().answers(List.of(TaxSetupSamples.question(1)), Samples.START)),
                new WriteVerb(
                        "taxes.forgetAnswersBefore",
                        unit -> unit.taxes().forgetAnswersBefore(Samples.START.plusSeconds(1)),
                        unit -> unit.taxes().answers(List.of(TaxSetupSamples.question(1)), Samples.START)),
                new WriteVerb(
                        "balances.append",
                        unit -> unit.balances().append(List.of(BalanceSamples.given("c-1", 9, 1, "1.00", "1.00"))),
                        unit -> unit.balances().entries(C1, ALL)),
                new WriteVerb(
                        "oneOffs.insert",
                        unit -> unit.oneOffs().insert(List.of(OneOffSamples.pending(9, "c-1"))),
                        unit -> unit.oneOffs().list(C1, ALL)),
                new WriteVerb(
                        "oneOffs.bill",
                        unit -> unit.oneOffs().bill(Map.of(OneOffSamples.id(1), SampleBooks.SECOND_INVOICE.id())),
                        unit -> unit.oneOffs().list(C1, ALL)),
                new WriteVerb(
                        "oneOffs.release",
                        unit -> unit.oneOffs().release(List.of(OneOffSamples.id(2)), null),
                        unit -> unit.oneOffs().list(C1, ALL)),
                new WriteVerb(
                        "oneOffs.cancel",
                        unit -> unit.oneOffs().cancel(OneOffSamples.id(1), at(5)),
                        unit -> unit.oneOffs().list(C1, ALL)),
                new WriteVerb(
                        "numbers.take",
                        unit -> unit.numbers()
                                .take(
                                        unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY),
                                        "202311",
                                        Samples.START_DATE.plusDays(1),
                                        3),
                        unit -> unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY)),
                new WriteVerb(
                        "runs.findOrInsert",
                        unit -> unit.runs().findOrInsert(DocumentSamples.run(2)),
                        unit -> unit.runs().list(ALL)),
                new WriteVerb(
                        "runs.reopen",
                        unit -> unit.runs().reopen(runId(1), 77),
                        unit -> unit.runs().find(runId(1))),
                new WriteVerb(
                        "runs.advance",
                        unit -> unit.runs().advance(runId(1), 5, 4, 3, 2),
                        unit -> unit.runs().find(runId(1))),
                new WriteVerb(
                        "runs.finish",
                        unit -> unit.runs().finish(finished(DocumentSamples.run(1))),
                        unit -> unit.runs().find(runId(1))),
                new WriteVerb(
                        "runs.putFailure",
                        unit -> unit.runs()
                                .putFailure(runId(1), new RunFailure(C1, ErrorCode.STORE_CONTENTION, "busy", 3)),
                        unit -> unit.runs().failures(runId(1))),
                new WriteVerb(
                        "runs.clearFailures",
                        unit -> unit.runs().clearFailures(runId(1), List.of(C2)),
                        unit -> unit.runs().failures(runId(1))),
                new WriteVerb(
                        "journal.appendEvents",
                        unit -> unit.journal().appendEvents(List.of(DocumentSamples.event(9, "c-1"))),
                        unit -> unit.journal().events(C1, 100)),
                new WriteVerb(
                        "journal.appendAudit",
                        unit -> unit.journal().appendAudit(List.of(DocumentSamples.audit(9, "invoice-1"))),
                        unit -> unit.journal().audit("invoice", "invoice-1", ALL)),
                new WriteVerb(
                        "journal.addFindings",
                        unit -> unit.journal().addFindings(List.of(DocumentSamples.finding(9, "c-1", "another"))),
                        unit -> unit.journal().findings(C1, null, ALL)),
                new WriteVerb(
                        "requests.claim",
                        unit -> unit.requests()
                                .claim(RequestKey.of("another"), RequestSamples.CALL, RequestSamples.request(2)),
                        unit -> unit.requests().find(RequestKey.of("another"))),
                new WriteVerb(
                        "requests.answer",
                        unit -> unit.requests().answer(RequestSamples.ANSWERED, RequestSamples.answer("another")),
                        unit -> unit.requests().find(RequestSamples.ANSWERED)),
                new WriteVerb(
                        "requests.forgetOlderThan",
                        unit -> unit.requests().forgetOlderThan(Duration.ZERO, 10),
                        unit -> unit.requests().find(RequestSamples.ANSWERED)),
                new WriteVerb(
                        "hints.add",
                        unit -> unit.hints().add(SampleBooks.newHintId(), WorkKind.BILLING_RUN, runId(2).toString()),
                        unit -> unit.hints().exists(WorkKind.BILLING_RUN, runId(2).toString())),
                new WriteVerb(
                        "hints.remove",
                        unit -> unit.hints().remove(WorkKind.BILLING_RUN, runId(1).toString()),
                        unit -> unit.hints().exists(WorkKind.BILLING_RUN, runId(1).toString())));
    }

    private static void insertThird(UnitOfWork unit) {
        unit.invoices().insertLines(DocumentLines.of(List.of(THIRD_DRAFT)));
        unit.invoices().insertHeaders(List.of(DocumentSamples.invoice(THIRD_DRAFT)));
    }

    private static SubscriptionState canceled() {
        SubscriptionChange cancel = new SubscriptionChange.Canceled(
                SampleBooks.FIRST.subscription().schedule().boundary(1), at(60));
        return new SubscriptionState(SampleBooks.FIRST.subscription().with(cancel), SampleBooks.FIRST_CURSOR);
    }

    private static BillingRun finished(BillingRun run) {
        return new BillingRun(
                run.id(),
                run.cutOff(),
                run.businessDate(),
                RunStatus.COMPLETED_WITH_FAILURES,
                run.progress(),
                run.startedAt(),
                at(70));
    }
}
