package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the events of a window become a quantity. {@code Aggregation.max().per(AggregationWindow.DAY)} is the sum of daily
 * maxima, {@code Aggregation.timeWeightedSum().carryingOver()} the mean level of what was ever reported.
 *
 * @param valueProperty the property that values are taken from instead of the quantity; for UNIQUE kinds, which need it, the
 *     property whose values are told apart
 * @param carriesOver whether events from before the window count as well, so that a level goes on from one to the next; not
 *     with short windows
 * @param window aggregated alone before all are added up, or null for the period as a whole; not for time-weighted kinds
 * @param measure of time-weighted kinds, null for all others
 * @param rounding of every group and every short window before they are added up and priced, or null for none
 * @param custom the function of CUSTOM, null for all others
 */
public record Aggregation(
        MeterAggregation kind,
        @Nullable String valueProperty,
        boolean carriesOver,
        @Nullable AggregationWindow window,
        @Nullable TimeMeasure measure,
        @Nullable QuantityRounding rounding,
        @Nullable CustomAggregation custom) {
    /** Refuses parts that do not fit together with INVALID_METER at the part. */
    public Aggregation {
        Inputs.required("kind", kind);
        if (valueProperty != null) {
            Inputs.text("valueProperty", valueProperty, 64);
        }
        requireThat(valueProperty != null || !kind.distinguishes(), "valueProperty", kind + " needs a property");
        requireThat(
                valueProperty == null || kind.distinguishes() || kind.takesValues(),
                "valueProperty",
                kind + " takes no property");
        requireThat(!kind.timeWeighted() || measure != null, "measure", kind + " needs a measure of time");
        requireThat(kind.timeWeighted() || measure == null, "measure", kind + " takes no measure of time");
        requireThat(window == null || !kind.timeWeighted(), "window", kind + " is of the whole period");
        requireThat(window == null || !carriesOver, "carriesOver", "nothing is carried over into short windows");
        requireThat((kind == MeterAggregation.CUSTOM) == (custom != null), "custom", "CUSTOM alone names a function");
    }

    /** An aggregation of the kind with nothing around it; by the second where time weighs. INVALID_METER for kinds that need more. */
    public static Aggregation of(MeterAggregation kind) {
        TimeMeasure measure = Inputs.required("kind", kind).timeWeighted() ? TimeMeasure.BY_SECOND : null;
        return new Aggregation(kind, null, false, null, measure, null, null);
    }

    /** How many events there are. */
    public static Aggregation count() {
        return of(MeterAggregation.COUNT);
    }

    /** The sum of values. */
    public static Aggregation sum() {
        return of(MeterAggregation.SUM);
    }

    /** The largest value. */
    public static Aggregation max() {
        return of(MeterAggregation.MAX);
    }

    /** The last value. */
    public static Aggregation latest() {
        return of(MeterAggregation.LATEST);
    }

    /** How many different values the property has. */
    public static Aggregation unique(String property) {
        return new Aggregation(
                MeterAggregation.UNIQUE, Inputs.required("valueProperty", property), false, null, null, null, null);
    }

    /** The mean level, by the second. */
    public static Aggregation timeWeightedSum() {
        return of(MeterAggregation.TIME_WEIGHTED_SUM);
    }

    /** The mean number of different values of the property, by the second. */
    public static Aggregation timeWeightedUnique(String property) {
        Inputs.required("valueProperty", property);
        return new Aggregation(
                MeterAggregation.TIME_WEIGHTED_UNIQUE, property, false, null, TimeMeasure.BY_SECOND, null, null);
    }

    /** What a function of the host makes of the events. */
    public static Aggregation custom(String name, int version, Map<String, String> parameters) {
        CustomAggregation function = new CustomAggregation(name, version, parameters);
        return new Aggregation(MeterAggregation.CUSTOM, null, false, null, null, null, function);
    }

    /** The same of a property's values. */
    public Aggregation of(String property) {
        return new Aggregation(
                kind, Inputs.required("valueProperty", property), carriesOver, window, measure, rounding, custom);
    }

    /** The same with events from before the window. */
    public Aggregation carryingOver() {
        return new Aggregation(kind, valueProperty, true, window, measure, rounding, custom);
    }

    /** The sum of the same over short windows. */
    public Aggregation per(AggregationWindow shortWindow) {
        return new Aggregation(
                kind, valueProperty, carriesOver, Inputs.required("window", shortWindow), measure, rounding, custom);
    }

    /** The same in another measure of time. */
    public Aggregation measured(TimeMeasure timeMeasure) {
        return new Aggregation(
                kind, valueProperty, carriesOver, window, Inputs.required("measure", timeMeasure), rounding, custom);
    }

    /** The same, rounded. */
    public Aggregation rounded(QuantityRounding quantityRounding) {
        Inputs.required("rounding", quantityRounding);
        return new Aggregation(kind, valueProperty, carriesOver, window, measure, quantityRounding, custom);
    }

    /** A sum or a number, rounded as is due. */
    public BigDecimal quantity(BigDecimal aggregate) {
        return rounding == null ? aggregate : rounding.round(aggregate);
    }

    /**
     * A mean, rounded once as is due, to 18 decimals half up where nothing is said.
     *
     * @param integral a level added up over the units of time that it held
     * @param whole of the window, in the same units
     */
    public BigDecimal mean(BigDecimal integral, long whole) {
        QuantityRounding due = rounding == null ? QuantityRounding.FINEST : rounding;
        return due.quotient(integral, BigDecimal.valueOf(whole));
    }

    /** Whether the quantity is the sum of what each event stands for, so that events can be priced one by one. */
    public boolean addsUpEvents() {
        return (kind == MeterAggregation.SUM || kind == MeterAggregation.COUNT) && window == null && rounding == null;
    }

    private static void requireThat(boolean fits, String field, String message) {
        if (!fits) {
            throw ErrorCode.INVALID_METER.at(field, message);
        }
    }
}
