package io.billing4j.testkit.history;

import io.billing4j.customer.CustomerState;
import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.testkit.history.BilledLines.Line;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What a history has told so far, and what has to hold of its books by that. */
final class Comparison {
    private final BillingEngine engine;
    private final Scenario scenario;
    private final History.Probe probe;
    private final Oracle oracle;
    private final BooksCheck books = new BooksCheck();
    private final RuleCheck rules;
    private final TaxCheck taxes;
    private final NoteCheck notes;
    private final PlaceCheck places;
    private final OneOffCheck oneOffs;
    private final OneOffPlaces oneOffPlaces;
    private final MinimumCheck minimums;
    private final ReachedCheck early;
    private final TermsCheck terms;
    private final Set<String> granted = new HashSet<>();
    private final BalanceCheck balances = new BalanceCheck();
    private final Map<String, Retelling> retellings = new HashMap<>();
    private final List<Usage> usage = new ArrayList<>();
    private final Map<String, Integer> adjusted = new HashMap<>();
    private final Map<String, Integer> paidOut = new HashMap<>();
    private final Map<String, String> groups = new HashMap<>();
    private final Map<String, PlainSubscription> plains = new HashMap<>();
    private Consolidation joined;
    private BalancePolicy policy;
    private BigInteger minimum = BigInteger.ZERO;
    /** Whether there ever was a minimum. */
    private boolean asking;

