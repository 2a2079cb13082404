package io.billing4j.testkit.history;

import io.billing4j.customer.CustomerState;
import io.billing4j.engine.BillingEngine;
import io.billing4j.id.CustomerId;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.testkit.history.BilledLines.Line;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What a history has told so far, and what has to hold of its books by that. */
final class Comparison {
    private final BillingEngine engine;
    private final Scenario scenario;
    private final History.Probe probe;
    private final Oracle oracle;
    private final BooksCheck books = new BooksCheck();
    private final TaxCheck taxes;
    private final NoteCheck notes;
    private final PlaceCheck places;
    private final BalanceCheck balances = new BalanceCheck();
    private final Map<String, Retelling> retellings = new HashMap<>();
    private final List<Usage> usage = new ArrayList<>();
    private final Map<String, Integer> adjusted = new HashMap<>();
    private final Map<String, Integer> paidOut = new HashMap<>();
    private final Map<String, String> groups = new HashMap<>();
    private Consolidation joined;
    private BalancePolicy policy;

    Comparison(BillingEngine engine, Scenario scenario, History.Probe probe) {
        this.engine = engine;
        this.scenario = scenario;
        this.probe = probe;
        int decimals = CurrencyUnit.of(scenario.currency()).getDecimalPlaces();
        Map<String, PlainPlan> plans = new HashMap<>();
        PlainCatalogue.of(scenario.prices(), decimals).forEach(plan -> plans.put(plan.key(), plan));
        Fraction minor = new Fraction(BigInteger.TEN.pow(decimals), BigInteger.ONE);
        this.oracle = new Oracle(plans, minor, probe.rounding());
        this.taxes = new TaxCheck(probe.taxes());
        this.notes = new NoteCheck(probe.taxes());
        this.places = new PlaceCheck(oracle, scenario);
        this.joined = scenario.consolidation();
        this.policy = scenario.balance();
    }

    /** Takes in a command that was accepted. */
    void learn(HistoryCommand command, Snapshot before, Snapshot snapshot) {
        new PlaceChanges(before, snapshot).check(command);
        if (command instanceof HistoryCommand.Create create) {
            retellings.put(create.id(), new Retelling(oracle, create, scenario.zoneOf(create.customer())));
        } else if (command instanceof HistoryCommand.Use use) {
            usage.add(new Usage(
                    use.customer(),
                    use.subscription(),
                    use.meter(),
                    Retelling.fraction(use.quantity()),
                    use.occurredAt()));
        } else if (command instanceof HistoryCommand.Adjust adjust) {
            adjusted.merge(adjust.customer(), adjust.minor(), Integer::sum);
        } else if (command instanceof HistoryCommand.PayOut payOut) {
            paidOut.merge(payOut.customer(), payOut.minor(), Integer::sum);
        } else if (command instanceof HistoryCommand.Tax tax) {
            taxes.learn(tax.command());
        } else if (command instanceof HistoryCommand.Choose choose) {
            joined = choose.command() instanceof SettingCommand.Join join ? join.joined() : joined;
            policy = choose.command() instanceof SettingCommand.PayFrom pay ? pay.policy() : policy;
            if (choose.command() instanceof SettingCommand.SetGroup set) {
                groups.put(set.subscription(), Objects.toString(set.group(), ""));
            }
        } else if (command instanceof HistoryCommand.Refresh refresh) {
            taxes.forget(snapshot.invoices().get(refresh.document()).id());
        } else if (command instanceof HistoryCommand.Note note
                && note.command() instanceof NoteCommand.Credit credit
                && credit.line() == null
                && credit.minor() == 0) {
            notes.creditedWholly(snapshot.invoices().get(credit.document()).id());
        }
    }

    /**
     * Compares the books after a command.
     *
     * @throws HistoryFailure where anything is not as it must be
     */
    void check(Snapshot before, Snapshot snapshot, HistoryCommand command, boolean accepted) {
        boolean allBilled =
                accepted && (command instanceof HistoryCommand.Run || command instanceof HistoryCommand.AdvanceTo);
        books.check(snapshot, engine);
        for (CustomerId customer : History.CUSTOMERS) {
            new CouponCheck(snapshot, customer, engine).check();
            CustomerState state = Objects.requireNonNull(snapshot.customers().get(customer));
            new LedgerCheck(snapshot, state).check(sum(adjusted, state), sum(paidOut, state));
        }
        List<Line> lines = probe.lines().apply(BilledLines.of(snapshot));
        Map<CustomerId, BigInteger> owed = new HashMap<>();
        Map<CustomerId, Boolean> open = new HashMap<>();
        Map<String, PlainSubscription> plains = new HashMap<>();
        for (SubscriptionState state : snapshot.subscriptions()) {
            String id = state.subscription().id().value();
            PlainSubscription plain = Objects.requireNonNull(retellings.get(id)).of(state.subscription());
            plains.put(id, plain);
            SubscriptionCheck check = new SubscriptionCheck(snapshot, oracle, state, plain, usage);
            check.check(lines, allBilled);
            owed.merge(state.subscription().customer(), check.owed(), BigInteger::add);
            open.merge(state.subscription().customer(), !check.settled(), Boolean::logicalOr);
        }
        Snapshot probed = probe.books().apply(snapshot);
        places.check(probed, plains, groups, joined.name());
        LineChains chains = new LineChains(probed);
        notes.check(probed, chains);
        taxes.check(probed, chains, new DueDays(snapshot, oracle, plains, scenario)::of);
        chains.check();
        balances.check(
                before,
                probed,
                policy.name(),
                accepted && command instanceof HistoryCommand.Refresh refresh
                        ? before.invoices().get(refresh.document()).id()
                        : null);
        owed.forEach((customer, amount) -> {
            if (!open.getOrDefault(customer, false)) {
                CustomerState state =
                        Objects.requireNonNull(snapshot.customers().get(customer));
                new MoneyCheck(snapshot, state, sum(adjusted, state).minus(sum(paidOut, state))).check(amount);
            }
        });
    }

    private static Money sum(Map<String, Integer> byHand, CustomerState state) {
        int minor = byHand.getOrDefault(state.customer().id().value(), 0);
        return Money.ofMinor(state.customer().currency(), minor);
    }

    /** Whether any document has had a tax. */
    boolean taxed() {
        return taxes.any();
    }

    /** Whether any document was made with several places. */
    boolean shared() {
        return places.shared() > 0;
    }

    /** Whether any document was paid less than a balance would have by itself. */
    boolean bound() {
        return balances.bound() > 0;
    }
}
