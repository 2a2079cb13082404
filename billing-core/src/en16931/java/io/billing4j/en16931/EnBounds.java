package io.billing4j.en16931;

import io.billing4j.invoice.DocumentTaxes;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxTreatment.Taxed;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By how many minor units the tax of a row may differ from its base times its rate, where amounts are rounded half up; see
 * docs/taxes-and-discounts.md. All documents are needed: a share that is given back may have been cut several times.
 */
public final class EnBounds {
    private static final double HALF = 0.5;

    private final Map<LineRef, InvoiceLine> lines = new HashMap<>();

    /** @param documents all that were made so far, also those that are void by now */
    public EnBounds(List<Invoice> documents) {
        for (Invoice document : documents) {
            document.lines().forEach(line -> lines.put(new LineRef(document.id(), line.number()), line));
        }
    }

    /** For a row of a document. Zero where the rules hold to the minor unit. */
    public long most(Invoice document, EnVat row) {
        if (row.category() != VatCategory.S) {
            return 0;
        }
        // Where nothing is taxed for the first time nothing says how that is rounded.
        DocumentTaxes taxes = document.taxes();
        TaxRounding rounding = taxes == null ? TaxRounding.PER_RATE : taxes.policy();
        double most = 0;
        boolean exact = rounding == TaxRounding.PER_RATE;
        Set<Group> groups = new HashSet<>();
        Set<Integer> taken = new HashSet<>();
        for (InvoiceLine line : document.lines()) {
            LineRef corrects = line.key().corrects();
            if (corrects != null && corrects.invoice().equals(document.id())) {
                taken.add(corrects.number());
            }
        }
        for (InvoiceLine line : document.lines()) {
            Group group = group(line);
            if (group == null || group.component().percent().compareTo(percent(row)) != 0) {
                continue;
            }
            if (line.key().corrects() != null) {
                exact = false;
                // What the same document asks for again is one with it.
                most += taken.contains(line.number()) ? 0 : of(line);
            } else if (rounding == TaxRounding.PER_LINE) {
                most += HALF * group.factor();
            } else if (groups.add(group)) {
                most += (rounding == TaxRounding.PER_RATE ? HALF : 1) * group.factor();
            }
        }
        exact &= groups.size() == 1 && groups.stream().allMatch(group -> group.behavior() == TaxBehavior.EXCLUSIVE);
        return exact ? 0 : (long) Math.floor(most + HALF);
    }

    /** One for its share, another for each time that it was cut, and one and a half with its tax for each credit note. */
    private double of(InvoiceLine line) {
        Group group = group(line);
        LineRef corrects = line.key().corrects();
        if (group == null) {
            return 0;
        }
        if (corrects == null) {
            return group.factor();
        }
        InvoiceLine target = Objects.requireNonNull(lines.get(corrects), "a line that was made");
        boolean credited = line.adjustments().credits().size()
                > target.adjustments().credits().size();
        return of(target) + (credited ? 1.5 * (1 + group.rate()) : group.factor());
    }

    private static BigDecimal percent(EnVat row) {
        return row.percent() == null ? BigDecimal.ZERO : row.percent();
    }

    private static @Nullable Group group(InvoiceLine line) {
        LineTaxes taxes = line.adjustments().taxes();
        return taxes != null && taxes.treatment() instanceof Taxed taxed
                ? new Group(taxed.behavior(), taxed.components().get(0))
                : null;
    }

    private record Group(TaxBehavior behavior, TaxComponent component) {
        double rate() {
            return component.percent().doubleValue() / 100;
        }

        /** A cent less of a tax that a price holds is a cent more of its base. */
        double factor() {
            return behavior == TaxBehavior.INCLUSIVE ? 1 + rate() : 1;
        }
    }
}
