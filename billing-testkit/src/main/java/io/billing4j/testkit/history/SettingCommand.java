package io.billing4j.testkit.history;

import io.billing4j.engine.BillingEngine;
import io.billing4j.id.SubscriptionId;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.Minimums;
import org.jspecify.annotations.Nullable;

/** What a tenant chooses for its next documents. */
public sealed interface SettingCommand {
    /** Chooses it. */
    void askOf(BillingEngine engine);

    /** Which subscriptions share documents. */
    record Join(Consolidation joined) implements SettingCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.settings().update(present -> present.withConsolidation(joined));
        }
    }

    /**
     * What a subscription is for.
     *
     * @param group null for nothing
     */
    record SetGroup(String subscription, @Nullable String group) implements SettingCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.subscriptions().setGroup(SubscriptionId.of(subscription), group);
        }
    }

    /**
     * What documents of periods have to ask for at least.
     *
     * @param minor in minor units; zero for nothing
     */
    record AskFor(int minor) implements SettingCommand {
        @Override
        public void askOf(BillingEngine engine) {
            Minimums minimums = minor == 0 ? Minimums.NONE : Minimums.of(ByPlace.amount(engine, minor));
            engine.settings().update(present -> present.withMinimums(minimums));
        }
    }

    /** What documents are paid from balances. */
    record PayFrom(BalancePolicy policy) implements SettingCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.settings().update(present -> present.withBalance(policy));
        }
    }
}
