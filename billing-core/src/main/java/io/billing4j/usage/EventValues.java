package io.billing4j.usage;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a meter reads off an event. */
public final class EventValues {
    // no exponent, no sign but the minus, no digits but 0 to 9: what every store reads as the same number
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,24}(\\.[0-9]{1,18})?");

    private EventValues() {}

    /**
     * Refuses an event that the meter could not aggregate; one that its filter leaves out may have any content.
     *
     * @throws io.billing4j.error.BillingException at {@code quantity} or {@code properties.NAME}: NEGATIVE_QUANTITY,
     *     MISSING_FIELD, INVALID_NUMBER
     */
    public static void require(Meter meter, UsageEvent event) {
        if (event.quantity().signum() < 0 && !meter.negativeAllowed()) {
            throw negative(meter, "quantity", event.quantity());
        }
        if (!meter.filter().matches(event.properties())) {
            return;
        }
        if (meter.aggregation().kind().distinguishes()) {
            distinguished(meter, event);
        }
        BigDecimal value = value(meter, event);
        String property = valueProperty(meter);
        if (property != null && value.signum() < 0 && !meter.negativeAllowed()) {
            throw negative(meter, field(property), value);
        }
    }

    /**
     * The number that the event stands for: 1 where events are counted, else its quantity or what its property says.
     *
     * @throws io.billing4j.error.BillingException MISSING_FIELD and INVALID_NUMBER at {@code properties.NAME}
     */
    public static BigDecimal value(Meter meter, UsageEvent event) {
        if (meter.aggregation().kind() == MeterAggregation.COUNT) {
            return BigDecimal.ONE;
        }
        String property = valueProperty(meter);
        if (property == null) {
            return event.quantity();
        }
        String text = required(property, event.properties());
        if (!DECIMAL.matcher(text).matches()) {
            throw ErrorCode.INVALID_NUMBER.at(
                    field(property), "expected a number of up to 24 digits and 18 decimals, such as -12.5");
        }
        return new BigDecimal(text);
    }

    /** The value that a meter of different values tells apart; MISSING_FIELD at {@code properties.NAME} where it is not there. */
    public static String distinguished(Meter meter, UsageEvent event) {
        return required(Objects.requireNonNull(meter.aggregation().valueProperty()), event.properties());
    }

    private static @Nullable String valueProperty(Meter meter) {
        return meter.aggregation().kind().distinguishes()
                ? null
                : meter.aggregation().valueProperty();
    }

    private static String required(String property, Map<String, String> properties) {
        String value = properties.get(property);
        if (value == null) {
            throw ErrorCode.MISSING_FIELD.at(field(property), "the meter needs this property");
        }
        return value;
    }

    private static RuntimeException negative(Meter meter, String field, BigDecimal found) {
        return ErrorCode.NEGATIVE_QUANTITY.at(
                field, "the meter " + meter.id() + " takes no negative quantity, found " + found.toPlainString());
    }

    private static String field(String property) {
        return "properties." + property;
    }
}
