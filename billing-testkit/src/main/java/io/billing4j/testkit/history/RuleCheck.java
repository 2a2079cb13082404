package io.billing4j.testkit.history;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the rules that a store's own test has to each document. */
final class RuleCheck {
    private final List<DocumentRule> rules;
    private final Map<InvoiceId, Invoice> seen = new HashMap<>();

    RuleCheck(List<DocumentRule> rules) {
        this.rules = rules;
    }

    void check(List<Invoice> books) {
        for (Invoice document : books) {
            if (!document.equals(seen.put(document.id(), document))) {
                rules.forEach(rule -> check(rule, document, books));
            }
        }
    }

    private static void check(DocumentRule rule, Invoice document, List<Invoice> books) {
        List<String> broken = rule.broken(document, books);
        if (!broken.isEmpty()) {
            throw new HistoryFailure(broken.get(0), broken + " of " + document, null);
        }
    }
}
