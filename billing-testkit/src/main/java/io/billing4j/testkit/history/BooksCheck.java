package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.engine.BillingEngine;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceVerifier;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
        // Each type of document has a series of its own.
        Map<String, List<InvoiceNumber>> scopes = new TreeMap<>();
        Set<String> texts = new HashSet<>();
        for (Invoice invoice : invoices) {
            invoice.number().ifPresent(number -> {
                scopes.computeIfAbsent(invoice.type() + " " + number.scopeKey(), same -> new ArrayList<>())
                        .add(number);
                require(texts.add(number.text()), "no number is there twice", number);
            });
        }
        scopes.values().forEach(numbers -> numbers.sort(Comparator.comparingLong(InvoiceNumber::sequence)));
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
