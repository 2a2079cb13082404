package io.billing4j.rating;

import io.billing4j.catalog.MeterAggregation;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceStep;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.QuantityConversion;
import io.billing4j.price.SettledPrice;
import io.billing4j.price.SpendLeft;
import io.billing4j.proration.Share;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.joda.money.BigMoney;
import org.joda.money.Money;

/**
 * A derivation in plain words, sentence by sentence, for whoever pays:
 *
 * <pre>
 * 561229 context-tokens: the sum of 485 reports from 2023-11-01 to 2023-11-30 (UTC).
 * 100000 × 0 = 0
 * 400000 × 0.00015 = 60
 * 61229 × 0.0001 = 6.1229
 * 66.1229 USD, rounded half up: 66.12 USD.
 * </pre>
 */
final class Explanation {
    private final Derivation derivation;
    private final List<String> sentences = new ArrayList<>();

    private Explanation(Derivation derivation) {
        this.derivation = derivation;
    }

    static List<String> of(Derivation derivation) {
        Explanation explanation = new Explanation(derivation);
        explanation.quantity();
        explanation.priced();
        explanation.terms();
        explanation.amount();
        return List.copyOf(explanation.sentences);
    }

    private void quantity() {
        RatedQuantity quantity = derivation.quantity();
        String value = plain(quantity.value());
        if (derivation.basis().ofPlan()) {
            say("The charges of the plan come to " + value + " " + span(derivation.window()) + ".");
            quantity.parts().forEach(part -> say(SpentCharge.named(part) + ": " + plain(part.quantity())));
            return;
        }
        if (quantity.meter() == null || quantity.aggregation() == null) {
            say(value + " subscribed " + span(derivation.service()) + ".");
        } else {
            say(value + " " + quantity.meter() + ": " + aggregate(quantity.aggregation()) + " of " + quantity.events()
                    + (quantity.events() == 1 ? " report " : " reports ") + span(derivation.service()) + soFar() + ".");
            if (quantity.value().signum() < 0) {
                say("More was taken back than was used: nothing is priced.");
            }
        }
        QuantityConversion conversion = derivation.terms().conversion();
        if (quantity.parts().stream().anyMatch(part -> part.quantity().signum() < 0)) {
            say("Where more was taken back than was used, nothing is priced.");
        }
        BigDecimal units = quantity.value().max(BigDecimal.ZERO);
        if (conversion != null) {
            units = conversion.convert(units);
            say("In units of " + plain(conversion.divisor()) + ", " + words(conversion.mode()) + ": " + plain(units)
                    + ".");
        }
        BigDecimal included = derivation.terms().includedUnits();
        if (included.signum() != 0) {
            say(plain(included) + " are included, "
                    + plain(units.subtract(included).max(BigDecimal.ZERO)) + " remain.");
        }
    }

    private String soFar() {
        Instant until = derivation.countedUntil();
        if (until == null) {
            return "";
        }
        ZonedDateTime shown = until.atZone(derivation.service().zone());
        return ", so far, counted until " + (startsDay(shown) ? shown.toLocalDate() : shown.toLocalDateTime());
    }

    private void priced() {
        if (derivation.basis().ofPlan()) {
            return;
        }
        for (PriceStep step : derivation.price().steps()) {
            say(step(step));
        }
        if (derivation.price().steps().isEmpty()) {
            say("This costs nothing.");
        }
    }

    private static String step(PriceStep step) {
        String units = step.unitAmount().isZero() && !step.flatAmount().isZero()
                ? plain(step.quantity()) + " at one price of "
                : plain(step.quantity()) + " × " + plain(step.unitAmount());
        String fee =
                step.flatAmount().isZero() ? "" : (step.unitAmount().isZero() ? "" : " + ") + plain(step.flatAmount());
        BigMoney atMost = step.atMost();
        String bound = atMost == null ? "" : ", at most " + plain(atMost);
        return units + fee + bound + " = " + plain(step.amount());
    }

    private void terms() {
        PriceTerms terms = derivation.terms();
        Share share = derivation.basis().share();
        boolean shared = derivation.quantity().metered() && share.part() != share.whole();
        if (shared && changesWithShare()) {
            say("Of the period " + span(derivation.window()) + " this is " + lowest(share)
                    + "; fixed amounts count for that share.");
        }
        SettledPrice settled = derivation.settled();
        if (terms.discountPercent().signum() != 0) {
            say("Less a discount of " + plain(terms.discountPercent()) + " %.");
        }
        Commitment commitment = terms.commitment();
        if (commitment != null && commitment.overageFactor().compareTo(BigDecimal.ONE) != 0) {
            say("What is beyond the commitment of " + here(commitment.amount(), share, shared) + " counts "
                    + plain(commitment.overageFactor()) + " times.");
        }
        BigMoney maximum = terms.maximum();
        if (maximum != null) {
            say("At most " + here(maximum, share, shared) + ".");
        }
        left();
        if (derivation.part() == DerivedPart.TRUE_UP && commitment != null) {
            say("Committed are "
                    + (derivation.basis().ofPlan()
                            ? plain(commitment.amount())
                            : here(commitment.amount(), share, shared))
                    + "; "
                    + quotient(settled.charge(), settled.whole()) + " were charged, the rest is asked for here.");
        }
    }

