package io.billing4j.server.api;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.CustomAggregation;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.engine.NewMeter;
import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.Rounding;
import io.billing4j.id.MeterId;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Meters as messages. */
final class MeterMessages {
    private MeterMessages() {}

    static NewMeter read(CreateMeterRequest request) {
        MeterId id = MeterId.of(request.getMeterId());
        MeterAggregation kind = Reading.choice("aggregation", request.getAggregation(), MeterAggregation.class);
        Aggregation aggregation = new Aggregation(
                kind,
                Reading.optional(request.getValueProperty(), property -> property),
                request.getCarriesOver(),
                request.hasWindow() ? Reading.choice("window", request.getWindow(), AggregationWindow.class) : null,
                measure(kind, request),
                request.hasRounding() ? rounding(request.getRounding()) : null,
                custom(request));
        return new NewMeter(
                id,
                aggregation,
                FilterMessages.read(request.getFilter()),
                request.getGroupByList(),
                request.getNegativeAllowed());
    }

    private static @Nullable TimeMeasure measure(MeterAggregation kind, CreateMeterRequest request) {
        if (request.hasMeasure()) {
            return Reading.choice("measure", request.getMeasure(), TimeMeasure.class);
        }
        return kind.timeWeighted() ? TimeMeasure.BY_SECOND : null;
    }

    private static QuantityRounding rounding(Rounding rounding) {
        return new QuantityRounding(
                rounding.getScale(), Reading.choice("rounding.mode", rounding.getMode(), RoundingMode.class));
    }

    private static @Nullable CustomAggregation custom(CreateMeterRequest request) {
        return request.hasCustom()
                ? new CustomAggregation(
                        request.getCustom().getName(),
                        request.getCustom().getVersion(),
                        request.getCustom().getParametersMap())
                : null;
    }

    static io.billing4j.grpc.v1.Meter of(Meter meter) {
        Aggregation aggregation = meter.aggregation();
        io.billing4j.grpc.v1.Meter.Builder message = io.billing4j.grpc.v1.Meter.newBuilder()
                .setMeterId(meter.id().value())
                .setAggregation(io.billing4j.grpc.v1.Meter.Aggregation.valueOf(
                        aggregation.kind().name()))
                .setNegativeAllowed(meter.negativeAllowed())
                .setCreatedAt(Writing.timestamp(meter.createdAt()))
                .addAllGroupBy(meter.groupBy())
                .setCarriesOver(aggregation.carriesOver());
        if (!meter.filter().isAll()) {
            message.setFilter(FilterMessages.of(meter.filter()));
        }
        add(message, aggregation);
        return message.build();
    }

    private static void add(io.billing4j.grpc.v1.Meter.Builder message, Aggregation aggregation) {
        if (aggregation.valueProperty() != null) {
            message.setValueProperty(aggregation.valueProperty());
        }
        if (aggregation.window() != null) {
            message.setWindow(io.billing4j.grpc.v1.Meter.Window.valueOf(
                    aggregation.window().name()));
        }
        if (aggregation.measure() != null) {
            message.setMeasure(io.billing4j.grpc.v1.Meter.Measure.valueOf(
                    aggregation.measure().name()));
        }
        QuantityRounding rounding = aggregation.rounding();
        if (rounding != null) {
            message.getRoundingBuilder()
                    .setScale(rounding.scale())
                    .setMode(Rounding.Mode.valueOf(rounding.mode().name()));
        }
        CustomAggregation custom = aggregation.custom();
        if (custom != null) {
            message.getCustomBuilder()
                    .setName(custom.name())
                    .setVersion(custom.version())
                    .putAllParameters(custom.parameters());
        }
    }
}
