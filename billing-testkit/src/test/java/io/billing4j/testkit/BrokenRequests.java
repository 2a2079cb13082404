package io.billing4j.testkit;

import io.billing4j.store.BillingStore;
import java.time.Duration;
import java.util.Optional;

/** Stores that keep the contract but for one thing about requests. */
final class BrokenRequests {
    private BrokenRequests() {}

    /** Gives a key to whoever asks, and says that it is new. */
    static BillingStore givingKeysAgain() {
        return BrokenStores.intercepted("requests.claim", call -> {
            call.proceed();
            return Optional.empty();
        });
    }

    /** Forgets what is new as well. */
    static BillingStore overlookingAges() {
        return BrokenStores.intercepted("requests.forgetOlderThan", call -> {
            call.arguments().set(0, Duration.ZERO);
            return call.proceed();
        });
    }

    /** Forgets more than it was asked to. */
    static BillingStore forgettingWithoutEnd() {
        return BrokenStores.intercepted("requests.forgetOlderThan", call -> {
            call.arguments().set(1, Integer.MAX_VALUE);
            return call.proceed();
        });
    }
}
