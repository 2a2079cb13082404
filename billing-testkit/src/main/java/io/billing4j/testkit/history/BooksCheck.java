package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.engine.BillingEngine;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceVerifier;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What must hold of the documents of a tenant whatever they are for. */
final class BooksCheck {
    private final Set<Invoice> verified = new HashSet<>();

    void check(Snapshot snapshot, BillingEngine engine) {
        snapshot.invoices().forEach(this::checkDocument);
        checkNumbers(snapshot.invoices());
        Map<FindingReason, Long> findings = engine.countFindings();
        for (FindingReason reason : List.of(
                FindingReason.BILLING_FAILED,
                FindingReason.PERIOD_NOT_BILLABLE,
                FindingReason.CORRECTION_NOT_COMPUTABLE)) {
            if (findings.containsKey(reason)) {
                throw new HistoryFailure(
                        "everything can be billed",
                        engine.listFindings(null, reason, Page.first(3)).toString(),
                        null);
            }
        }
    }

    private void checkDocument(Invoice invoice) {
        if (verified.add(invoice)) {
            List<?> faults = InvoiceVerifier.STANDARD.verify(invoice);
            require(faults.isEmpty(), "every document proves itself", faults + " of " + invoice);
            for (InvoiceLine line : invoice.lines()) {
                require(line.verified(), "every line proves itself", line);
            }
            require(!invoice.totals().total().isNegative(), "no total is below zero", invoice);
        }
    }

    private static void checkNumbers(List<Invoice> invoices) {
        Map<String, List<InvoiceNumber>> scopes = invoices.stream()
                .flatMap(invoice -> invoice.state().issued().stream())
                .map(InvoiceState.Finalized::number)
                .sorted(Comparator.comparingLong(InvoiceNumber::sequence))
                .collect(Collectors.groupingBy(InvoiceNumber::scopeKey, TreeMap::new, Collectors.toList()));
        scopes.values().forEach(numbers -> {
            LocalDate last = LocalDate.MIN;
            for (int i = 0; i < numbers.size(); i++) {
                InvoiceNumber number = numbers.get(i);
                require(number.sequence() == i + 1, "numbers have no gap", numbers);
                require(!number.issueDate().isBefore(last), "numbers rise with their dates", numbers);
                last = number.issueDate();
            }
        });
    }
}
