package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.history.BilledLines.Line;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One tenant's history: it carries out commands, and after each it compares the books with the oracle. */
public final class History {
    static final List<CustomerId> CUSTOMERS = List.of(CustomerId.of("a"), CustomerId.of("b"));

    private static final IdSource TENANT_KEYS = SystemSource.ids();

    private final BillingStore store;
    private final BillingEngine engine;
    private final Scenario scenario;
    private final Comparison comparison;
    private Snapshot snapshot;

    private History(BillingStore store, BillingEngine engine, Scenario scenario, Probe probe) {
        this.store = store;
        this.engine = engine;
        this.scenario = scenario;
        this.comparison = new Comparison(engine, scenario, probe);
        this.snapshot = Snapshot.of(store, engine);
    }

    /** A new tenant on a store. */
    public static History open(BillingStore store, Scenario scenario) {
        return open(store, scenario, Probe.NONE);
    }

    /** A new tenant on a store, whose documents have to keep further rules. */
    public static History open(BillingStore store, Scenario scenario, List<DocumentRule> rules) {
        return open(store, scenario, Probe.NONE.with(rules));
    }

    static History open(BillingStore store, Scenario scenario, Probe probe) {
        Billing4J billing =
                Billing4J.builder(store).clock(tenant -> scenario.begin()).build();
        TenantId tenant = TenantId.of(TENANT_KEYS.next().toString());
        ScenarioBooks.open(billing, tenant, scenario);
        return new History(store, billing.forTenant(tenant), scenario, probe);
    }

    /** What a test of the fuzzer itself puts between the books and the oracle, and the rules that a store's test puts to documents. */
    record Probe(
            Function<Fraction, BigInteger> rounding,
            UnaryOperator<List<Line>> lines,
            Function<Fraction, BigInteger> taxes,
            UnaryOperator<Snapshot> books,
            List<DocumentRule> rules,
            UnaryOperator<PlainPlan> plans) {
        static final Probe NONE = new Probe(Fraction::halfUp, UnaryOperator.identity());

        Probe(Function<Fraction, BigInteger> rounding, UnaryOperator<List<Line>> lines) {
            this(rounding, lines, Fraction::halfUp);
        }

        Probe(
                Function<Fraction, BigInteger> rounding,
                UnaryOperator<List<Line>> lines,
                Function<Fraction, BigInteger> taxes) {
            this(rounding, lines, taxes, UnaryOperator.identity(), List.of(), UnaryOperator.identity());
        }

        Probe with(List<DocumentRule> others) {
            return new Probe(rounding, lines, taxes, books, others, plans);
        }

        /** Between documents and what has to stand on them. */
        static Probe ofDocuments(UnaryOperator<Invoice> documents) {
            return ofBooks(books -> books.with(documents));
        }

        /** Between all that was made and what has to be. */
        static Probe ofBooks(UnaryOperator<Snapshot> books) {
            return new Probe(NONE.rounding, NONE.lines, NONE.taxes, books, List.of(), NONE.plans);
        }

        /** Between what is sold and what the oracle is told of it. */
        static Probe ofPlans(UnaryOperator<PlainPlan> plans) {
            return new Probe(NONE.rounding, NONE.lines, NONE.taxes, NONE.books, List.of(), plans);
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
        BillingException foreseen = refusal(() -> known.set(command.foresee(engine)));
        BillingException refused = refusal(() -> command.askOf(engine));
        require(
                code(foreseen) == code(refused) || (foreseen == null && !known.get()),
                "a preview is refused like its command",
                code(foreseen) + " and " + code(refused));
        Snapshot before = snapshot;
        snapshot = look();
        if (refused == null) {
            comparison.learn(command, before, snapshot);
        } else {
            require(before.sameBooks(snapshot), "what is refused changes nothing", refused.code());
        }
        new NoteRefusals(before).check(command, code(refused), refused == null ? "" : refused.getMessage() + "");
        comparison.answered(command, before, code(refused));
        comparison.check(before, snapshot, command, refused == null);
        return code(refused);
    }

    private Snapshot look() {
        try {
            return Snapshot.of(store, engine);
        } catch (RuntimeException e) {
            throw new HistoryFailure("books can be read and previewed", e.toString(), e);
        }
    }

    private static @Nullable ErrorCode code(@Nullable BillingException refused) {
        return refused == null ? null : refused.code();
    }

    private static @Nullable BillingException refusal(Runnable call) {
        try {
            call.run();
            return null;
        } catch (BillingException e) {
            if (e.code().category().isFailure()) {
                throw new HistoryFailure("a command is accepted or refused for a reason", e.toString(), e);
            }
            return e;
        } catch (HistoryFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw new HistoryFailure("a command is accepted or refused for a reason", e.toString(), e);
        }
    }

    /** Compares the books once the history is over. */
    void end() {
        comparison.end(snapshot);
    }

    Comparison comparison() {
        return comparison;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Whether any of its documents has a tax. */
    boolean taxed() {
        return comparison.taxed();
    }

    /** Whether anything was credited. */
    boolean credited() {
        return snapshot.invoices().stream().anyMatch(document -> document.note() != null);
    }

    /** Whether anything was billed once. */
    boolean oneOff() {
        return comparison.oneOff();
    }

    /** Whether any document was not made since it would have asked for too little. */
    boolean carried() {
        return comparison.carried();
    }

    /** Whether any usage was billed before its period ended. */
    boolean early() {
        return comparison.early();
    }

    /** Whether anything was missing to what a plan promised, or was changed by its terms. */
    boolean underTerms() {
        return comparison.underTerms();
    }

    /** Whether any document was made with several places. */
    boolean shared() {
        return comparison.shared();
    }

    /** Whether any document was paid less than a balance would have by itself. */
    boolean bound() {
        return comparison.bound();
    }

    Scenario scenario() {
        return scenario;
    }
}
