package io.billing4j.testkit.history;

import io.billing4j.store.BillingStore;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.LateUsagePolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Cuts a history that fails down to one that breaks the same law with fewer and simpler commands. */
final class HistoryShrinker {
    private final Supplier<BillingStore> stores;
    private final History.Probe probe;
    private int attempts;
    private FuzzedHistory smallest;

    private HistoryShrinker(Supplier<BillingStore> stores, History.Probe probe, int attempts, FuzzedHistory failed) {
        this.stores = stores;
        this.probe = probe;
        this.attempts = attempts;
        this.smallest = failed;
    }

    /**
     * The smallest history that was found.
     *
     * @param attempts how many histories are tried at most
     */
    static FuzzedHistory shrink(
            Supplier<BillingStore> stores, History.Probe probe, int attempts, FuzzedHistory failed) {
        return new HistoryShrinker(stores, probe, attempts, failed).shrunk();
    }

    private FuzzedHistory shrunk() {
        boolean smaller = true;
        while (smaller && attempts > 0) {
            smaller = dropSome();
            smaller |= simplify();
            smaller |= simplifyScenario();
        }
        return smallest;
    }

    /** Leaves out runs of commands, long ones first. */
    private boolean dropSome() {
        boolean smaller = false;
        for (int length = smallest.commands().size() / 2; length > 0; length /= 2) {
            for (int from = smallest.commands().size() - length; from >= 0; from--) {
                List<HistoryCommand> fewer = new ArrayList<>(smallest.commands());
                fewer.subList(from, from + length).clear();
                if (tried(smallest.scenario(), fewer)) {
                    smaller = true;
                    from = Math.min(from, smallest.commands().size() - length + 1);
                }
            }
        }
        return smaller;
    }

    private boolean simplify() {
        boolean smaller = false;
        for (int i = 0; i < smallest.commands().size(); i++) {
            for (HistoryCommand simpler : simpler(smallest.commands().get(i))) {
                List<HistoryCommand> other = new ArrayList<>(smallest.commands());
                other.set(i, simpler);
                boolean same = simpler.equals(smallest.commands().get(i));
                if (!same && tried(smallest.scenario(), other)) {
                    smaller = true;
                    break;
                }
            }
        }
        return smaller;
    }

    private boolean simplifyScenario() {
        Scenario now = smallest.scenario();
        boolean smaller = false;
        for (Scenario simpler : List.of(
                Scenario.of(now.begin(), "UTC", "USD", 0, 0, LateUsagePolicy.CORRECT, ChangePolicy.DEFAULT),
                Scenario.of(now.begin(), "UTC", "USD", 0, 0, LateUsagePolicy.CORRECT, ChangePolicy.DEFAULT)
                        .with(now.consolidation(), now.balance()),
                now.with(Consolidation.NONE, BalancePolicy.UP_TO_TOTAL),
                now.with(now.consolidation(), BalancePolicy.UP_TO_TOTAL),
                now.with(Consolidation.NONE, now.balance()),
                now.withPrices("USD", 0, LateUsagePolicy.CORRECT, now.changes()),
                now.withGrace(0).withPrices(now.currency(), now.prices(), now.lateUsage(), ChangePolicy.DEFAULT),
                now.withZones("UTC", "UTC"),
                now.withZones(now.zone(), now.zone()))) {
            smaller |= !simpler.equals(smallest.scenario()) && !smaller && tried(simpler, smallest.commands());
        }
        return smaller;
    }

    private boolean tried(Scenario scenario, List<HistoryCommand> commands) {
        if (attempts <= 0) {
            return false;
        }
        attempts--;
        FuzzedHistory again = FuzzedHistory.repeated(stores.get(), scenario, commands, probe);
        HistoryFailure failure = again.failure();
        boolean same = failure != null
                && failure.law()
                        .equals(Objects.requireNonNull(smallest.failure()).law());
        if (same) {
            smallest = again;
        }
        return same;
    }

