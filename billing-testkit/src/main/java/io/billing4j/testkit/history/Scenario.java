package io.billing4j.testkit.history;

import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.LateUsagePolicy;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What a history starts from: a sandbox with the customers {@code a} and {@code b} and the plans of {@link PlainCatalogue}.
 *
 * @param begin where its clock stands
 * @param zone of the tenant and the customer {@code a}
 * @param otherZone of the customer {@code b}
 * @param prices what prices are made from
 * @param graceHours how long documents of runs stay drafts
 * @param consolidation which subscriptions share documents; {@code NONE} for a tenant that has never chosen
 */
public record Scenario(
        Instant begin,
        String zone,
        String otherZone,
        String currency,
        int prices,
        int graceHours,
        LateUsagePolicy lateUsage,
        ChangePolicy changes,
        Consolidation consolidation,
        BalancePolicy balance) {
    /** One in which the tenant has chosen nothing but these. */
    static Scenario of(
            Instant begin,
            String zone,
            String currency,
            int prices,
            int graceHours,
            LateUsagePolicy lateUsage,
            ChangePolicy changes) {
        return new Scenario(
                begin,
                zone,
                zone,
                currency,
                prices,
                graceHours,
                lateUsage,
                changes,
                Consolidation.NONE,
                BalancePolicy.UP_TO_TOTAL);
    }

    /** The same with other documents. */
    Scenario with(Consolidation joined, BalancePolicy policy) {
        return new Scenario(begin, zone, otherZone, currency, prices, graceHours, lateUsage, changes, joined, policy);
    }

    /** The same with documents of runs that are final at once, or are not. */
    Scenario withGrace(int hours) {
        return new Scenario(
                begin, zone, otherZone, currency, prices, hours, lateUsage, changes, consolidation, balance);
    }

    /** The same with customers in other zones. */
    Scenario withZones(String ofA, String ofB) {
        return new Scenario(begin, ofA, ofB, currency, prices, graceHours, lateUsage, changes, consolidation, balance);
    }

    /** The same with other prices and policies. */
    Scenario withPrices(String unit, int seed, LateUsagePolicy late, ChangePolicy policy) {
        return new Scenario(begin, zone, otherZone, unit, seed, graceHours, late, policy, consolidation, balance);
    }

    /** The zone of a customer. */
    ZoneId zoneOf(String customer) {
        return ZoneId.of(customer.equals("b") ? otherZone : zone);
    }
}
