package io.billing4j.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the demo's invoices have to be, whatever happened on the way to them. */
public final class DemoFigures {
    private static final String NOVEMBER = "INV-202311-";
    private static final String DECEMBER = "INV-202312-";

    private DemoFigures() {}

    /** The 120 invoices of the standard books, with the figures known from the trace. */
    public static void assertBilled(DemoOutcome outcome) {
        assertNumbered(outcome.invoices());
        assertLines(outcome.invoices());
        assertThat(outcome.invoices()).allMatch(Invoice::verified);
        assertThat(usage(outcome.invoices())).isEqualByComparingTo("6920.92");
        assertThat(amounts(december(outcome, "conv-00"))).containsExactlyInAnyOrder("66.12", "64.62", "20.00");
        assertThat(total(december(outcome, "conv-00"))).isEqualTo("150.74");
        assertThat(amounts(december(outcome, "code-00"))).containsExactlyInAnyOrder("82.97", "6.00", "50.00");
        assertThat(total(december(outcome, "code-00"))).isEqualTo("138.97");
    }

    /** What tells two outcomes apart but for ids and instants: numbers, customers, periods, lines, totals. */
    public static List<String> content(DemoOutcome outcome) {
        return outcome.invoices().stream()
                .map(invoice -> String.join(
                        " ",
                        DemoReport.number(invoice),
                        invoice.customer().value(),
                        invoice.period().toString(),
                        amounts(invoice).toString(),
                        total(invoice)))
                .toList();
    }

    /** What was used, as billed in December. */
    static BigDecimal usage(List<Invoice> invoices) {
        return invoices.stream()
                .flatMap(invoice -> invoice.lines().stream())
                .filter(line -> line.key().kind() == LineKind.USAGE)
                .map(line -> line.amount().getAmount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What a customer used, as billed in December. */
    static BigDecimal usage(DemoOutcome outcome, String customer) {
        return usage(List.of(december(outcome, customer)));
    }

    private static void assertNumbered(List<Invoice> invoices) {
        List<String> expected = Stream.of(NOVEMBER, DECEMBER)
                .flatMap(month -> IntStream.rangeClosed(1, 60)
                        .mapToObj(sequence -> String.format(Locale.ROOT, "%s%05d", month, sequence)))
                .toList();
        assertThat(invoices.stream().map(DemoReport::number)).containsExactlyElementsOf(expected);
    }

    private static void assertLines(List<Invoice> invoices) {
        assertThat(invoices)
                .allSatisfy(invoice -> assertThat(invoice.lines())
                        .hasSize(DemoReport.number(invoice).startsWith(NOVEMBER) ? 1 : 3));
        assertThat(invoices.stream().mapToInt(invoice -> invoice.lines().size()).sum())
                .isEqualTo(240);
    }

    private static Invoice december(DemoOutcome outcome, String customer) {
        return outcome.invoices().stream()
                .filter(invoice -> invoice.customer().value().equals(customer))
                .filter(invoice -> DemoReport.number(invoice).startsWith(DECEMBER))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> amounts(Invoice invoice) {
        return invoice.lines().stream()
                .map(InvoiceLine::amount)
                .map(amount -> amount.getAmount().toPlainString())
                .toList();
    }

    private static String total(Invoice invoice) {
        return invoice.totals().total().getAmount().toPlainString();
    }
}
