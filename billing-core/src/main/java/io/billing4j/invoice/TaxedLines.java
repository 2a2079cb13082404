package io.billing4j.invoice;

import io.billing4j.catalog.Charge;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.OneOffId;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.LineTax;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tax.TaxResult;
import io.billing4j.tax.Taxation;
import io.billing4j.tax.TaxedAmount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a document with their taxes, on what discounts have left of them. A line that takes something back, or asks for it
 * again as it was, has the taxes that it had, at the rate that it had. What is asked for again with less taken off it than before is
 * taxed anew at that rate, and all other lines at the rate of the day on which the place is due that bills them, one-off charges at that
 * of the day on which they are supplied. Usage that is counted
 * again, and was billed before documents were taxed, stays without taxes. Where an outside service says what is due, it is asked of
 * the lines that are taxed for the first time.
 */
final class TaxedLines {
    private final DocumentFacts all;
    private final CurrencyUnit currency;
    private final List<LineDraft> drafts;
    private final Map<OneOffId, ChargeTax> oneOffs = new HashMap<>();
    private final UntaxedUsage untaxed;

    TaxedLines(DocumentFacts all, CurrencyUnit currency, List<LineDraft> discounted, List<OneOffCharge> oneOffs) {
        this.all = all;
        this.currency = currency;
        this.drafts = discounted;
        oneOffs.forEach(one -> this.oneOffs.put(one.id(), one.tax()));
        this.untaxed = UntaxedUsage.ofDrafts(discounted);
    }

    /** The lines with their taxes, in the same order. */
    Taxed taxed() {
        TaxPolicy policy = all.taxes().policy();
        if (policy == null) {
            return new Taxed(drafts, null, null);
        }
        List<LineDraft> treated = new ArrayList<>(drafts);
        TaxAnswers answers = all.taxes().answers();
        AskedTaxes asked = answers == null || policy.calculator() == null
                ? null
                : new AskedTaxes(all, policy.calculator(), currency, treated);
        Map<LineRank, TaxedAmount> amounts = new HashMap<>();
        boolean any = false;
        for (int i = 0; i < drafts.size(); i++) {
            LineDraft line = drafts.get(i);
            if (!anew(line)) {
                continue;
            }
            any = true;
            TaxSubject subject = line.asks() ? subject(line, policy) : null;
            if (asked != null && subject != null && subject.untaxed() == null) {
                asked.ask(i, subject, left(line));
                continue;
            }
            LineTaxes taxes =
                    subject == null ? line.adjustments().taxes() : all.taxes().of(all.customer(), subject, currency);
            if (taxes != null) {
                treated.set(i, line.with(line.adjustments().with(taxes)));
                amounts.put(new LineRank(line.key()), new TaxedAmount(left(line), taxes.treatment()));
            }
        }
        if (asked != null && answers != null) {
            asked.answer(answers);
        }
        TaxResult<LineRank> result = Taxation.of(currency, amounts, policy.rounding(), all.rounding());
        return new Taxed(
                treated.stream().map(line -> shared(line, result)).toList(),
                any
                        ? new DocumentTaxes(policy.rounding(), all.rounding(), asked == null ? null : asked.external())
                        : null,
                asked == null ? null : asked.pending());
    }

    private TaxSubject subject(LineDraft line, TaxPolicy policy) {
        return all.taxes().subject(all.customer(), tax(line), line.at().dueAt(), policy);
    }

    private boolean anew(LineDraft line) {
        if (line.asks()) {
            return !untaxed.settles(line.key(), line.derivation());
        }
        return (line.adjustments().taxes() != null
                && line.adjustments()
                        .lessOff(line.derivation().amount(), line.derivation().rounding()));
    }

    private static Money left(LineDraft line) {
        Money amount = line.derivation().amount();
        return amount.minus(line.adjustments().off(amount.getCurrencyUnit()));
    }

    private static LineDraft shared(LineDraft line, TaxResult<LineRank> result) {
        LineTax share = result.lines().get(new LineRank(line.key()));
        LineTaxes taxes = line.adjustments().taxes();
        return share == null || taxes == null
                ? line
                : line.with(line.adjustments().with(taxes.of(share.taxes())));
    }

    private ChargeTax tax(LineDraft line) {
        LineKey key = line.key();
        if (key.oneOff().isPresent()) {
            OneOffId id = key.oneOff().get();
            return Objects.requireNonNull(oneOffs.get(id), () -> "the document has no one-off charge " + id);
        }
        return all.catalogue()
                .plan(key.plan())
                .charge(key.charge())
                .map(Charge::tax)
                .orElseThrow(() -> ErrorCode.INTERNAL.because(key.plan() + " has no charge " + key.charge()));
    }

    /**
     * What came of it.
     *
     * @param lines with their taxes, in the same order
     * @param rules by what the lines are taxed; null where none is taxed anew
     * @param pending what an outside service has to be asked first; null where all is known
     */
    record Taxed(
            List<LineDraft> lines,
            @Nullable DocumentTaxes rules,
            @Nullable TaxQuestion pending) {}
}