    private static List<HistoryCommand> simpler(HistoryCommand command) {
        if (command instanceof HistoryCommand.Create create) {
            return List.of(
                    new HistoryCommand.Create(
                            create.id(),
                            create.customer(),
                            create.plan(),
                            create.startDate(),
                            null,
                            BigDecimal.ONE,
                            0,
                            null),
                    new HistoryCommand.Create(
                            create.id(),
                            create.customer(),
                            create.plan(),
                            create.startDate(),
                            create.anchorDate(),
                            BigDecimal.ONE,
                            create.trialDays(),
                            null));
        } else if (command instanceof HistoryCommand.Use use) {
            return List.of(new HistoryCommand.Use(
                    use.event(), use.customer(), use.subscription(), use.meter(), BigDecimal.ONE, use.occurredAt()));
        } else if (command instanceof HistoryCommand.AdvanceTo advance) {
            return List.of(new HistoryCommand.SetClock(advance.to()));
        } else if (command instanceof HistoryCommand.Tax tax) {
            return simpler(tax.command());
        } else if (command instanceof HistoryCommand.OneOff oneOff
                && oneOff.command() instanceof OneOffCommand.Add add) {
            return List.of(
                    new HistoryCommand.OneOff(new OneOffCommand.Add(
                            add.name(),
                            add.customer(),
                            add.subscription(),
                            BigDecimal.valueOf(1000),
                            null,
                            PlainTaxes.STANDARD,
                            null,
                            add.day(),
                            null)),
                    new HistoryCommand.OneOff(new OneOffCommand.Add(
                            add.name(),
                            add.customer(),
                            add.subscription(),
                            BigDecimal.valueOf(1000),
                            null,
                            add.category(),
                            add.behavior(),
                            add.day(),
                            add.dueAt())));
        } else if (command instanceof HistoryCommand.Note note && note.command() instanceof NoteCommand.Credit credit) {
            return List.of(
                    new HistoryCommand.Note(new NoteCommand.Credit(credit.document(), null, 0, NoteCommand.Way.ANY)),
                    new HistoryCommand.Note(
                            new NoteCommand.Credit(credit.document(), null, credit.minor(), NoteCommand.Way.ANY)),
                    new HistoryCommand.Note(new NoteCommand.Credit(
                            credit.document(), credit.line(), credit.minor(), NoteCommand.Way.ANY)));
        } else if (command instanceof HistoryCommand.Change change) {
            return simpler(change.command()).stream()
                    .map(simpler -> (HistoryCommand) new HistoryCommand.Change(change.subscription(), simpler))
                    .toList();
        }
        return List.of();
    }

    private static List<HistoryCommand> simpler(TaxCommand command) {
        if (command instanceof TaxCommand.Policy policy) {
            return List.of(
                    new HistoryCommand.Tax(new TaxCommand.Policy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, "DE")),
                    new HistoryCommand.Tax(
                            new TaxCommand.Policy(TaxRounding.PER_RATE, policy.behavior(), policy.home())));
        } else if (command instanceof TaxCommand.Rate rate) {
            return List.of(new HistoryCommand.Tax(new TaxCommand.Rate(rate.place(), rate.from(), "10")));
        }
        return List.of();
    }

    private static List<SubscriptionCommand> simpler(SubscriptionCommand command) {
        if (command instanceof SubscriptionCommand.ChangeQuantity change) {
            return List.of(
                    new SubscriptionCommand.ChangeQuantity(BigDecimal.valueOf(2), ChangeTiming.now(), null),
                    new SubscriptionCommand.ChangeQuantity(BigDecimal.valueOf(2), change.timing(), null));
        } else if (command instanceof SubscriptionCommand.ChangePlan change) {
            return List.of(
                    new SubscriptionCommand.ChangePlan(change.plan(), null, ChangeTiming.now(), null),
                    new SubscriptionCommand.ChangePlan(change.plan(), change.version(), change.timing(), null));
        } else if (command instanceof SubscriptionCommand.SetAddOn set) {
            return List.of(
                    new SubscriptionCommand.SetAddOn(set.plan(), null, BigDecimal.ONE, ChangeTiming.now(), null),
                    new SubscriptionCommand.SetAddOn(set.plan(), null, BigDecimal.ONE, set.timing(), null));
        } else if (command instanceof SubscriptionCommand.Cancel cancel) {
            return List.of(
                    new SubscriptionCommand.Cancel(ChangeTiming.now(), null),
                    new SubscriptionCommand.Cancel(cancel.timing(), null));
        } else if (command instanceof SubscriptionCommand.Pause pause) {
            return List.of(
                    new SubscriptionCommand.Pause(ChangeTiming.now(), pause.fees(), null),
                    new SubscriptionCommand.Pause(pause.timing(), pause.fees(), null));
        }
        return List.of();
    }
}
