package io.billing4j.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what events cost at a rate. However many events there are, four steps say it: what is rated, how many fixed amounts
 * are due, and how many events cost the minimum or the maximum.
 */
final class PercentageSum {
    private final PercentagePrice price;
    private final BigMoney rate;

    private boolean free;
    private long freeEvents;
    private BigDecimal freeAmount;

    private BigDecimal rated = BigDecimal.ZERO;
    private long fixed;
    private long atMinimum;
    private long atMaximum;

    PercentageSum(PercentagePrice price) {
        this.price = price;
        this.rate = Percent.ofOne(price.currency(), price.ratePercent());
        this.freeEvents = price.freeEvents();
        this.freeAmount = price.freeAmount().getAmount();
        this.free = freeEvents > 0 || freeAmount.signum() > 0;
    }

    /** Adds events in their order. */
    void add(PricedPart events) {
        BigDecimal amount = events.quantity();
        long left = events.count() - whollyFree(amount, events.count());
        if (left > 0 && free) {
            // What is left of the free amount ends inside this one event.
            charge(amount.subtract(freeAmount), 1);
            free = false;
            left--;
        }
        charge(amount, left);
    }

    /** How many of the next events of this amount are wholly free; they are taken from what is free. */
    private long whollyFree(BigDecimal amount, long count) {
        if (!free) {
            return 0;
        }
        long taken = price.freeEvents() > 0 ? Math.min(count, freeEvents) : count;
        if (price.freeAmount().isPositive()) {
            taken = stayingBelowTheFreeAmount(amount, taken);
            freeAmount = freeAmount.subtract(amount.multiply(BigDecimal.valueOf(taken)));
        }
        if (price.freeEvents() > 0) {
            freeEvents -= taken;
            free = freeEvents > 0;
        }
        return taken;
    }

    private long stayingBelowTheFreeAmount(BigDecimal amount, long count) {
        if (amount.signum() == 0) {
            return count;
        }
        BigDecimal fitting = freeAmount.divide(amount, 0, RoundingMode.CEILING).subtract(BigDecimal.ONE);
        return fitting.min(BigDecimal.valueOf(count)).longValueExact();
    }

    /** Adds so many events with this amount to be rated each. */
    void charge(BigDecimal amount, long count) {
        BigMoney asked = rate.multipliedBy(amount).plus(price.fixedPerEvent());
        BigMoney minimum = price.minimumPerEvent();
        BigMoney maximum = price.maximumPerEvent();
        if (minimum != null && asked.isLessThan(minimum)) {
            atMinimum += count;
        } else if (maximum != null && asked.isGreaterThan(maximum)) {
            atMaximum += count;
        } else {
            rated = rated.add(amount.multiply(BigDecimal.valueOf(count)));
            fixed += count;
        }
    }

    List<PriceStep> steps() {
        List<PriceStep> steps = new ArrayList<>();
        if (rated.signum() != 0) {
            steps.add(PriceStep.of(rated, rate));
        }
        add(steps, fixed, price.fixedPerEvent());
        add(steps, atMinimum, price.minimumPerEvent());
        add(steps, atMaximum, price.maximumPerEvent());
        return steps;
    }

    private static void add(List<PriceStep> steps, long count, @Nullable BigMoney each) {
        if (count > 0 && each != null && !each.isZero()) {
            steps.add(PriceStep.of(BigDecimal.valueOf(count), each));
        }
    }
}
