package io.billing4j.invoice;

import io.billing4j.catalog.Charge;
import io.billing4j.error.ErrorCode;
import io.billing4j.tax.LineTax;
import io.billing4j.id.OneOffId;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxResult;
import io.billing4j.tax.Taxation;
import io.billing4j.tax.TaxedAmount;
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

/**
 * The lines of a document with their taxes, on what discounts have left of them. A line that takes something back, or asks for it
 * again as it was, has the taxes that it had, at the rate that it had. What is asked for again with less taken off it than before is
 * taxed anew at that rate, and all other lines at the rate of the day on which the place is due that bills them, one-off charges at that
 * of the day on which they are supplied. Usage that is counted
 * again, and was billed before documents were taxed, stays without taxes.
 */
final class TaxedLines {
    private final DocumentFacts all;
    private final CurrencyUnit currency;
    private final List<LineDraft> drafts;
    private final Map<OneOffId, ChargeTax> oneOffs = new HashMap<>();
    /** Usage that was billed without taxes and is taken back. */
    private final Set<UsageWindow> untaxed = new HashSet<>();

    TaxedLines(DocumentFacts all, CurrencyUnit currency, List<LineDraft> discounted, List<OneOffCharge> oneOffs) {
        this.all = all;
        this.currency = currency;
        this.drafts = discounted;
        oneOffs.forEach(one -> this.oneOffs.put(one.id(), one.tax()));
        for (LineDraft line : drafts) {
            UsageWindow usage = UsageWindow.untaxed(line.key(), line.derivation(), line.adjustments());
            if (usage != null) {
                untaxed.add(usage);
            }
        }
    }

    /** The lines with their taxes, in the same order. */
    List<LineDraft> lines() {
        TaxPolicy policy = all.taxes().policy();
        if (policy == null) {
            return drafts;
        }
        Map<LineRank, TaxedAmount> amounts = new HashMap<>();
        List<LineDraft> treated = new ArrayList<>();
        for (LineDraft line : drafts) {
            LineTaxes taxes = treatment(line, policy);
            if (taxes == null) {
                treated.add(line);
            } else {
                treated.add(line.with(line.adjustments().with(taxes)));
                amounts.put(new LineRank(line.key()), new TaxedAmount(left(line), taxes.treatment()));
            }
        }
        TaxResult<LineRank> result = Taxation.of(currency, amounts, policy.rounding(), all.rounding());
        return treated.stream().map(line -> shared(line, result)).toList();
    }

    /** By what rules the lines are taxed; null where none is taxed anew. */
    @Nullable
    DocumentTaxes rules() {
        TaxPolicy policy = all.taxes().policy();
        return policy == null || drafts.stream().noneMatch(this::anew)
                ? null
                : new DocumentTaxes(policy.rounding(), all.rounding());
    }

    /** Null for a line that is not taxed anew. */
    private @Nullable LineTaxes treatment(LineDraft line, TaxPolicy policy) {
        if (!anew(line)) {
            return null;
        }
        return line.asks()
                ? all.taxes().of(all.customer(), tax(line), line.at().dueAt(), policy, currency)
                : line.adjustments().taxes();
    }

    private boolean anew(LineDraft line) {
        if (line.asks()) {
            UsageWindow usage = UsageWindow.of(line.key(), line.derivation());
            return usage == null || !untaxed.contains(usage);
        }
        return (line.adjustments().taxes() != null
                && line.adjustments()
                        .taxedAnew(line.derivation().amount(), line.derivation().rounding()));
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
}
