package io.billing4j.testkit.history;

import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.Consolidation;
import java.util.List;

/** Makes up what a tenant chooses otherwise on its way: most choose nothing. */
final class SettingGenerator {
    private final Choice choice;
    private final boolean fickle;

    SettingGenerator(Choice choice) {
        this.choice = choice;
        this.fickle = choice.chance(25);
    }

    /** Whether it is time for a command. */
    boolean next() {
        return fickle && choice.chance(8);
    }

    SettingCommand command() {
        return choice.chance(60)
                ? new SettingCommand.Join(choice.of(List.of(Consolidation.values())))
                : new SettingCommand.PayFrom(choice.of(List.of(BalancePolicy.values())));
    }
}