    private void left() {
        SpendLeft left = derivation.basis().left();
        if (left == null) {
            return;
        }
        Money commitment = left.commitment();
        if (commitment != null) {
            say("What is beyond " + commitment.getAmount().toPlainString()
                    + ", which are left of the plan's commitment, counts " + plain(left.overageFactor()) + " times.");
        }
        Money maximum = left.maximum();
        if (maximum != null) {
            say("At most " + maximum.getAmount().toPlainString() + ", which are left of the plan's maximum.");
        }
    }

    /** An amount a period, and what of it counts in this part of one. */
    private static String here(BigMoney amount, Share share, boolean shared) {
        BigDecimal part = amount.getAmount().multiply(BigDecimal.valueOf(share.part()));
        return plain(amount) + " a period"
                + (shared ? ", here " + quotient(part, BigDecimal.valueOf(share.whole())) : "");
    }

    private boolean changesWithShare() {
        PriceTerms terms = derivation.terms();
        return terms.commitment() != null
                || terms.maximum() != null
                || !derivation.price().fixed().isZero();
    }

    private void amount() {
        Money amount = derivation.amount();
        String result = text(derivation.reversed() ? amount.negated() : amount);
        SettledPrice settled = derivation.settled();
        if (!derivation.basis().counted() && !derivation.service().equals(derivation.window())) {
            say("That is for the whole period " + span(derivation.window()) + "; this line is for "
                    + lowest(derivation.basis().share()) + " of it" + measure(derivation.proration()) + ".");
            say("Amounts from the period's start are rounded " + rounding() + ", and this part is the difference: "
                    + result);
        } else if (derivation.part() == DerivedPart.TRUE_UP) {
            say("Both together are rounded " + rounding() + ", and the rounded charge of "
                    + derivation.amountOf(DerivedPart.CHARGE).getAmount().toPlainString() + " is taken off: " + result);
        } else {
            say(quotient(settled.charge(), settled.whole()) + " " + derivation.currency() + ", rounded " + rounding()
                    + ": " + result);
        }
        if (derivation.reversed()) {
            say("An earlier line counted that; this one takes it back: " + text(amount));
        }
    }

    private static String text(Money amount) {
        return amount.getAmount().toPlainString() + " " + amount.getCurrencyUnit() + ".";
    }

    private String rounding() {
        return derivation.rounding().mode().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Microseconds of a month are no number that a person reads: 86400000000/2678400000000 is 1/31. */
    private static String lowest(Share share) {
        BigInteger part = BigInteger.valueOf(share.part());
        BigInteger whole = BigInteger.valueOf(share.whole());
        BigInteger divisor = part.gcd(whole);
        return part.divide(divisor) + "/" + whole.divide(divisor);
    }

    private static String measure(ProrationPolicy policy) {
        return switch (policy) {
            case BY_SECOND -> ", measured in time";
            case BY_DAY -> ", counted in days";
            case FIXED_30_DAYS -> ", counted in days, thirty a month";
            case NONE -> "";
        };
    }

    private static String aggregate(MeterAggregation aggregation) {
        return switch (aggregation) {
            case COUNT -> "the number";
            case SUM -> "the sum";
            case MAX -> "the largest";
            case LATEST -> "the last";
            case UNIQUE -> "the different values";
            case TIME_WEIGHTED_SUM -> "the mean level";
            case TIME_WEIGHTED_UNIQUE -> "the mean number of different values";
            case CUSTOM -> "an agreed measure";
        };
    }

    private static String words(RoundingMode mode) {
        return switch (mode) {
            case CEILING, UP -> "rounded up";
            case FLOOR, DOWN -> "rounded down";
            case UNNECESSARY -> "not rounded";
            default -> "rounded " + mode.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    /** Days where both boundaries are midnights, the last one included, as people say it; instants otherwise. */
    private static String span(BillingPeriod period) {
        ZonedDateTime start = period.startInclusive().atZone(period.zone());
        ZonedDateTime end = period.endExclusive().atZone(period.zone());
        String zone = " ("
                + ("Z".equals(period.zone().getId()) ? "UTC" : period.zone().getId()) + ")";
        if (startsDay(start) && startsDay(end)) {
            return "from " + start.toLocalDate() + " to " + end.toLocalDate().minusDays(1) + zone;
        }
        return "from " + start.toLocalDateTime() + " until before " + end.toLocalDateTime() + zone;
    }

    private static boolean startsDay(ZonedDateTime time) {
        Instant midnight = time.toLocalDate().atStartOfDay(time.getZone()).toInstant();
        return midnight.equals(time.toInstant());
    }

    private void say(String sentence) {
        sentences.add(sentence);
    }

    /** Exact where that takes no more than 34 digits; a fraction such as 1/3 is marked as cut. */
    private static String quotient(BigDecimal numerator, BigDecimal whole) {
        BigDecimal cut = numerator.divide(whole, MathContext.DECIMAL128);
        boolean exact = cut.multiply(whole).compareTo(numerator) == 0;
        return exact ? plain(cut) : "about " + plain(cut.round(new MathContext(12)));
    }

    private static String plain(BigMoney amount) {
        return plain(amount.getAmount());
    }

    private static String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }
}
