package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.customer.Customer;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.BillingStore;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the in-memory store says beyond the contract. */
class InMemoryBillingStoreLimitsTest {
    private static final TenantId TENANT = TenantId.of("t");
    private static final TenantId OTHER = TenantId.of("u");

    private final BillingStore store = new InMemoryBillingStore(Duration.ofMillis(20));
    private final Background background = new Background();

    @BeforeEach
    void createTenants() {
        store.tenants().create(Samples.tenant(TENANT), Samples.settings());
        store.tenants().create(Samples.tenant(OTHER), Samples.settings());
    }

    @AfterEach
    void endBackground() {
        background.close();
    }

    @Test
    void a_transaction_waits_for_another_of_its_tenant_for_so_long_and_no_longer() {
        OpenTransaction<Boolean> first = OpenTransaction.begin(background, store, TENANT, unit -> true);
        first.result();

        assertRefused(ErrorCode.STORE_CONTENTION, () -> write(unit -> {}));
        first.commit();
        write(unit -> unit.customers().insert(Samples.customer("c-1")));
    }

    @Test
    void transactions_of_different_tenants_do_not_wait_for_each_other() {
        OpenTransaction<Boolean> first = OpenTransaction.begin(background, store, OTHER, unit -> true);
        first.result();

        write(unit -> unit.customers().insert(Samples.customer("c-1")));
        first.commit();
    }

    @Test
    void a_transaction_within_another_of_the_same_tenant_is_refused_at_once() {
        BillingStore patient = new InMemoryBillingStore(Duration.ofDays(1));
        patient.tenants().create(Samples.tenant(TENANT), Samples.settings());

        assertRefused(
                ErrorCode.STORE_CONTENTION,
                () -> patient.<Boolean>inTransaction(
                        TENANT, outer -> patient.<Boolean>inTransaction(TENANT, inner -> true)));
    }

    @Test
    void a_transaction_within_one_of_another_tenant_is_one_of_its_own() {
        assertThatThrownBy(() -> store.<Boolean>inTransaction(TENANT, outer -> {
                    outer.customers().insert(Samples.customer("c-1"));
                    store.<Boolean>inTransaction(OTHER, inner -> {
                        inner.customers().insert(Samples.customer("c-2"));
                        return true;
                    });
                    throw new StoreContract.Undone();
                }))
                .isInstanceOf(StoreContract.Undone.class);

        assertThat(customers(TENANT)).isEmpty();
        assertThat(customers(OTHER)).containsExactly(Samples.customer("c-2"));
    }

    @Test
    void a_unit_of_work_is_refused_to_other_threads() {
        assertRefused(
                ErrorCode.INTERNAL,
                () -> write(unit ->
                        Background.await(background.start(() -> unit.customers().find(CustomerId.of("c-1"))))));
    }

    @Test
    void an_interrupted_wait_is_contention_and_leaves_the_thread_interrupted() {
        OpenTransaction<Boolean> first = OpenTransaction.begin(background, store, TENANT, unit -> true);
        first.result();

        Thread.currentThread().interrupt();
        assertRefused(ErrorCode.STORE_CONTENTION, () -> write(unit -> {}));
        assertThat(Thread.interrupted()).isTrue();
        first.commit();
    }

