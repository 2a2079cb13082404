package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.run.BillingRun;
import io.billing4j.store.UnitOfWork;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxCalculator;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tenant.TenantSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks outside services what taxes are due, between transactions and never within one, and keeps what they say for whoever asks the
 * same. There is one for each command and one for each run, whose threads share it.
 */
final class TaxAsking {
    /** How long an answer is of use, in business time. */
    private static final Duration KEPT = Duration.ofHours(24);

    private static final int MOST_AT_ONCE = 1_000;

    private final TenantScope scope;
    private final boolean preview;
    private final boolean afresh;
    private final MissedCalls misses = new MissedCalls();
    /** Where to begin among questions of several calls: who keeps throwing is not the first in every run. */
    private final int turn;

    private final Map<ContentHash, BillingException> failed = new ConcurrentHashMap<>();
    /** What is not, or not only, in the store. */
    private final Map<ContentHash, TaxAnswer.Answered> own = new ConcurrentHashMap<>();
    /** Customers whose taxes are being asked for, by the thread that does. */
    private final Map<CustomerId, Thread> waiting = new ConcurrentHashMap<>();

    private TaxAsking(TenantScope scope, boolean preview, boolean afresh, int turn) {
        this.turn = turn;
        this.scope = scope;
        this.preview = preview;
        this.afresh = afresh;
    }

    /** For documents that are made. */
    static TaxAsking of(TenantScope scope) {
        return new TaxAsking(scope, false, false, 0);
    }

    /** For documents of a run. */
    static TaxAsking of(TenantScope scope, BillingRun run) {
        return new TaxAsking(scope, false, false, run.cutOff().hashCode());
    }

    /** For documents that are only looked at: what is said of a day that lies ahead is kept by nobody. */
    static TaxAsking ofPreview(TenantScope scope) {
        return new TaxAsking(scope, true, false, 0);
    }

    /** For a document that somebody wants to be computed again: what was said before does not count. */
    static TaxAsking afresh(TenantScope scope) {
        return new TaxAsking(scope, false, scope.context().store().ownsTransactions(), 0);
    }

    /** Whether the place of a document stays open for now, without anything being wrong with it. */
    static boolean waits(Throwable cause) {
        return cause instanceof BillingException known
                && (known.code() == ErrorCode.TAX_UNAVAILABLE || known.code() == ErrorCode.TAX_PENDING);
    }

    /** Whether the service says no to what it is asked, or says what cannot be: it is the question that is to blame. */
    static boolean refused(Throwable cause) {
        return cause instanceof BillingException known
                && (known.code() == ErrorCode.TAX_REFUSED || known.code() == ErrorCode.TAX_ANSWER_INVALID);
    }

    /**
     * Refuses with TAX_CALCULATOR_UNKNOWN to bill a tenant whose service is not registered here, and with UNSUITABLE_TRANSACTION to bill
     * everybody in one of the host's.
     */
    static void requireAble(EngineContext context, TenantSettings settings) {
        TaxCalculatorId calculator =
                settings.taxes() == null ? null : settings.taxes().calculator();
        if (calculator != null && !context.store().ownsTransactions()) {
            throw ErrorCode.UNSUITABLE_TRANSACTION.because(
                    "expected a store that commits by itself, since the tax service is asked between transactions");
        }
        if (calculator != null) {
            requireKnown(context, calculator);
        }
    }

    /** Refuses a service that is not registered with TAX_CALCULATOR_UNKNOWN at {@code calculator}. */
    static TaxCalculator requireKnown(EngineContext context, TaxCalculatorId id) {
        TaxCalculator calculator = context.calculators().get(id);
        if (calculator == null) {
            throw ErrorCode.TAX_CALCULATOR_UNKNOWN.at("calculator", "no tax service " + id + " is registered");
        }
        return calculator;
    }

    /** Forgets what is of no use any more. */
    static void forgetOld(Work work) {
        work.unit().taxes().forgetAnswersBefore(work.now().minus(KEPT));
    }

    /**
     * Runs a command in a transaction, and again in another one once what it waits for is answered, until it waits for nothing. A preview
     * stays at the instant at which it began.
     */
    <T> T inTransaction(BiFunction<Work, TaxRound, T> command) {
        return inTransaction(preview, command);
    }

    /** The same at the instant at which it began: for what would be another question each time, since it is about all up to the present. */
    <T> T atOneInstant(BiFunction<Work, TaxRound, T> command) {
        return inTransaction(true, command);
    }

    private <T> T inTransaction(boolean atOneInstant, BiFunction<Work, TaxRound, T> command) {
        Instant[] begun = new Instant[1];
        TaxRounds rounds = new TaxRounds();
        while (true) {
            TaxRound own = new TaxRound(this, rounds.over());
            try {
                return scope.inTransaction(work -> {
                    if (begun[0] == null) {
                        begun[0] = work.now();
                    }
                    Work at = atOneInstant ? new Work(work.unit(), begun[0], work.actor(), work.ids()) : work;
                    return command.apply(at, own);
                });
            } catch (TaxesPending pending) {
                rounds.asked(pending.places(), ask(pending.questions(), () -> false));
            }
        }
    }

    /** What is known without looking for it. */
    TaxAnswers known() {
        return new TaxAnswers(scope.tenant(), own, failed, null);
    }

