package io.billing4j.invoice;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;

/** Assembles documents of one subscription to one plan, with the usage that a test names; where it names none there is none. */
final class Assembly {
    static final InvoiceId ID = InvoiceId.of(UUID.fromString("018c2251-3800-7000-8000-000000000001"));
    static final Instant RECORDED_AT = Instant.parse("2023-12-01T00:00:00.000001Z");

    private static final Map<MeterId, Meter> METERS = Stream.of(
                    DemoBooks.CONTEXT, DemoBooks.GENERATED, DemoBooks.CREDITABLE)
            .collect(Collectors.toMap(Meter::id, meter -> meter));

    private final InvoiceAssembler assembler = new InvoiceAssembler();
    private final PeriodManager periods = new PeriodManager();
    private final PlanVersion plan;
    private final Subscription subscription;
    private final Map<MeterId, UsageSummary> usage = new HashMap<>();
    private RoundingPolicy rounding = RoundingPolicy.HALF_UP;

    Assembly(PlanVersion plan, Subscription subscription) {
        this.plan = plan;
        this.subscription = subscription;
    }

    /** What the meter holds of any window that is asked for. */
    Assembly used(Meter meter, String sum, long events) {
        usage.put(meter.id(), UsageSummary.of(new BigDecimal(sum), events));
        return this;
    }

    Assembly rounding(RoundingPolicy policy) {
        rounding = policy;
        return this;
    }

    /** The document of the period with this number, or the final one. */
    InvoiceDraft document(int index) {
        return assembler.assemble(facts(index));
    }

    /** What would have to be known for it. */
    List<UsageQuery> usageNeeded(int index) {
        return assembler.usageNeeded(subscription, place(index), null, catalogue());
    }

    BillingFacts facts(int index) {
        Map<UsageQuery, UsageSummary> answers = usageNeeded(index).stream()
                .collect(Collectors.toMap(
                        query -> query,
                        query -> usage.getOrDefault(query.meter().id(), UsageSummary.NONE)));
        return new BillingFacts(
                ID,
                RECORDED_AT,
                rounding,
                DemoBooks.customer(subscription.customer().value()),
                Money.zero(subscription.currency()),
                subscription,
                place(index),
                null,
                catalogue(),
                answers,
                CustomPrices.NONE);
    }

    /** The lines as text: kind, service, quantity, amount. */
    static List<String> shown(InvoiceDraft draft) {
        return draft.lines().stream()
                .map(line -> line.number() + " " + line.key().charge() + " "
                        + line.key().service() + " " + line.quantity().toPlainString() + " " + line.amount())
                .toList();
    }

    static List<String> amounts(InvoiceDraft draft) {
        return draft.lines().stream()
                .map(InvoiceLine::amount)
                .map(Money::toString)
                .toList();
    }

    private Catalogue catalogue() {
        return new Catalogue(Map.of(plan.ref(), plan), METERS);
    }

    private SlotPlace place(int index) {
        return periods.placeFor(subscription, Slots.start(subscription), List.of(), index);
    }
}
