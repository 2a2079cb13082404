package io.billing4j.server.api;

import io.billing4j.catalog.Meter;

/** Meters as messages. */
final class MeterMessages {
    private MeterMessages() {}

    static io.billing4j.server.v1.Meter of(Meter meter) {
        return io.billing4j.server.v1.Meter.newBuilder()
                .setMeterId(meter.id().value())
                .setAggregation(io.billing4j.server.v1.Meter.Aggregation.valueOf(
                        meter.aggregation().kind().name()))
                .setNegativeAllowed(meter.negativeAllowed())
                .setCreatedAt(Writing.timestamp(meter.createdAt()))
                .build();
    }
}