    /** What the store has of answers to these. */
    Map<ContentHash, TaxAnswer.Answered> kept(UnitOfWork unit, Instant now, Collection<TaxQuestion> questions) {
        return afresh
                ? Map.of()
                : unit.taxes().answers(questions.stream().map(TaxQuestion::key).toList(), now.minus(KEPT));
    }

    /** Why nothing more can be asked; null where it can. */
    @Nullable
    BillingException closed(boolean last) {
        if (!scope.context().store().ownsTransactions()) {
            return ErrorCode.TAX_PENDING.because(
                    "the taxes are not known, and the tax service is not asked within a transaction that goes on");
        }
        BillingException tooMany = misses.tooMany();
        if (tooMany != null) {
            return tooMany;
        }
        return last ? ErrorCode.TAX_PENDING.because("what is to be taxed was another each time") : null;
    }

    /**
     * Asks what there is no answer to yet, and keeps the answers. True if something was refused. Throws SERVER_UNAVAILABLE where the
     * thread is interrupted meanwhile: the answers are kept that came before, and the rest may still be asked by others.
     */
    boolean ask(Collection<TaxQuestion> questions, BooleanSupplier stop) {
        Map<TaxCalculatorId, Map<ContentHash, TaxQuestion>> open = new LinkedHashMap<>();
        questions.stream()
                .filter(question -> !failed.containsKey(question.key()))
                .forEach(question -> open.computeIfAbsent(question.calculator(), id -> new LinkedHashMap<>())
                        .put(question.key(), question));
        boolean refused = false;
        for (Map.Entry<TaxCalculatorId, Map<ContentHash, TaxQuestion>> one : open.entrySet()) {
            refused |= ask(one.getKey(), inTurn(one.getValue().values()), stop);
        }
        return refused;
    }

    /** In the order of this run. */
    <T> List<T> inTurn(Collection<T> all) {
        List<T> turned = new ArrayList<>(all);
        Collections.rotate(turned, turn);
        return turned;
    }

    /** Others are billed now: whoever has kept the service from answering before is not among them. */
    void beginPass() {
        misses.answered();
    }

    private boolean ask(TaxCalculatorId id, List<TaxQuestion> questions, BooleanSupplier stop) {
        TaxCalculator calculator;
        try {
            calculator = requireKnown(scope.context(), id);
        } catch (BillingException e) {
            questions.forEach(question -> failed.put(question.key(), e));
            return false;
        }
        int size = Math.max(1, Math.min(MOST_AT_ONCE, calculator.batch()));
        boolean refused = false;
        for (int from = 0; from < questions.size(); from += size) {
            if (closed(false) != null || stop.getAsBoolean()) {
                return refused;
            }
            List<TaxQuestion> batch = questions.subList(from, Math.min(from + size, questions.size()));
            TaxCall call = new TaxCall(scope, id, calculator, misses);
            try {
                call.ask(batch, stop);
            } catch (BillingException interrupted) {
                keep(batch, call.answered(), interrupted);
                throw interrupted;
            }
            failed.putAll(call.failed());
            refused |= call.failed().values().stream().anyMatch(TaxAsking::refused);
            keep(batch, call.answered());
        }
        return refused;
    }

    /** What was answered before the thread was interrupted: that may cost something, and whoever goes on has it. */
    private void keep(
            List<TaxQuestion> questions, Map<ContentHash, TaxAnswer.Answered> answers, BillingException interrupted) {
        // A pool may refuse a connection to a thread that is.
        boolean was = Thread.interrupted();
        try {
            keep(questions, answers);
        } catch (RuntimeException e) {
            interrupted.addSuppressed(e);
        } finally {
            if (was) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void keep(List<TaxQuestion> questions, Map<ContentHash, TaxAnswer.Answered> answers) {
        if (answers.isEmpty()) {
            return;
        }
        scope.inTransaction(work -> {
            Map<ContentHash, TaxAnswer.Answered> kept = new HashMap<>(answers);
            kept.keySet().retainAll(questions.stream().map(TaxQuestion::key).toList());
            if (preview) {
                questions.stream()
                        .filter(question -> ahead(question, work.now()))
                        .forEach(question -> kept.remove(question.key()));
            }
            // What was asked afresh takes the place of what was said before, however short a while ago.
            Instant since = afresh ? work.now().plusNanos(1_000) : work.now().minus(KEPT);
            work.unit().taxes().keepAnswers(kept, work.now(), since);
            return kept;
        });
        if (preview || afresh) {
            own.putAll(answers);
        }
    }

    /** By then the service may have learned another rate. */
    private static boolean ahead(TaxQuestion question, Instant now) {
        return question.lines().stream()
                .anyMatch(
                        line -> line.day().isAfter(now.atOffset(ZoneOffset.UTC).toLocalDate()));
    }

    /** Those of the customers that no other thread asks for. */
    List<CustomerId> free(List<CustomerId> customers) {
        return customers.stream()
                .filter(customer -> waiting.getOrDefault(customer, Thread.currentThread()) == Thread.currentThread())
                .toList();
    }

    /** Takes note that this thread asks for these, so that others of the run pass them by. */
    void begin(Collection<CustomerId> customers) {
        customers.forEach(customer -> waiting.putIfAbsent(customer, Thread.currentThread()));
    }

    /** This thread asks for nobody any more. */
    void end() {
        waiting.values().removeIf(thread -> thread == Thread.currentThread());
    }
}
