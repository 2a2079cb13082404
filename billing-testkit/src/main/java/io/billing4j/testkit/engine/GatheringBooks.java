package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.Actor;
import io.billing4j.audit.AuditEntry;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.TenantId;
import io.billing4j.store.Page;
import io.billing4j.usage.UsageEvent;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gathering with one transaction at once on a store that waits for the test, and callers in threads of their own. */
abstract class GatheringBooks extends EngineBooks {
    /** Where events of these tests lie. */
    protected static final String THEN = "2023-11-10T00:00:00Z";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init") // before each test
    private StagedStore staged;

    @SuppressWarnings("NullAway.Init") // before each test
    private UsageGathering usage;

    GatheringBooks(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void openTheGathering() {
        staged = new StagedStore(store());
        usage = gathering().transactions(1).build();
    }

    @AfterEach
    final void letEverybodyGo() {
        staged.release();
        threads.shutdownNow();
    }

    /** The store between the gathering and the books. */
    protected final StagedStore staged() {
        return staged;
    }

    /** The one that {@link #call} goes to. */
    protected final UsageGathering usage() {
        return usage;
    }

    /** Lets callers go to another one. */
    protected final void use(UsageGathering other) {
        usage = other;
    }

    protected final UsageGathering.Builder gathering() {
        return UsageGathering.builder(Billing4J.builder(staged).clock(clock).build());
    }

    /** Begins a transaction with the event {@code first}, which is held until {@link StagedStore#release}. */
    protected final Future<UsageReceipt> heldFirst() {
        return heldFirst("first");
    }

    /** The same with another event. */
    protected final Future<UsageReceipt> heldFirst(String eventId) {
        staged.hold();
        Future<UsageReceipt> first = call("first", one(eventId));
        awaitThat(() -> staged.begun() == 1);
        return first;
    }

    /** Reports in another thread, and returns once that waits for its turn. */
    protected final Future<UsageReceipt> waiting(String actor, UsageEvent... events) {
        int before = usage.waiting();
        Future<UsageReceipt> call = call(actor, events);
        awaitThat(() -> usage.waiting() == before + 1);
        return call;
    }

    /** The same, and says which thread that is, and whether it was interrupted when the call ended. */
    protected final Future<UsageReceipt> waiting(
            AtomicReference<Thread> thread, AtomicBoolean interrupted, UsageEvent event) {
        int before = usage.waiting();
        Future<UsageReceipt> call = threads.submit(() -> {
            thread.set(Thread.currentThread());
            try {
                return usage.record(tenant, List.of(event));
            } finally {
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        awaitThat(() -> usage.waiting() == before + 1);
        return call;
    }

    /** Reports in another thread. */
    protected final Future<UsageReceipt> call(String actor, UsageEvent... events) {
        return call(tenant, actor, events);
    }

    protected final Future<UsageReceipt> call(TenantId whose, String actor, UsageEvent... events) {
        return threads.submit(() -> usage.record(whose, new Actor(actor, "c-" + actor), List.of(events)));
    }

    /** An event of one call by the one customer. */
    protected static UsageEvent one(String eventId) {
        return event(eventId, ADA, "1", THEN);
    }

    /** The answer; whatever the caller got instead is thrown. */
    protected static UsageReceipt answer(Future<UsageReceipt> call) throws Exception {
        return call.get(30, TimeUnit.SECONDS);
    }

    protected static void assertRecorded(Future<UsageReceipt> call) throws Exception {
        assertThat(answer(call)).isEqualTo(new UsageReceipt(1, 0));
    }

    protected static void assertRefused(Future<UsageReceipt> call, ErrorCode code, @Nullable String field) {
        assertRefused(code, field, () -> {
            try {
                answer(call);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof BillingException refused ? refused : e;
            }
        });
    }

    /** Spins until it is so; the test's limit of time ends it. */
    protected static void awaitThat(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** How many of these are on record, whoever reported them; afterwards all are. */
    protected final int onRecord(String... eventIds) {
        int known = 0;
        for (String id : eventIds) {
            known += engine().usage().record(List.of(one(id))).duplicates();
        }
        return known;
    }

    /** Who reported, and how many events, by the audit trail of what was published. */
    protected final List<String> trail() {
        List<BillingEvent> events =
                store().inTransaction(tenant, unit -> unit.journal().events(null, 1_000));
        return events.stream()
                .filter(event -> event.type() == EventType.USAGE_RECORDED)
                .flatMap(event -> engine().audit("usage", event.subject(), Page.first(10)).stream())
                .map(GatheringBooks::told)
                .toList();
    }

    private static String told(AuditEntry entry) {
        return entry.actor().name() + " " + entry.actor().correlationId() + " "
                + entry.after().get("events");
    }
}
