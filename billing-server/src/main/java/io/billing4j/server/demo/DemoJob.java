package io.billing4j.server.demo;

import io.billing4j.audit.Actor;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.id.RunId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.period.BillingInterval;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunStatus;
import io.billing4j.server.demo.DemoOutcome.Billed;
import io.billing4j.server.demo.DemoOutcome.Load;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Brings demo books into a store and bills them. Whatever is there already is left as it is, so that a job that was killed
 * anywhere is finished by the next one, several may run at once, and one that finds all runs complete does nothing.
 *
 * <pre>{@code
 * DemoOutcome outcome = new DemoJob(billing, DemoBooks.standard()).run(DemoProgress.NONE);
 * // 120 invoices, INV-202311-00001 to INV-202312-00060
 * }</pre>
 */
public final class DemoJob {
    /** Whose books they are. */
    public static final TenantId TENANT = TenantId.of("demo");

    /** Of its dates. */
    public static final ZoneId ZONE = ZoneId.of("UTC");

    /** How many events are recorded in one transaction. */
    public static final int BATCH = 1_000;

    private final Billing4J billing;
    private final BillingEngine engine;
    private final DemoBooks books;
    private final String correlationId = SystemSource.ids().next().toString();
    private volatile boolean stopped;

    /** Nothing happens before {@link #run}. */
    public DemoJob(Billing4J billing, DemoBooks books) {
        this.billing = billing;
        this.books = books;
        this.engine = billing.forTenant(TENANT, new Actor("demo", correlationId));
    }

    /**
     * Loads and bills what is not there yet, and gives all of it.
     *
     * @throws BillingException what the engine refuses; asking again goes on from there
     * @throws CancellationException after {@link #stop}
     */
    public DemoOutcome run(DemoProgress progress) {
        MDC.put("correlation_id", correlationId);
        try {
            ensure(
                    () -> billing.findTenant(TENANT),
                    () -> billing.createTenant(
                            TENANT, TenantKind.SANDBOX, TenantSettings.of(ZONE, DemoBooks.CURRENCY)));
            List<BillingRun> completed = completedRuns();
            return completed.size() == books.cutOffs().size()
                    ? outcome(
                            null,
                            completed.stream()
                                    .map(run -> new Billed(run, Duration.ZERO))
                                    .toList())
                    : outcome(load(progress), bill());
        } finally {
            MDC.remove("correlation_id");
        }
    }

    /** Has a job that runs end with its next batch; what it has committed stays. */
    public void stop() {
        stopped = true;
    }

    private List<BillingRun> completedRuns() {
        return books.cutOffs().stream()
                .map(cutOff ->
                        engine.runs().findByCutOff(cutOff.atStartOfDay(ZONE).toInstant()))
                .flatMap(Optional::stream)
                .filter(run -> run.status() == RunStatus.COMPLETED)
                .toList();
    }

    private Load load(DemoProgress progress) {
        long begun = SystemSource.nanoTime();
        ensureMeter(DemoService.CONTEXT_TOKENS);
        ensureMeter(DemoService.GENERATED_TOKENS);
        books.services().forEach(this::ensureService);
        List<UsageEvent> events =
                books.services().stream().flatMap(DemoService::events).toList();
        int recorded = 0;
        progress.loaded(0, events.size());
        for (int from = 0; from < events.size(); from += BATCH) {
            requireGoingOn();
            int to = Math.min(from + BATCH, events.size());
            UsageReceipt receipt = engine.usage().record(events.subList(from, to));
            recorded += receipt.recorded();
            progress.loaded(to, events.size());
        }
        return new Load(recorded, events.size() - recorded, since(begun));
    }

    private List<Billed> bill() {
        List<Billed> runs = new ArrayList<>();
        for (LocalDate cutOff : books.cutOffs()) {
            requireGoingOn();
            long begun = SystemSource.nanoTime();
            runs.add(new Billed(engine.runs().run(cutOff), since(begun)));
        }
        return runs;
    }

    private DemoOutcome outcome(@Nullable Load load, List<Billed> runs) {
        Set<RunId> ids = runs.stream().map(billed -> billed.run().id()).collect(Collectors.toSet());
        List<Invoice> invoices = new ArrayList<>();
        Page page = Page.first(Page.MAX_SIZE);
        List<Invoice> found;
        do {
            found = engine.listInvoices(null, page);
            found.stream()
                    .filter(invoice -> ids.contains(invoice.origin().run()))
                    .forEach(invoices::add);
            page = found.isEmpty()
                    ? page
                    : page.after(found.get(found.size() - 1).id().toString());
        } while (found.size() == page.size());
        invoices.sort(Comparator.comparing(DemoReport::number));
        return new DemoOutcome(load, runs, invoices);
    }

    private void ensureMeter(MeterId meter) {
        ensure(
                () -> engine.catalog().findMeter(meter),
                () -> engine.catalog().createMeter(meter, MeterAggregation.SUM, false));
    }

    private void ensureService(DemoService service) {
        ensure(
                () -> engine.catalog().findPlan(service.plan()),
                () -> engine.catalog()
                        .createPlan(
                                service.plan(),
                                service.planName(),
                                DemoBooks.CURRENCY,
                                BillingInterval.MONTHLY,
                                service.charges()));
        for (CustomerId customer : service.customerIds()) {
            requireGoingOn();
            ensureSubscribed(service, customer);
        }
    }

    private void ensureSubscribed(DemoService service, CustomerId customer) {
        SubscriptionId subscription = service.subscriptionOf(customer);
        ensure(
                () -> engine.customers().find(customer),
                () -> engine.customers().create(NewCustomer.of(customer, "Customer " + customer)));
        ensure(
                () -> engine.subscriptions().find(subscription),
                () -> engine.subscriptions()
                        .create(new NewSubscription(
                                subscription, customer, service.plan(), books.subscribed(), null, BigDecimal.ONE)));
    }

    /** Creates what is not there; where that is refused because another job was faster, all is well too. */
    private static <T> void ensure(Supplier<Optional<T>> find, Runnable create) {
        if (find.get().isEmpty()) {
            try {
                create.run();
            } catch (BillingException e) {
                if (find.get().isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private void requireGoingOn() {
        if (stopped) {
            throw new CancellationException("the demo was told to stop");
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(SystemSource.nanoTime() - begun);
    }
}
