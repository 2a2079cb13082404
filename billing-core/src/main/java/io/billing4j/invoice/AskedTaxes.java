package io.billing4j.invoice;

import io.billing4j.id.ContentHash;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tax.TaxTreatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** The lines of a document that an outside service says the taxes of, and what it has said. */
final class AskedTaxes {
    /** In place of what is not known yet: such a document is not stored. */
    private static final TaxTreatment UNKNOWN = TaxTreatment.untaxed(NoTax.OUT_OF_SCOPE, "not known yet");

    private final DocumentFacts all;
    private final TaxCalculatorId calculator;
    private final CurrencyUnit currency;
    private final List<LineDraft> lines;
    /** From 0, ascending. */
    private final List<Integer> places = new ArrayList<>();

    private final List<AskedLine> asked = new ArrayList<>();
    private final List<TaxSubject> subjects = new ArrayList<>();
    private @Nullable TaxQuestion pending;
    private @Nullable ExternalTaxes external;

    /** Lines of the document, of which those are taxed in place that are {@link #ask asked} of. */
    AskedTaxes(DocumentFacts all, TaxCalculatorId calculator, CurrencyUnit currency, List<LineDraft> lines) {
        this.all = all;
        this.calculator = calculator;
        this.currency = currency;
        this.lines = lines;
    }

    /** Takes note of the line at a place, from 0, of those in ascending order. */
    void ask(int place, TaxSubject subject, Money left) {
        LineDraft line = lines.get(place);
        places.add(place);
        subjects.add(subject);
        asked.add(new AskedLine(line.key(), line.description(), subject.basis(), left));
    }

    /** Gives the lines their taxes, or says what is to be asked. */
    void answer(TaxAnswers answers) {
        if (asked.isEmpty()) {
            return;
        }
        ContentHash subject = AskedLine.subject(answers.tenant(), subjects);
        TaxQuestion question = question(answers, subject);
        Optional<TaxAnswer.Answered> answer = answers.to(question);
        for (int i = 0; i < places.size(); i++) {
            LineDraft line = lines.get(places.get(i));
            LineTaxes taxes = new LineTaxes(UNKNOWN, asked.get(i).basis(), List.of());
            if (answer.isPresent()) {
                TaxAnswer.LineAnswer own = answer.get().lines().get(i);
                taxes = new LineTaxes(own.treatment(), asked.get(i).basis(), own.taxes());
            }
            lines.set(places.get(i), line.with(line.adjustments().with(taxes)));
        }
        if (answer.isEmpty()) {
            pending = question;
        } else {
            external = new ExternalTaxes(
                    calculator,
                    subject,
                    question.key(),
                    places.stream().map(place -> place + 1).toList(),
                    answer.get().reference());
        }
    }

    /** What is to be asked; null where nothing is. */
    @Nullable
    TaxQuestion pending() {
        return pending;
    }

    /** What the service has said; null where it was not asked, or has not said it yet. */
    @Nullable
    ExternalTaxes external() {
        return external;
    }

    private TaxQuestion question(TaxAnswers answers, ContentHash subject) {
        List<TaxQuestion.Line> wanted = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            wanted.add(line(asked.get(i), subjects.get(i)));
        }
        return new TaxQuestion(
                AskedLine.question(
                        calculator, subject, all.customer().id(), all.customer().entity(), currency, asked),
                answers.tenant(),
                calculator,
                all.customer().id(),
                all.customer().entity(),
                currency,
                wanted);
    }

    private static TaxQuestion.Line line(AskedLine line, TaxSubject subject) {
        LineKey key = line.key();
        return new TaxQuestion.Line(
                key.charged().map(LineSubject.OfCharge::subscription).orElse(null),
                key.charged().map(charged -> charged.plan().plan()).orElse(null),
                key.charged().map(LineSubject.OfCharge::charge).orElse(null),
                key.oneOff().orElse(null),
                line.description(),
                key.service().startInclusive(),
                key.service().endExclusive(),
                line.basis().category(),
                line.basis().place(),
                line.basis().day(),
                subject.taxNumber(),
                subject.behavior(),
                line.left());
    }
}
