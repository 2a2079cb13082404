package io.billing4j.usage;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Meter;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import java.time.Instant;

/**
 * Asks what a subscription used: events that name it, and events of its customer that name no subscription.
 *
 * @param service whose usage is asked for
 * @param window the whole nominal period around it, which time weighs levels against; its zone is that of dates and short
 *     windows
 * @param detail the parts that the answer has
 */
public record UsageQuery(
        CustomerId customer,
        SubscriptionId subscription,
        Meter meter,
        BillingPeriod service,
        BillingPeriod window,
        UsageDetail detail) {
    private static final Instant BEGINNING = Instant.parse("1900-01-01T00:00:00Z");

    /**
     * Refuses with INVALID_PERIOD at {@code window} one that does not enclose the service, or that has no date to weigh by,
     * and with INVALID_METER at {@code detail} events of a meter whose quantity is not a sum of what each stands for.
     */
    public UsageQuery {
        Inputs.required("customer", customer);
        Inputs.required("subscription", subscription);
        Inputs.required("meter", meter);
        Inputs.required("service", service);
        Inputs.required("window", window);
        Inputs.required("detail", detail);
        if (!window.encloses(service)) {
            throw ErrorCode.INVALID_PERIOD.at("window", "expected a window around " + service + " but found " + window);
        }
        Aggregation aggregation = meter.aggregation();
        if (aggregation.measure() != null && aggregation.measure().whole(window) == 0) {
            throw ErrorCode.INVALID_PERIOD.at("window", "expected a window of a date or more but found " + window);
        }
        if (detail == UsageDetail.EVENTS && !aggregation.addsUpEvents()) {
            throw ErrorCode.INVALID_METER.at(
                    "detail", "the events of meter " + meter.id() + " do not add up to its quantity");
        }
    }

    /** Asks for the quantity of a whole period. */
    public static UsageQuery of(CustomerId customer, SubscriptionId subscription, Meter meter, BillingPeriod period) {
        return new UsageQuery(customer, subscription, meter, period, period, UsageDetail.TOTAL);
    }

    /** The earliest instant of an event that may count: the service's start, or the beginning of all time. */
    public Instant fromInclusive() {
        return meter.aggregation().carriesOver() ? BEGINNING : service.startInclusive();
    }

    /** Whether it counts this event. */
    public boolean matches(UsageEvent event) {
        return event.customer().equals(customer)
                && event.meter().equals(meter.id())
                && (event.subscription() == null || event.subscription().equals(subscription))
                && !event.occurredAt().isBefore(fromInclusive())
                && event.occurredAt().isBefore(service.endExclusive())
                && meter.filter().matches(event.properties());
    }
}
