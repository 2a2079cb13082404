package io.billing4j.server.demo;

import io.billing4j.catalog.Charge;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A service with the customers it is sold to and what they used. Request {@code i} of the trace belongs to customer {@code
 * i mod customers}.
 *
 * @param key in front of the keys of customers, subscriptions and events, such as {@code conv}
 * @param customers how many, 1 to 100
 * @param plan that all of them are on
 * @param planName for people
 * @param charges of the plan
 * @param trace what was requested
 */
public record DemoService(String key, int customers, PlanId plan, String planName, List<Charge> charges, Trace trace) {
    /** Counts the tokens that requests brought along. */
    public static final MeterId CONTEXT_TOKENS = MeterId.of("context-tokens");

    /** Counts the tokens that answers consist of. */
    public static final MeterId GENERATED_TOKENS = MeterId.of("generated-tokens");

    /** Keeps a copy of the charges. */
    public DemoService {
        charges = List.copyOf(charges);
    }

    /** The same service at other prices. */
    public DemoService withCharges(List<Charge> others) {
        return new DemoService(key, customers, plan, planName, others, trace);
    }

    /** The same service with other requests. */
    public DemoService withTrace(Trace other) {
        return new DemoService(key, customers, plan, planName, charges, other);
    }

    /** The customers in the order of their keys: {@code conv-00}, {@code conv-01} and so on. */
    List<CustomerId> customerIds() {
        return IntStream.range(0, customers).mapToObj(this::customerOf).toList();
    }

    /** The one subscription of a customer, under the same key. */
    SubscriptionId subscriptionOf(CustomerId customer) {
        return SubscriptionId.of(customer.value());
    }

    /**
     * Two events for each request. Their ids follow from its place, so that the same event has the same id in every load:
     * {@code conv-00000-context}, {@code conv-00000-generated}.
     */
    Stream<UsageEvent> events() {
        return IntStream.range(0, trace.requests().size()).boxed().flatMap(this::events);
    }

    private Stream<UsageEvent> events(int i) {
        Trace.Request request = trace.requests().get(i);
        return Stream.of(
                event(i, "context", CONTEXT_TOKENS, request.contextTokens(), request),
                event(i, "generated", GENERATED_TOKENS, request.generatedTokens(), request));
    }

    private UsageEvent event(int i, String what, MeterId meter, long tokens, Trace.Request request) {
        EventId id = EventId.of(String.format(Locale.ROOT, "%s-%05d-%s", key, i, what));
        return UsageEvent.of(id, customerOf(i), meter, BigDecimal.valueOf(tokens), request.at());
    }

    private CustomerId customerOf(int i) {
        return CustomerId.of(String.format(Locale.ROOT, "%s-%02d", key, i % customers));
    }
}
