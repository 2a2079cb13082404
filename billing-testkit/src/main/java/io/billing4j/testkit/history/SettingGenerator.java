package io.billing4j.testkit.history;

import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.Consolidation;
import java.util.List;

/** Makes up what a tenant chooses otherwise on its way: most choose nothing. */
final class SettingGenerator {
    private static final List<String> GROUPS = List.of("PO-1", "PO-1", "PO-2");

    private static final int SALT = 2;

    private final Choice choice;
    private final boolean fickle;
    private final boolean grouping;
    private final Choice leasts;
    private final boolean asking;

    SettingGenerator(Choice choice, Scenario scenario) {
        this.choice = choice;
        this.fickle = choice.chance(25);
        this.grouping = scenario.consolidation() == Consolidation.GROUP;
        this.leasts = choice.apart(SALT);
        this.asking = leasts.chance(30);
    }

    /** Whether documents have to ask for something at least, sooner or later. */
    boolean asking() {
        return asking;
    }

    /** Whether it is time for another minimum. */
    boolean nextMinimum() {
        return asking && leasts.chance(10);
    }

    /** Mostly more than a cheap plan comes to, now and then more than all. */
    SettingCommand minimum() {
        return new SettingCommand.AskFor(
                leasts.chance(15) ? 0 : 1 + leasts.below(leasts.of(List.of(1500, 8000, 8000, 40_000, 1_000_000))));
    }

    /** Whether it is time for a command. */
    boolean next() {
        return choice.chance(fickle || grouping ? 10 : 1);
    }

    SettingCommand command(Snapshot books) {
        if (!books.subscriptions().isEmpty() && choice.chance(grouping ? 80 : 25)) {
            return new SettingCommand.SetGroup(
                    choice.of(books.subscriptions()).subscription().id().value(),
                    choice.chance(10) ? null : choice.of(GROUPS));
        }
        return choice.chance(60)
                ? new SettingCommand.Join(choice.of(List.of(Consolidation.values())))
                : new SettingCommand.PayFrom(choice.of(List.of(BalancePolicy.values())));
    }
}
