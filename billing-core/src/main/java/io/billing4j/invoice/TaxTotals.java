package io.billing4j.invoice;

import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxTotal;
import io.billing4j.tax.TaxTreatment.Taxed;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.Money;

/** What lines say of each tax, added up from what each of them keeps, so that nothing is rounded here. */
final class TaxTotals {
    private static final Comparator<Rate> RATES =
            Comparator.comparing(Rate::behavior).thenComparing(Rate::component);
    private static final Comparator<Untaxed> REASONS =
            Comparator.comparing(Untaxed::why).thenComparing(Untaxed::reason);

    private final SortedMap<Rate, TaxTotal.OfRate> rates = new TreeMap<>(RATES);
    private final SortedMap<Untaxed, TaxTotal.OfUntaxed> untaxed = new TreeMap<>(REASONS);

    private TaxTotals() {}

    /** Of lines that ask for something and of those that give back; of those that say nothing of taxes there is none. */
    static List<TaxTotal> of(List<InvoiceLine> lines) {
        TaxTotals totals = new TaxTotals();
        lines.forEach(totals::add);
        List<TaxTotal> all = new ArrayList<>(totals.rates.values());
        all.addAll(totals.untaxed.values());
        return List.copyOf(all);
    }

    private void add(InvoiceLine line) {
        LineTaxes taxes = line.adjustments().taxes();
        if (taxes == null) {
            return;
        }
        Money net = line.net();
        if (taxes.treatment() instanceof Taxed taxed) {
            for (int i = 0; i < taxed.components().size(); i++) {
                Rate rate = new Rate(taxed.behavior(), taxed.components().get(i));
                rates.merge(rate, rate.total(net, taxes.shares().get(i)), TaxTotals::sum);
            }
        } else if (taxes.treatment() instanceof Untaxed none) {
            untaxed.merge(
                    none,
                    new TaxTotal.OfUntaxed(none, net),
                    (one, other) -> new TaxTotal.OfUntaxed(none, one.base().plus(other.base())));
        }
    }

    private static TaxTotal.OfRate sum(TaxTotal.OfRate one, TaxTotal.OfRate other) {
        return new TaxTotal.OfRate(
                one.behavior(),
                one.component(),
                one.base().plus(other.base()),
                one.tax().plus(other.tax()));
    }

    private record Rate(TaxBehavior behavior, TaxComponent component) {
        TaxTotal.OfRate total(Money base, Money tax) {
            return new TaxTotal.OfRate(behavior, component, base, tax);
        }
    }
}
