package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.EventFilter;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewMeter;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.PriceModel;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Any price on any meter, from its events to the stored document, and the host's own functions among them. */
abstract class GeneratedBehaviour extends EngineBooks {
    private static final PlanId PLAN = PlanId.of("generated");
    private static final MeterId METER = MeterId.of("measured");

    GeneratedBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    /** The repetition is the seed: whoever sees one fail can run it alone. */
    @RepeatedTest(24)
    void are_previewed_as_they_are_billed_and_prove_themselves_from_what_is_stored(RepetitionInfo seed) {
        GeneratedCatalogue catalogue = new GeneratedCatalogue(seed.getCurrentRepetition());
        Subscription subscription = subscribed(catalogue, seed.getCurrentRepetition());
        clock.set("2024-02-01T00:00:00Z");
        Instant november = Instant.parse("2023-11-01T00:00:00Z");
        engine().usage().record(catalogue.events(ADA, november, Duration.ofDays(90)));

        int documents = 0;
        for (int index = 0; index < 3; index++) {
            BillingPeriod period = subscription.schedule().period(index);
            InvoiceGenerationRequest request =
                    InvoiceGenerationRequest.of(subscription.id(), period.startInclusive(), period.endExclusive());
            Invoice preview = engine().previewInvoice(request).invoice().orElse(null);
            Invoice stored = engine().generateInvoice(request).invoice().orElse(null);
            assertThat(preview == null).isEqualTo(stored == null);
            if (preview != null && stored != null) {
                documents++;
                assertAlike(preview, stored);
                assertThat(engine().findInvoice(stored.id())).contains(stored);
                assertThat(engine().verifyInvoice(stored.id())).isEmpty();
                engine().finalizeInvoice(stored.id());
                assertThat(engine().verifyInvoice(stored.id())).isEmpty();
            }
        }
        assertThat(documents).isPositive();
    }

    /** What differs is when they were made, and as what. */
    private static void assertAlike(Invoice preview, Invoice stored) {
        assertThat(stored.lines()).isNotEmpty().isEqualTo(preview.lines());
        assertThat(stored.totals()).isEqualTo(preview.totals());
        assertThat(stored.period()).isEqualTo(preview.period());
        assertThat(stored.customer()).isEqualTo(preview.customer());
        assertThat(stored.entity()).isEqualTo(preview.entity());
        assertThat(stored.type()).isEqualTo(preview.type());
    }

    /** Every second one from another day than its periods begin on. */
    private Subscription subscribed(GeneratedCatalogue catalogue, int seed) {
        catalogue.meters().forEach(engine().catalog()::createMeter);
        engine().catalog().createPlan(PLAN, "G", CurrencyUnit.USD, BillingInterval.MONTHLY, catalogue.charges());
        LocalDate start = LocalDate.of(2023, 11, 1).plusDays(seed);
        return engine().subscriptions()
                .create(new NewSubscription(
                        SubscriptionId.of("generated"),
                        ADA,
                        PLAN,
                        start,
                        seed % 2 == 0 ? LocalDate.of(2023, 11, 1) : null,
                        new BigDecimal(seed).movePointLeft(1)));
    }

    @Test
    void of_the_hosts_own_functions_are_measured_priced_and_proven_by_them() {
        // the second largest of 5, 9 and 7 is 7; 0.10 × 7² = 4.90
        engine().catalog().createMeter(NewMeter.of(METER, Aggregation.custom("ranked", 1, Map.of("rank", "2"))));
        planOf(PriceModel.custom("square", 1, CurrencyUnit.USD, Map.of("rate", "0.10")));
        engine().usage().record(List.of(used("a", "5", Map.of()), used("b", "9", Map.of()), used("c", "7", Map.of())));

        run("2023-12-01");

        Invoice invoice = invoices().get(0);
        assertThat(amounts(invoice)).containsExactly("4.90");
        assertThat(engine().verifyInvoice(invoice.id())).isEmpty();
        assertThat(invoice.verified()).as("by somebody who lacks the function").isFalse();
    }

    @Test
    void of_a_property_are_refused_where_it_is_missing_or_no_number() {
        engine().catalog()
                .createMeter(new NewMeter(
                        METER, Aggregation.sum().of("gb"), EventFilter.including("kind", "disk"), List.of(), false));
        planOf(PriceModel.perUnit(usd("1")));
        UsageEvent good = used("good", "1", Map.of("kind", "disk", "gb", "2.5"));
        UsageEvent other = used("other", "1", Map.of("kind", "ram", "gb", "lots"));

        assertRefusedBeside(good, ErrorCode.MISSING_FIELD, Map.of("kind", "disk"));
        assertRefusedBeside(good, ErrorCode.INVALID_NUMBER, Map.of("kind", "disk", "gb", "lots"));
        assertRefusedBeside(good, ErrorCode.INVALID_NUMBER, Map.of("kind", "disk", "gb", "1e3"));
        assertRefusedBeside(good, ErrorCode.NEGATIVE_QUANTITY, Map.of("kind", "disk", "gb", "-1"));
        run("2023-11-01");
        assertThat(engine().usage().record(List.of(good, other)).recorded()).isEqualTo(2);
        run("2023-12-01");
        assertThat(amounts(invoices().get(0))).containsExactly("2.50");
    }

    private void assertRefusedBeside(UsageEvent good, ErrorCode code, Map<String, String> properties) {
        assertRefused(
                code,
                "events[1].properties.gb",
                () -> engine().usage().record(List.of(good, used("bad", "1", properties))));
    }

    private void planOf(PriceModel price) {
        Charge charge = Charge.usage(ChargeId.of("measured"), "Measured", price, METER);
        engine().catalog().createPlan(PLAN, "G", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(charge));
        engine().subscriptions().create(NewSubscription.of(ADA, PLAN, LocalDate.of(2023, 11, 1)));
    }

    private static UsageEvent used(String id, String quantity, Map<String, String> properties) {
        return new UsageEvent(
                EventId.of(id),
                ADA,
                null,
                METER,
                new BigDecimal(quantity),
                Instant.parse("2023-11-20T00:00:00Z"),
                null,
                properties);
    }
}
