package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.customer.CustomerState;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.BillingStore;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.testkit.history.BilledLines.Line;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** One tenant's history: it carries out commands, and after each it compares the books with the oracle. */
public final class History {
    static final List<CustomerId> CUSTOMERS = List.of(CustomerId.of("a"), CustomerId.of("b"));

    private static final IdSource TENANT_KEYS = SystemSource.ids();

    private final BillingStore store;
    private final BillingEngine engine;
    private final Scenario scenario;
    private final Probe probe;
    private final Oracle oracle;
    private final BooksCheck books = new BooksCheck();
    private final TaxCheck taxes;
    private final NoteCheck notes;
    private final Map<String, Retelling> retellings = new HashMap<>();
    private final List<Usage> usage = new ArrayList<>();
    private final Map<String, Integer> adjusted = new HashMap<>();
    private final Map<String, Integer> paidOut = new HashMap<>();
    private Snapshot snapshot;

    private History(BillingStore store, BillingEngine engine, Scenario scenario, Probe probe) {
        this.store = store;
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
        this.snapshot = Snapshot.of(store, engine);
    }

    /** A new tenant on a store. */
    public static History open(BillingStore store, Scenario scenario) {
        return open(store, scenario, Probe.NONE);
    }

    static History open(BillingStore store, Scenario scenario, Probe probe) {
        Billing4J billing =
                Billing4J.builder(store).clock(tenant -> scenario.begin()).build();
        TenantId tenant = TenantId.of(TENANT_KEYS.next().toString());
        ScenarioBooks.open(billing, tenant, scenario);
        return new History(store, billing.forTenant(tenant), scenario, probe);
    }

    /** What a test of the fuzzer itself puts between the books and the oracle. */
    record Probe(
            Function<Fraction, BigInteger> rounding,
            UnaryOperator<List<Line>> lines,
            Function<Fraction, BigInteger> taxes,
            UnaryOperator<Invoice> documents) {
        static final Probe NONE = new Probe(Fraction::halfUp, UnaryOperator.identity());

        Probe(Function<Fraction, BigInteger> rounding, UnaryOperator<List<Line>> lines) {
            this(rounding, lines, Fraction::halfUp, UnaryOperator.identity());
        }

        /** Between documents and what their taxes have to be. */
        Probe(UnaryOperator<Invoice> documents) {
            this(Fraction::halfUp, UnaryOperator.identity(), Fraction::halfUp, documents);
        }
    }

    /**
     * Carries out a command, which may be refused, and compares.
     *
     * @throws HistoryFailure where anything is not as it must be
     */
    public History then(HistoryCommand command) {
        carryOut(command);
        return this;
    }

    /** The same; the code of the refusal, or null for a command that was accepted. */
    @Nullable
    ErrorCode carryOut(HistoryCommand command) {
        AtomicBoolean known = new AtomicBoolean();
        ErrorCode foreseen = refusal(() -> known.set(command.foresee(engine)));
        ErrorCode refused = refusal(() -> command.askOf(engine));
        require(
                foreseen == refused || (foreseen == null && !known.get()),
                "a preview is refused like its command",
                foreseen + " and " + refused);
        Snapshot before = snapshot;
        snapshot = look();
        if (refused == null) {
            learn(command);
        } else {
            require(before.sameBooks(snapshot), "what is refused changes nothing", refused);
        }
        boolean allBilled = refused == null
                && (command instanceof HistoryCommand.Run || command instanceof HistoryCommand.AdvanceTo);
        check(allBilled);
        return refused;
    }

    private Snapshot look() {
        try {
            return Snapshot.of(store, engine);
        } catch (RuntimeException e) {
            throw new HistoryFailure("books can be read and previewed", e.toString(), e);
        }
    }

    private static @Nullable ErrorCode refusal(Runnable call) {
        try {
            call.run();
            return null;
        } catch (BillingException e) {
            boolean typed =
                    e.code().category() != ErrorCategory.INTERNAL && e.code().category() != ErrorCategory.UNAVAILABLE;
            if (!typed) {
                throw new HistoryFailure("a command is accepted or refused for a reason", e.toString(), e);
            }
            return e.code();
        } catch (HistoryFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw new HistoryFailure("a command is accepted or refused for a reason", e.toString(), e);
        }
    }

    private void learn(HistoryCommand command) {
        if (command instanceof HistoryCommand.Create create) {
            retellings.put(create.id(), new Retelling(oracle, create, ZoneId.of(scenario.zone())));
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
        } else if (command instanceof HistoryCommand.Refresh refresh) {
            taxes.forget(snapshot.invoices().get(refresh.document()).id());
        } else if (command instanceof HistoryCommand.Note note
                && note.command() instanceof NoteCommand.Credit credit
                && credit.line() == null
                && credit.minor() == 0) {
            notes.creditedWholly(snapshot.invoices().get(credit.document()).id());
        }
    }

    private void check(boolean allBilled) {
        books.check(snapshot, engine);
        for (CustomerId customer : CUSTOMERS) {
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
        Snapshot probed = snapshot.with(probe.documents());
        LineChains chains = new LineChains(probed);
        notes.check(probed, chains);
        taxes.check(probed, chains, new DueDays(snapshot, oracle, plains, ZoneId.of(scenario.zone()))::of);
        chains.check();
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

    Snapshot snapshot() {
        return snapshot;
    }

    /** Whether any of its documents has a tax. */
    boolean taxed() {
        return taxes.any();
    }

    /** Whether anything was credited. */
    boolean credited() {
        return snapshot.invoices().stream().anyMatch(document -> document.note() != null);
    }

    Scenario scenario() {
        return scenario;
    }
}
