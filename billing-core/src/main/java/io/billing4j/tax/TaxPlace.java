package io.billing4j.tax;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where taxes are due.
 *
 * @param country by ISO 3166-1, two letters
 * @param region the part of the country's code of ISO 3166-2 behind the hyphen, 1 to 3 letters or digits; null where none is known, or
 *     where it does not matter
 */
public record TaxPlace(String country, @Nullable String region) implements Comparable<TaxPlace> {
    /** Of ISO 3166-1, and what taxes know beside it: Northern Ireland, and Kosovo. */
    private static final Set<String> COUNTRIES = Stream.concat(
                    Arrays.stream(Locale.getISOCountries()), Stream.of("XI", "XK"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Comparator<TaxPlace> ORDER = Comparator.comparing(TaxPlace::country)
            .thenComparing(TaxPlace::region, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** Refuses what cannot be a country with INVALID_PLACE at {@code country}, and what cannot be a region with INVALID_PLACE at {@code region}. */
    public TaxPlace {
        Inputs.required("country", country);
        // What was a country once stays readable where it is kept.
        if (!country.matches("[A-Z]{2}")) {
            throw ErrorCode.INVALID_PLACE.at("country", "expected a country such as DE but found " + shown(country));
        }
        if (region != null && !region.matches("[A-Z0-9]{1,3}")) {
            throw ErrorCode.INVALID_PLACE.at("region", "expected a region such as CA but found " + shown(region));
        }
    }

    /** A country, wherever in it. */
    public static TaxPlace of(String country) {
        return new TaxPlace(country, null);
    }

    /** A region of a country. */
    public static TaxPlace of(String country, String region) {
        return new TaxPlace(country, Inputs.required("region", region));
    }

    /** Refuses what is no country by now with INVALID_PLACE at {@code country}: for what is set anew. */
    public void requireCountry() {
        if (!COUNTRIES.contains(country)) {
            throw ErrorCode.INVALID_PLACE.at("country", "expected a country such as DE but found " + country);
        }
    }

    /** Whether a place lies in this one. */
    boolean holds(TaxPlace other) {
        return country.equals(other.country) && (region == null || region.equals(other.region));
    }

    @Override
    public int compareTo(TaxPlace other) {
        return ORDER.compare(this, other);
    }

    /** {@code DE}, or {@code US-CA}. */
    @Override
    public String toString() {
        return region == null ? country : country + "-" + region;
    }

    private static String shown(String text) {
        return text.length() > 20 ? text.substring(0, 20) + "…" : text;
    }
}
