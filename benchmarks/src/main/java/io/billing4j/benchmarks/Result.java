package io.billing4j.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param name of the measurement, with its size
 * @param product what the product does, in the unit
 * @param limit what the same server did with the same rows and nothing else, in the same minute; null where there is no such
 *     limit
 * @param unit such as {@code invoices/s}
 */
public record Result(String name, double product, @Nullable Double limit, String unit) {
    /** A figure beside its limit. */
    public static Result of(String name, double product, double limit, String unit) {
        return new Result(name, product, limit, unit);
    }

    /** A figure that has no limit of this kind. */
    public static Result alone(String name, double product, String unit) {
        return new Result(name, product, null, unit);
    }

    /** The share of the limit that the product reaches; NaN without a limit. */
    public double ratio() {
        return limit == null ? Double.NaN : product / limit;
    }

    /** A line of {@code results.tsv}: name, product, limit, ratio, unit; empty where there is no limit. */
    String tsv() {
        return String.join(
                "\t",
                name,
                number(product),
                limit == null ? "" : number(limit),
                limit == null ? "" : String.format(Locale.ROOT, "%.3f", ratio()),
                unit);
    }

    @Override
    public String toString() {
        String shown = String.format(Locale.ROOT, "%-52s %12s %-12s", name, number(product), unit);
        return limit == null
                ? shown
                : shown + String.format(Locale.ROOT, "  limit %12s  ratio %.2f", number(limit), ratio());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f", value)
                .replace(",", "");
    }
}
