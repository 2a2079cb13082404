package io.billing4j.engine;

import io.billing4j.balance.BalanceDifference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a page of customers has found.
 *
 * @param differences in the order of customers' keys
 * @param next the key after which the next page begins; null once all customers have been looked at
 */
public record BalanceCheck(
        List<BalanceDifference> differences, @Nullable String next) {
    /** Copies the list. */
    public BalanceCheck {
        differences = List.copyOf(differences);
    }
}
