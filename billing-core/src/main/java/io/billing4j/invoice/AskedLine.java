package io.billing4j.invoice;

import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TenantId;
import io.billing4j.tax.TaxBasis;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What a document says of a line that an outside service is asked of.
 *
 * @param left of its amount after discounts
 */
record AskedLine(LineKey key, String description, TaxBasis basis, Money left) {
    private static final int VERSION = 1;

    /** The hash of what the lines are asked by beside what their document says. */
    static ContentHash subject(TenantId tenant, List<TaxSubject> subjects) {
        ContentHash.Builder hash =
                ContentHash.builder("tax subject", VERSION).field(tenant).field(subjects.size());
        subjects.forEach(subject -> hash.field(subject.behavior()).field(subject.taxNumber()));
        return hash.build();
    }

    /** The hash of a question: it has no part in it that is another when the same document is assembled again. */
    static ContentHash question(
            TaxCalculatorId calculator,
            ContentHash subject,
            CustomerId customer,
            EntityId entity,
            CurrencyUnit currency,
            List<AskedLine> lines) {
        ContentHash.Builder hash = ContentHash.builder("tax question", VERSION)
                .field(calculator)
                .field(subject)
                .field(customer)
                .field(entity)
                .field(currency)
                .field(lines.size());
        lines.forEach(line -> line.addTo(hash));
        return hash.build();
    }

    private void addTo(ContentHash.Builder hash) {
        key.charged()
                .ifPresent(charged -> hash.field(charged.subscription())
                        .field(charged.plan().plan())
                        .field(charged.plan().version())
                        .field(charged.charge()));
        key.oneOff().ifPresent(hash::field);
        hash.field(key.kind())
                .field(key.service().startInclusive())
                .field(key.service().endExclusive())
                .field(description)
                .field(basis.category())
                .field(basis.place())
                .field(basis.day())
                .field(left);
    }
}
