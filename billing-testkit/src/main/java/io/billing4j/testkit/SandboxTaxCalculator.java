package io.billing4j.testkit;

import io.billing4j.id.TaxId;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswer.LineAnswer;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxCalculator;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.joda.money.Money;

/**
 * A tax service that is nowhere: one tax at one rate, line by line, half up. It can be made slow, unreachable or of another mind, for
 * tests of what a host does then. Safe for many threads.
 *
 * <pre>{@code
 * SandboxTaxCalculator service = SandboxTaxCalculator.of("19");
 * Billing4J billing = Billing4J.builder(store).taxCalculator(TaxCalculatorId.of("sandbox"), service).build();
 * service.before(questions -> {
 *     throw ErrorCode.TAX_UNAVAILABLE.because("out of order");
 * });
 * }</pre>
 */
public final class SandboxTaxCalculator implements TaxCalculator {
    private final List<TaxQuestion> asked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger calls = new AtomicInteger();
    private volatile BigDecimal percent;
    private volatile Consumer<List<TaxQuestion>> before = questions -> {};
    private volatile Predicate<TaxQuestion> refused = question -> false;

    private SandboxTaxCalculator(BigDecimal percent) {
        this.percent = percent;
    }

    /** One that says a rate, such as {@code 19}. */
    public static SandboxTaxCalculator of(String percent) {
        return new SandboxTaxCalculator(new BigDecimal(percent));
    }

    /** Another rate from now on. */
    public void rate(String other) {
        percent = new BigDecimal(other);
    }

    /** What happens before each call is answered: it may wait, or throw. */
    public void before(Consumer<List<TaxQuestion>> action) {
        before = action;
    }

    /** Which questions are refused from now on. */
    public void refuse(Predicate<TaxQuestion> which) {
        refused = which;
    }

    /** All that it was asked, in the order of the calls. */
    public List<TaxQuestion> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** How often it was called. */
    public int calls() {
        return calls.get();
    }

    @Override
    public List<TaxAnswer> calculate(List<TaxQuestion> questions) {
        calls.incrementAndGet();
        asked.addAll(questions);
        before.accept(questions);
        Function<TaxQuestion, TaxAnswer> answer = this::answer;
        return questions.stream().map(answer).toList();
    }

    private TaxAnswer answer(TaxQuestion question) {
        if (refused.test(question)) {
            return TaxAnswer.refused("the sandbox refuses");
        }
        List<LineAnswer> lines = question.lines().stream().map(this::answer).toList();
        return TaxAnswer.of(lines, "sandbox-" + question.key().hex().substring(0, 12));
    }

    private LineAnswer answer(TaxQuestion.Line line) {
        BigDecimal rate = percent;
        BigDecimal hundred = BigDecimal.valueOf(100);
        BigDecimal whole = line.behavior() == TaxBehavior.INCLUSIVE ? hundred.add(rate) : hundred;
        BigDecimal exact = line.amount().getAmount().multiply(rate);
        int decimals = line.amount().getCurrencyUnit().getDecimalPlaces();
        Money tax = Money.of(line.amount().getCurrencyUnit(), exact.divide(whole, decimals, RoundingMode.HALF_UP));
        TaxComponent component = TaxComponent.of(TaxId.of("sandbox"), "Sandbox tax", rate);
        return new LineAnswer(new TaxTreatment.Taxed(line.behavior(), List.of(component)), List.of(tax));
    }
}
