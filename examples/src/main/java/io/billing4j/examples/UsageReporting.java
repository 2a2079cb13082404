package io.billing4j.examples;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.reporter.Receipt;
import io.billing4j.reporter.RefusedUsage;
import io.billing4j.reporter.ReporterCounters;
import io.billing4j.reporter.ReporterObserver;
import io.billing4j.reporter.UsageReporter;
import io.billing4j.reporter.UsageSink;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * A service reports 400 tokens and waits for the books; then it reports 350 and 250 while the books cannot be reached, ends,
 * and is started again. 1,000 tokens at 0.002 are 2.00.
 */
public final class UsageReporting {
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final MeterId TOKENS = MeterId.of("tokens");
    private static final PlanId ASSISTANT = PlanId.of("assistant");

    private UsageReporting() {}

    /** Prints what becomes of each event, and the invoice for all of them. */
    public static void main(String[] args) throws IOException {
        report(System.out, Files.createTempDirectory("usage"));
    }

    static void report(PrintStream out, Path directory) {
        BillingEngine engine = books();
        inMemory(out, engine);
        onDisk(out, engine, directory);
        engine.runs().run(LocalDate.parse("2025-02-01"));
        new InvoicePrinter(out).print(engine.listInvoices(ADA, Page.first(10)));
    }

    private static void inMemory(PrintStream out, BillingEngine engine) {
        ReporterObserver log = new ReporterObserver() {
            @Override
            public void refused(RefusedUsage usage) {
                out.println(
                        "refused " + usage.event().id() + ": " + usage.error().getMessage());
            }
        };
        // manual:begin
        UsageReporter reporter = UsageReporter.builder(events -> engine.usage().record(events))
                .observer(log)
                .build();
        Receipt good = reporter.report(tokens("call-1", "400"));
        Receipt bad = reporter.report(usage("call-2", MeterId.of("tokns"), "70"));
        reporter.close();
        // manual:end
        out.println("call-1 acknowledged: " + good.isAcknowledged());
        out.println("call-2 acknowledged: " + bad.isAcknowledged());
    }

    private static void onDisk(PrintStream out, BillingEngine engine, Path directory) {
        UsageSink unreachable = events -> {
            throw ErrorCode.STORE_UNAVAILABLE.because("connection refused");
        };
        try (UsageReporter reporter = UsageReporter.builder(unreachable)
                .spillTo(directory)
                .closeTimeout(Duration.ZERO)
                .build()) {
            Receipt receipt = reporter.report(List.of(tokens("call-3", "350"), tokens("call-4", "250")));
            out.println("call-3 and call-4 acknowledged: " + receipt.isAcknowledged());
            print(out, "before the end:    ", reporter.counters());
        }

        UsageReporter next = UsageReporter.builder(events -> engine.usage().record(events))
                .spillTo(directory)
                .build();
        // The service does not know what became of its last call, and reports it again.
        next.report(tokens("call-4", "250"));
        next.close();
        print(out, "after the restart: ", next.counters());
    }

    private static void print(PrintStream out, String when, ReporterCounters counters) {
        out.println(when + "accepted " + counters.accepted() + ", replayed " + counters.replayed() + ", sent "
                + counters.sent() + ", waiting " + counters.waiting());
    }

    private static UsageEvent tokens(String id, String quantity) {
        return usage(id, TOKENS, quantity);
    }

    private static UsageEvent usage(String id, MeterId meter, String quantity) {
        return UsageEvent.of(
                EventId.of(id), ADA, meter, new BigDecimal(quantity), Instant.parse("2025-01-16T18:15:46Z"));
    }

    private static BillingEngine books() {
        TenantId acme = TenantId.of("acme");
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        billing.createTenant(acme, TenantKind.SANDBOX, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(acme);
        engine.catalog().createMeter(TOKENS, MeterAggregation.SUM, false);
        Charge usage =
                Charge.usage(ChargeId.of("tokens"), "Tokens", PriceModel.perUnit(BigMoney.parse("USD 0.002")), TOKENS);
        engine.catalog().createPlan(ASSISTANT, "Assistant", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(usage));
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        engine.subscriptions().create(NewSubscription.of(ADA, ASSISTANT, LocalDate.parse("2025-01-01")));
        return engine;
    }
}
