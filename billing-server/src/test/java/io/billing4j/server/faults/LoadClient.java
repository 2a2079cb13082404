package io.billing4j.server.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.UsageEvent;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import io.billing4j.server.Caller;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One of many clients, with customers of its own: they come, every other one with a meter, use something, are looked at, and change
 * how much they have. Every other client reports usage by gRPC. Used by one thread.
 */
final class LoadClient {
    private static final Instant USED = Instant.parse("2026-03-10T00:00:00Z");

    /** From {@link #USED} on, so that what was used lies before {@link LoadTest#NOW}, and in the period that runs. */
    private static final int MINUTES = 7_000;

    private static final int BATCH = 100;
    private static final int SINGLE_REPORTS = 3;

    private final int number;
    private final Caller rest;
    private final UsageServiceBlockingStub grpc;
    private final LoadFigures figures;
    private final List<String> flat = new ArrayList<>();
    private final List<String> metered = new ArrayList<>();
    private long events;
    private long quantity;
    private long recorded;

    LoadClient(int number, URI server, String bearer, LoadFigures figures) {
        this.number = number;
        this.rest = Caller.of(server, bearer);
        this.grpc = GrpcClients.builder("gproto+" + server)
                .setHeader("authorization", bearer)
                .responseTimeout(Duration.ofMinutes(1))
                .build(UsageServiceBlockingStub.class);
        this.figures = figures;
    }

    /** Which of them it is, from 0. */
    int number() {
        return number;
    }

    /** Each kind of call once or a few times, but for runs. */
    void round(int round) {
        subscribe(round);
        report(round, BATCH);
        for (int i = 0; i < SINGLE_REPORTS; i++) {
            report(round + i, 1);
        }
        String one = any(metered, round);
        String other = any(flat, round);
        figures.rest("preview", () -> rest.post("/invoices:preview", "{'subscriptionId': '" + one + "'}"));
        figures.rest(
                "change of quantity",
                () -> rest.post(
                        "/subscriptions/" + other + ":changeQuantity", "{'quantity': '" + (2 + round % 7) + "'}"));
        figures.rest("list of customers", () -> rest.get("/customers?pageSize=50"));
        figures.rest("list of subscriptions", () -> rest.get("/subscriptions?pageSize=50"));
        figures.rest("status of a customer", () -> rest.get("?customerId=" + other));
        JsonNode invoices = figures.rest("list of invoices", () -> rest.get("/invoices?customerId=" + other));
        for (JsonNode invoice : invoices.path("invoices")) {
            figures.rest(
                    "invoice",
                    () -> rest.get("/invoices/" + invoice.path("invoiceId").asText()));
        }
    }

    /** Bills everybody up to an instant. */
    void run(Instant cutOff) {
        figures.rest("billing run", () -> rest.post("/runs", "{'cutOff': '" + cutOff + "'}"));
    }

    /** How many subscriptions it made. */
    int subscriptions() {
        return flat.size() + metered.size();
    }

    /** How many events it reported. */
    long events() {
        return events;
    }

    /** The sum of their quantities. */
    long quantity() {
        return quantity;
    }

    /** How many of them were new, as the server says. */
    long recorded() {
        return recorded;
    }

    /** Two in the first round, so that there is one of each kind. */
    private void subscribe(int round) {
        if (round == 0) {
            subscribe("metered", metered);
        }
        subscribe(round % 2 == 0 ? "flat" : "metered", round % 2 == 0 ? flat : metered);
    }

    private void subscribe(String plan, List<String> known) {
        String key = "c" + number + "-" + subscriptions();
        figures.rest(
                "new customer", () -> rest.post("/customers", "{'customerId': '" + key + "', 'name': 'Customer'}"));
        figures.rest(
                "new subscription",
                () -> rest.post(
                        "/subscriptions",
                        "{'subscriptionId': '" + key + "', 'customerId': '" + key + "', 'planId': '" + plan
                                + "', 'startDate': '2026-03-01'}"));
        known.add(key);
    }

    private void report(int round, int size) {
        RecordUsageRequest.Builder batch = RecordUsageRequest.newBuilder();
        for (int i = 0; i < size; i++) {
            batch.addEvents(event(any(metered, round + i)));
        }
        String kind = "usage, " + (size == 1 ? "one event" : size + " events");
        if (number % 2 == 0) {
            figures.grpc(kind + ", gRPC", () -> grpc.recordUsage(batch.build()))
                    .ifPresent(answer -> recorded += answer.getRecorded());
        } else {
            recorded += figures.rest(kind, () -> rest.post("/usage", json(batch.getEventsList())))
                    .path("recorded")
                    .asLong();
        }
    }

    private UsageEvent event(String customer) {
        long calls = 1 + events % 5;
        Instant at = USED.plus(Duration.ofMinutes(events % MINUTES));
        quantity += calls;
        return UsageEvent.newBuilder()
                .setEventId("e" + number + "-" + events++)
                .setCustomerId(customer)
                .setMeterId("calls")
                .setQuantity(Long.toString(calls))
                .setOccurredAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond()))
                .build();
    }

    private static String json(List<UsageEvent> events) {
        return events.stream()
                .map(event -> "{'eventId': '" + event.getEventId() + "', 'customerId': '" + event.getCustomerId()
                        + "', 'meterId': 'calls', 'quantity': '" + event.getQuantity() + "', 'occurredAt': '"
                        + Instant.ofEpochSecond(event.getOccurredAt().getSeconds()) + "'}")
                .collect(Collectors.joining(", ", "{'events': [", "]}"));
    }

    private static String any(List<String> known, int number) {
        return known.get(number % known.size());
    }
}
