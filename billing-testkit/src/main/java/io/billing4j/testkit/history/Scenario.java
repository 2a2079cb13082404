package io.billing4j.testkit.history;

import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.LateUsagePolicy;
import java.time.Instant;

/**
 * What a history starts from: a sandbox with the customers {@code a} and {@code b} and the plans of {@link PlainCatalogue}.
 *
 * @param begin where its clock stands
 * @param zone of the tenant and its customers
 * @param prices what prices are made from
 * @param graceHours how long documents of runs stay drafts
 */
public record Scenario(
        Instant begin,
        String zone,
        String currency,
        int prices,
        int graceHours,
        LateUsagePolicy lateUsage,
        ChangePolicy changes) {}
