package io.billing4j.testkit.history;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tenant has said of taxes, as a list in plain text that is looked up line by line; it uses no class of the product. */
final class PlainTaxes implements TaxCommand.Plain {
    /** The first day of the rules that there are from the start. */
    static final LocalDate FIRST_DAY = LocalDate.parse("2000-01-01");

    /** Everywhere without a rule of its own. */
    static final String ELSEWHERE = "*";

    /** What most charges are; {@link #OTHER} is due everywhere at seven percent. */
    static final String STANDARD = "standard";

    static final String OTHER = "other";
    static final String OF_OTHERS = "7";

    /** Where customers may be: nothing is said of Norway, and all that is said of Alberta is said of its country. */
    static final List<String> PLACES = List.of("DE", "DE", "CA-QC", "CA-QC", "CA-AB", "NO");

    /** The rates from the start, by the place that each is for. */
    static final Map<String, String> FIRST_RATES = Map.of("DE", "19", "CA", "5", "CA-QC", "9.975", ELSEWHERE, "0");

    private final List<Rule> rules = new ArrayList<>();
    private final List<Profile> profiles = new ArrayList<>();
    private @Nullable Policy policy;

    PlainTaxes() {
        FIRST_RATES.forEach((place, percent) -> rules.add(new Rule(place, FIRST_DAY, percent)));
    }

    /** A rate from a day on, until the next one of the same place; null where nothing is due. */
    private record Rule(
            String place, LocalDate from, @Nullable String percent) {}

    /** Where a customer is from a day on, and why they owe nothing; null where they do. */
    private record Profile(
            String customer,
            LocalDate from,
            String place,
            @Nullable String untaxed) {}

    /** How documents are taxed, and where customers are of whom nothing else is said. */
    record Policy(String rounding, String behavior, String home) {}

    /**
     * How a line has to be taxed.
     *
     * @param treatment such as {@code EXCLUSIVE [gst 5, qst 9.975 compound]} or {@code EXEMPT}
     */
    record Expected(String category, String place, LocalDate day, String treatment) {}

    @Override
    public void policy(String rounding, String behavior, String home) {
        policy = new Policy(rounding, behavior, home);
    }

    @Nullable
    Policy policy() {
        return policy;
    }

    @Override
    public void rate(String place, LocalDate from, @Nullable String percent) {
        rules.add(new Rule(place, from, percent));
    }

    @Override
    public void profile(String customer, LocalDate from, String place, @Nullable String untaxed) {
        profiles.add(new Profile(customer, from, place, untaxed));
    }

    Expected of(Policy taxed, String customer, String charge, LocalDate day) {
        return of(taxed, customer, category(charge), ownBehavior(charge), day);
    }

    /** How a one-off charge has to be taxed: by its own day. */
    Expected of(Policy taxed, PlainOneOff one) {
        return of(taxed, one.customer(), one.category(), one.behavior(), one.day());
    }

    private Expected of(Policy taxed, String customer, String category, @Nullable String own, LocalDate day) {
        Profile profile = null;
        for (Profile one : profiles) {
            boolean begun = one.customer().equals(customer) && !one.from().isAfter(day);
            // Of two from the same day what was said last holds.
            profile = begun && (profile == null || !one.from().isBefore(profile.from())) ? one : profile;
        }
        String place = profile == null ? taxed.home() : profile.place();
        if (profile != null && profile.untaxed() != null) {
            return new Expected(category, place, day, profile.untaxed());
        }
        return new Expected(
                category, place, day, treatment(category, place, day, own == null ? taxed.behavior() : own));
    }

    /** What a charge is. */
    static String category(String charge) {
        return charge.equals(PlainCatalogue.STORAGE) ? OTHER : STANDARD;
    }

    /** Whether prices of a charge hold their taxes, whatever others do; null for as others do. */
    static @Nullable String ownBehavior(String charge) {
        return switch (charge) {
            case "support", PlainCatalogue.MINUTES, PlainCatalogue.MISSING_WITH_TAXES -> "INCLUSIVE";
            case PlainCatalogue.STORAGE -> "EXCLUSIVE";
            default -> null;
        };
    }

    /** The tax of a place; the one of the region is due on the one of its country as well. */
    static String tax(String place) {
        return switch (place) {
            case "CA" -> "gst";
            case "CA-QC" -> "qst";
            default -> "vat";
        };
    }

    static boolean compound(String place) {
        return place.equals("CA-QC");
    }

    private String treatment(String category, String place, LocalDate day, String behavior) {
        if (category.equals(PlainOneOff.UNRULED)) {
            return "nothing is known of it";
        } else if (category.equals(OTHER)) {
            return behavior + " [vat " + OF_OTHERS + "]";
        }
        Rule region = place.contains("-") ? at(place, day) : null;
        Rule country = at(place.substring(0, 2), day);
        if (region == null && country == null) {
            Rule elsewhere = at(ELSEWHERE, day);
            return elsewhere == null || elsewhere.percent() == null
                    ? "EXEMPT"
                    : behavior + " [" + component(elsewhere) + "]";
        }
        if (region != null && region.percent() == null) {
            return "EXEMPT";
        }
        List<String> due = new ArrayList<>();
        for (Rule rule : new Rule[] {country, region}) {
            if (rule != null && rule.percent() != null) {
                due.add(component(rule));
            }
        }
        return due.isEmpty() ? "EXEMPT" : behavior + " " + due;
    }

    private static String component(Rule rule) {
        return component(tax(rule.place()), rule.percent() + "", compound(rule.place()));
    }

    static String component(String tax, String percent, boolean compound) {
        return tax + " " + new BigDecimal(percent).stripTrailingZeros().toPlainString() + (compound ? " compound" : "");
    }

    /** The rule of a place that began last, and of two that began on the same day the one that was said last; of one that is not named there is none. */
    private @Nullable Rule at(String place, LocalDate day) {
        Rule last = null;
        for (Rule rule : rules) {
            boolean begun = rule.place().equals(place) && !rule.from().isAfter(day);
            last = begun && (last == null || !rule.from().isBefore(last.from())) ? rule : last;
        }
        return last;
    }
}