    @Test
    void a_second_refusal_is_the_first_again() {
        assertRefused(
                ErrorCode.PLAN_NOT_FOUND,
                () -> write(unit -> {
                    assertRefused(
                            ErrorCode.PLAN_NOT_FOUND,
                            () -> unit.catalog().archivePlan(PlanId.of("unknown"), Samples.START));
                    unit.customers().insert(Samples.customer("c-1"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> what_is_not_there_cannot_be_changed() {
        NumberSeries series = new NumberSeries(DocumentType.INVOICE, Customer.MAIN_ENTITY, null);
        Map<ErrorCode, List<Consumer<UnitOfWork>>> refused = Map.of(
                ErrorCode.PLAN_NOT_FOUND,
                        List.of(unit -> unit.catalog().insertVersion(Samples.version(Samples.PLAN, 1))),
                ErrorCode.CUSTOMER_NOT_FOUND,
                        List.of(unit -> unit.customers().recorded(Map.of(CustomerId.of("c-1"), Samples.START))),
                ErrorCode.SUBSCRIPTION_NOT_FOUND,
                        List.of(
                                unit -> unit.subscriptions().update(SampleBooks.FIRST),
                                unit -> unit.subscriptions()
                                        .moveCursors(Map.of(
                                                SampleBooks.FIRST.subscription().id(), SampleBooks.FIRST_CURSOR))),
                ErrorCode.INVOICE_NOT_FOUND,
                        List.of(
                                unit -> unit.invoices().finalizeDrafts(List.of(SampleBooks.FIRST_INVOICE)),
                                unit -> unit.invoices().markVoided(SampleBooks.FIRST_INVOICE),
                                unit -> unit.invoices().replaceDraft(SampleBooks.SECOND_INVOICE)),
                ErrorCode.RUN_NOT_FOUND,
                        List.of(
                                unit -> unit.runs().reopen(DocumentSamples.runId(1), 1),
                                unit -> unit.runs().advance(DocumentSamples.runId(1), 1, 1, 1, 1),
                                unit -> unit.runs().finish(DocumentSamples.run(1))),
                ErrorCode.INTERNAL,
                        List.of(
                                unit -> unit.invoices().insertHeaders(List.of(SampleBooks.FIRST_INVOICE)),
                                unit -> unit.slots()
                                        .markVoided(SampleBooks.FIRST_DRAFT
                                                .slots()
                                                .get(0)
                                                .voided(VoidIntent.REISSUE))),
                ErrorCode.INVALID_NUMBER, List.of(unit -> unit.numbers().take(series, "", Samples.START_DATE, 0)));
        return refused.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(work -> DynamicTest.dynamicTest(
                                entry.getKey().name(), () -> assertRefused(entry.getKey(), () -> write(work)))));
    }

    @Test
    void a_series_does_not_go_back_in_time() {
        write(unit -> take(unit, 3));

        assertRefused(ErrorCode.ISSUE_DATE_TOO_EARLY, () -> write(unit -> take(unit, 2)));
        write(unit -> take(unit, 3));
    }

    @Test
    void a_voided_slot_does_not_change_again() {
        write(SampleBooks::writeAll);
        write(unit ->
                unit.slots().markVoided(SampleBooks.FIRST_DRAFT.slots().get(0).voided(VoidIntent.REISSUE)));

        assertRefused(
                ErrorCode.IMMUTABLE,
                () -> write(unit -> unit.slots()
                        .markVoided(SampleBooks.FIRST_DRAFT.slots().get(0).voided(VoidIntent.WAIVE))));
    }

    @Test
    void a_document_changes_its_state_and_nothing_else() {
        write(SampleBooks::writeAll);

        assertRefused(
                ErrorCode.IMMUTABLE,
                () -> write(unit -> unit.invoices()
                        .finalizeDrafts(List.of(DocumentSamples.finalized(
                                SampleBooks.SECOND_INVOICE.refreshed(
                                        DocumentSamples.draft(2, SampleBooks.SECOND.subscription(), 1)),
                                2)))));
    }

    private static void take(UnitOfWork unit, int day) {
        NumberSeries held = unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY);
        assertThat(unit.numbers().take(held, "", Samples.START_DATE.withDayOfMonth(day), 1))
                .isPositive();
    }

    private void write(Consumer<UnitOfWork> work) {
        store.<Boolean>inTransaction(TENANT, unit -> {
            work.accept(unit);
            return true;
        });
    }

    private List<Customer> customers(TenantId tenant) {
        return store.inTransaction(tenant, unit -> unit.customers().list(Page.first(10)));
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        BillingException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
