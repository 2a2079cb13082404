package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.CreditUse;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a credit note says of itself, but for the invoice, which has a column of its own: {@code
 * {"v":1,"number":"202311-00001","reason":"OTHER","memo":"late","credit":"20.00","refund":"0.00","offset":"12.13"}}; without a memo
 * there is no member of that name.
 */
public final class CreditNoteTermsJson {
    private static final int VERSION = 1;

    private CreditNoteTermsJson() {}

    /** The terms as a document; null for null. */
    public static @Nullable String write(@Nullable CreditNoteTerms terms) {
        if (terms == null) {
            return null;
        }
        ObjectNode node = Json.document(VERSION)
                .put("number", terms.invoiceNumber())
                .put("reason", terms.reason().name());
        if (terms.memo() != null) {
            node.put("memo", terms.memo());
        }
        return Json.write(node.put("credit", amount(terms.use().credit()))
                .put("refund", amount(terms.use().refund()))
                .put("offset", amount(terms.use().offset())));
    }

    /** The terms that a document holds; IllegalArgumentException, among others, if it holds none. */
    public static CreditNoteTerms read(InvoiceId invoice, String text, CurrencyUnit currency) {
        ObjectNode node = Json.read(text, VERSION);
        Json.only(node, Stream.of("number", "reason", "memo", "credit", "refund", "offset"));
        return new CreditNoteTerms(
                invoice,
                Json.text(node, "number"),
                Json.choice(CreditReason.class, node, "reason"),
                Json.optionalText(node, "memo"),
                new CreditUse(
                        Money.of(currency, Json.decimal(node, "credit")),
                        Money.of(currency, Json.decimal(node, "refund")),
                        Money.of(currency, Json.decimal(node, "offset"))));
    }

    private static String amount(Money money) {
        return money.getAmount().toPlainString();
    }
}
