package io.billing4j.testkit;

import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentDiscounts;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LinePiece;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.subscription.Subscription;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Documents with taxes. */
public final class TaxedDocumentSamples {
    private static final TaxPlace PLACE = TaxPlace.of("CA", "QC");

    private TaxedDocumentSamples() {}

    /** 5 % and, on that as well, 10 %, on top of prices. */
    public static TaxFacts exclusive() {
        return taxed(TaxBehavior.EXCLUSIVE);
    }

    /** The same in prices. */
    static TaxFacts inclusive() {
        return taxed(TaxBehavior.INCLUSIVE);
    }

    /** An outside service says 5 % and 10 % of each line, and 0.01 more each. */
    static InvoiceDraft external(long n, Subscription subscription, int index) {
        TaxPolicy policy =
                new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, PLACE).by(TaxCalculatorId.of("outside"));
        TaxFacts asking = TaxFacts.external(policy, List.of(), TaxAnswers.none(TenantId.of("alpha")));
        TaxQuestion question =
                Objects.requireNonNull(draft(n, subscription, index, asking).pending(), "the service is asked");
        TaxAnswer.Answered answer = answer(question, "ref \"ü\"");
        return draft(
                n,
                subscription,
                index,
                asking.with(new TaxAnswers(question.tenant(), Map.of(question.key(), answer), Map.of(), null)));
    }

    /** 5 % and 10 % of each line, and 0.01 more each. */
    static TaxAnswer.Answered answer(TaxQuestion question, @Nullable String reference) {
        TaxTreatment treatment = TaxTreatment.exclusive(
                TaxComponent.of(TaxId.of("gst"), "GST \"ü\"", new BigDecimal("5")),
                TaxComponent.of(TaxId.of("pst"), "PST", BigDecimal.TEN));
        return new TaxAnswer.Answered(
                question.lines().stream()
                        .map(line -> new TaxAnswer.LineAnswer(
                                treatment,
                                List.of(
                                        line.amount()
                                                .dividedBy(20, RoundingMode.HALF_UP)
                                                .plusMinor(1),
                                        line.amount()
                                                .dividedBy(10, RoundingMode.HALF_UP)
                                                .plusMinor(1))))
                        .toList(),
                reference);
    }

    private static TaxFacts taxed(TaxBehavior behavior) {
        return facts(
                behavior,
                new TaxRule.Due(TaxComponent.of(TaxId.of("gst"), "GST \"ü\"", new BigDecimal("5")), 0),
                new TaxRule.Due(new TaxComponent(TaxId.of("pst"), "PST", BigDecimal.TEN, true), 1));
    }

    /** Nothing is due. */
    public static TaxFacts untaxed() {
        return facts(
                TaxBehavior.EXCLUSIVE,
                new TaxRule.NotDue(new TaxTreatment.Untaxed(NoTax.EXEMPT, "Article 132 of 2006/112/EC")));
    }

    private static TaxFacts facts(TaxBehavior behavior, TaxRule.Effect... effects) {
        List<TaxRule> rules = new ArrayList<>();
        for (TaxRule.Effect effect : effects) {
            rules.add(new TaxRule(
                    TaxRuleId.of("rule-" + rules.size()),
                    TaxCategory.STANDARD,
                    PLACE,
                    LocalDate.of(2000, 1, 1),
                    null,
                    effect));
        }
        return new TaxFacts(new TaxPolicy(TaxRounding.PER_RATE, behavior, PLACE), new TaxRules(rules), List.of());
    }

    /**
     * The document of {@link CouponSamples#draft(long, Subscription, int)} taxed: of 16.00 and 23.97 that are left of 20.00 and 29.97 5 %
     * are 2.00 (1.9985), and 10 % on 41.97 are 4.20 (4.1969): 46.17 to pay.
     */
    public static InvoiceDraft draft(long n, Subscription subscription, int index, TaxFacts facts) {
        return CouponSamples.draft(n, subscription, index, facts);
    }

    /** What takes back the second half of the first line of {@link #draft}: of 20.00 the last 10.00, with half of all that goes with it. */
    static InvoiceDraft correction(long n, Invoice corrected) {
        InvoiceLine line = corrected.lines().get(0);
        LineTaxes taxes = Objects.requireNonNull(line.adjustments().taxes(), "a taxed line");
        InvoiceDraft plain = CouponSamples.correction(n, corrected);
        InvoiceLine taken = plain.lines().get(0);
        LinePiece piece = Objects.requireNonNull(taken.adjustments().piece(), "a line that gives back");
        List<Money> back = taxes.shares().stream()
                .map(share -> share.minus(half(share)).negated())
                .toList();
        List<InvoiceLine> lines = List.of(InvoiceLine.of(
                1,
                taken.key(),
                taken.description(),
                taken.derivation(),
                new LineAdjustments(
                        taken.adjustments().discounts(),
                        new LinePiece(
                                piece.whole(), piece.from(), piece.to(), piece.shares(), taxes.shares(), List.of()),
                        new LineTaxes(taxes.treatment(), taxes.basis(), back),
                        List.of())));
        return new InvoiceDraft(
                plain.id(),
                plain.customer(),
                plain.entity(),
                plain.places().get(0).subscription(),
                plain.places().get(0).place(),
                lines,
                DocumentDiscounts.NONE,
                null,
                DocumentTotals.of(lines, Money.zero(Samples.USD)),
                plain.recordedAt(),
                List.of());
    }

    /** Half up. */
    private static Money half(Money share) {
        return share.dividedBy(2, RoundingMode.HALF_UP);
    }
}
