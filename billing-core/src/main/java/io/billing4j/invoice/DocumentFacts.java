package io.billing4j.invoice;

import io.billing4j.customer.Customer;
import io.billing4j.id.InvoiceId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tenant.BalancePolicy;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;

/**
 * What a document depends on as a whole, whatever places it fills.
 *
 * @param invoiceId of the document to be
 * @param recordedAt of the document to be
 * @param balance of the customer before the document, in the currency of its lines
 * @param policy which documents are paid from it
 * @param catalogue with the plans of all its lines
 * @param discounts what is taken off
 * @param taxes how that is taxed
 */
public record DocumentFacts(
        InvoiceId invoiceId,
        Instant recordedAt,
        RoundingPolicy rounding,
        Customer customer,
        Money balance,
        BalancePolicy policy,
        Catalogue catalogue,
        DiscountFacts discounts,
        TaxFacts taxes) {
    /** The same where no outside service has said anything yet, whatever it will say. */
    public DocumentFacts unasked() {
        TaxAnswers answers = taxes.answers();
        return answers == null
                ? this
                : new DocumentFacts(
                        invoiceId,
                        recordedAt,
                        rounding,
                        customer,
                        balance,
                        policy,
                        catalogue,
                        discounts,
                        taxes.with(TaxAnswers.none(answers.tenant())));
    }

    /** What of the balance is there for a document of these lines. */
    Money offered(List<InvoiceLine> lines) {
        Money usage = Money.zero(balance.getCurrencyUnit());
        for (InvoiceLine line : lines) {
            if (line.derivation().basis().counted()) {
                usage = usage.plus(line.amount()).minus(line.discount()).plus(line.taxAdded());
            }
        }
        return policy.offered(balance, usage);
    }
}