    Comparison(BillingEngine engine, Scenario scenario, History.Probe probe) {
        this.engine = engine;
        this.scenario = scenario;
        this.probe = probe;
        int decimals = CurrencyUnit.of(scenario.currency()).getDecimalPlaces();
        Map<String, PlainPlan> plans = new HashMap<>();
        PlainCatalogue.of(scenario.prices(), decimals)
                .forEach(plan -> plans.put(plan.key(), probe.plans().apply(plan)));
        Fraction minor = new Fraction(BigInteger.TEN.pow(decimals), BigInteger.ONE);
        this.oracle = new Oracle(plans, minor, probe.rounding());
        this.rules = new RuleCheck(probe.rules());
        this.oneOffs = new OneOffCheck(scenario);
        this.oneOffPlaces = new OneOffPlaces(oneOffs.added());
        this.early = new ReachedCheck(oracle);
        this.terms = new TermsCheck(oracle);
        this.minimums = new MinimumCheck(oracle);
        this.taxes = new TaxCheck(probe.taxes(), oneOffs::of);
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
        } else if (command instanceof HistoryCommand.Change change) {
            early.changed(change.subscription());
        } else if (command instanceof HistoryCommand.Use use) {
            early.reported(use, before.now(), plains);
            usage.add(new Usage(
                    use.customer(),
                    use.subscription(),
                    use.meter(),
                    Retelling.fraction(use.quantity()),
                    use.occurredAt()));
        } else if (command instanceof HistoryCommand.Grant grant) {
            granted.add(grant.customer());
        } else if (command instanceof HistoryCommand.Adjust adjust) {
            adjusted.merge(adjust.customer(), adjust.minor(), Integer::sum);
        } else if (command instanceof HistoryCommand.PayOut payOut) {
            paidOut.merge(payOut.customer(), payOut.minor(), Integer::sum);
        } else if (command instanceof HistoryCommand.Tax tax) {
            taxes.learn(tax.command());
        } else if (command instanceof HistoryCommand.Choose choose) {
            joined = choose.command() instanceof SettingCommand.Join join ? join.joined() : joined;
            if (choose.command() instanceof SettingCommand.AskFor least) {
                minimum = BigInteger.valueOf(least.minor());
                asking = true;
            }
            policy = choose.command() instanceof SettingCommand.PayFrom pay ? pay.policy() : policy;
            if (choose.command() instanceof SettingCommand.SetGroup set) {
                groups.put(set.subscription(), Objects.toString(set.group(), ""));
            }
        } else if (command instanceof HistoryCommand.OneOff oneOff) {
            oneOffs.learn(oneOff.command());
            InvoiceId draft = left(oneOff.command(), before);
            if (draft != null) {
                taxes.forget(draft);
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

    /** The draft that a charge leaves, which is computed again by that. */
    private static @Nullable InvoiceId left(OneOffCommand command, Snapshot before) {
        return command instanceof OneOffCommand.Cancel cancel
                ? before.oneOffs().stream()
                        .filter(one -> one.description().equals(cancel.name()))
                        .map(OneOffCharge::invoice)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** Checks what was said to a command; null for one that was accepted. */
    void answered(HistoryCommand command, Snapshot before, @Nullable ErrorCode refused) {
        if (command instanceof HistoryCommand.OneOff oneOff) {
            oneOffs.answered(
                    before, taxes.on(), joined == Consolidation.GROUP ? groups : null, oneOff.command(), refused);
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
        Map<String, Instant> next = new HashMap<>();
        plains.clear();
        for (SubscriptionState state : snapshot.subscriptions()) {
            String id = state.subscription().id().value();
            PlainSubscription plain = Objects.requireNonNull(retellings.get(id)).of(state.subscription());
            plains.put(id, plain);
            SubscriptionCheck check = new SubscriptionCheck(snapshot, oracle, state, plain, usage);
            check.check(lines, allBilled);
            next.put(id, check.asOf());
            owed.merge(state.subscription().customer(), check.owed(), BigInteger::add);
            open.merge(state.subscription().customer(), !check.settled(), Boolean::logicalOr);
        }
        Snapshot probed = probe.books().apply(snapshot);
        rules.check(probed.invoices());
        oneOffs.check(probed);
        oneOffPlaces.check(
                before, probed, joined == Consolidation.GROUP ? groups : Map.of(), told(probed), minimum.signum() > 0);
        if (asking) {
            minimums.check(
                    before,
                    probed,
                    plains,
                    minimum,
                    findings(FindingReason.CARRIED_FORWARD),
                    allBilled || (accepted && command instanceof HistoryCommand.Change));
            minimums.checkWaiting(probed);
        }
        places.check(probed, plains, groups, joined.name());
        boolean looked = command instanceof HistoryCommand.Run || command instanceof HistoryCommand.BillReached;
        terms.check(before, probed, plains, usage, next, accepted && command instanceof HistoryCommand.Run);
        early.check(before, probed, plains, usage, accepted && looked, granted);
        if (accepted && command instanceof HistoryCommand.AdvanceTo) {
            early.passed(probed.now());
        }
        new OnceCheck(probed).check();
        LineChains chains = new LineChains(probed);
        notes.check(probed, chains);
        taxes.check(probed, chains, new DueDays(snapshot, oracle, plains, scenario)::of);
        chains.check();
        balances.check(before, probed, policy.name(), accepted ? refreshed(command, before) : null);
        owed.replaceAll((customer, amount) -> amount.add(oneOffs.billed(snapshot, customer.value())));
        snapshot.invoices().stream().filter(BilledLines::waived).forEach(invoice -> open.put(invoice.customer(), true));
        owed.forEach((customer, amount) -> {
            if (!open.getOrDefault(customer, false)) {
                CustomerState state =
                        Objects.requireNonNull(snapshot.customers().get(customer));
                new MoneyCheck(snapshot, state, sum(adjusted, state).minus(sum(paidOut, state))).check(amount);
            }
        });
    }

    private static @Nullable InvoiceId refreshed(HistoryCommand command, Snapshot before) {
        if (command instanceof HistoryCommand.Refresh refresh) {
            return before.invoices().get(refresh.document()).id();
        }
        return command instanceof HistoryCommand.OneOff oneOff ? left(oneOff.command(), before) : null;
    }

    /** The charges that findings tell of. */
    private Set<String> told(Snapshot snapshot) {
        Set<String> ids = new HashSet<>();
        if (!snapshot.oneOffs().isEmpty()) {
            findings(FindingReason.ONE_OFF_NOT_BILLABLE)
                    .forEach(finding -> ids.add(finding.detail().getOrDefault("oneOffId", "")));
        }
        Set<String> told = new HashSet<>();
        snapshot.oneOffs().stream()
                .filter(one -> ids.contains(one.id().toString()))
                .forEach(one -> told.add(one.description()));
        return told;
    }

    /** Checks the books once a history is over. */
    void end(Snapshot snapshot) {
        minimums.checkEnd(snapshot);
        checkAsked(snapshot);
    }

    /** Checks that usage is asked for, of subscriptions of which nothing is left to bill. */
    void checkAsked(Snapshot snapshot) {
        OnceCheck once = new OnceCheck(snapshot);
        for (SubscriptionState state : snapshot.subscriptions()) {
            PlainSubscription plain =
                    Objects.requireNonNull(plains.get(state.subscription().id().value()));
            SubscriptionCheck check = new SubscriptionCheck(snapshot, oracle, state, plain, usage);
            if (check.settled()) {
                once.checkAsked(plain.id(), check.charges());
            }
        }
    }

    /** A check of documents that wait which knows of nothing yet. */
    MinimumCheck anotherOfMinimums() {
        return new MinimumCheck(oracle);
    }

    /** A check of usage that is billed early which knows of nothing yet. */
    ReachedCheck anotherOfAmounts() {
        return new ReachedCheck(oracle);
    }

    /** A check of terms of plans which knows of nothing yet. */
    TermsCheck anotherOfTerms() {
        return new TermsCheck(oracle);
    }

    List<Usage> usage() {
        return usage;
    }

    Map<String, PlainSubscription> plains() {
        return plains;
    }

    List<Finding> findings(FindingReason reason) {
        return engine.listFindings(null, reason, Page.first(Page.MAX_SIZE));
    }

    private static Money sum(Map<String, Integer> byHand, CustomerState state) {
        int minor = byHand.getOrDefault(state.customer().id().value(), 0);
        return Money.ofMinor(state.customer().currency(), minor);
    }

    /** Whether any document has had a tax. */
    boolean taxed() {
        return taxes.any();
    }

    /** Whether anything was billed once. */
    boolean oneOff() {
        return oneOffs.any();
    }

    /** Whether any document was not made since it would have asked for too little. */
    boolean carried() {
        return minimums.carried() > 0;
    }

    /** Whether any usage was billed before its period ended. */
    boolean early() {
        return early.made() > 0;
    }

    /** Whether anything was missing to what a plan promised, or was changed by its terms. */
    boolean underTerms() {
        return terms.any();
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
