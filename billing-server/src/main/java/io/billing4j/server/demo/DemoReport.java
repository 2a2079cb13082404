package io.billing4j.server.demo;

import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.run.BillingRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.joda.money.Money;

/**
 * The outcome of a demo job in words, for people at a console: a table of the invoices, what they sum up to, and how long
 * it took. ASCII only, since nobody knows what the console can show.
 */
public final class DemoReport {
    private static final String ROW = "%-17s  %-8s  %-24s  %10s  %s";

    private DemoReport() {}

    /** The lines, without line breaks. */
    public static List<String> lines(DemoOutcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(row("NUMBER", "CUSTOMER", "PERIOD", "TOTAL", "CURRENCY"));
        outcome.invoices().forEach(invoice -> lines.add(row(invoice)));
        Money sum = outcome.invoices().stream()
                .map(invoice -> invoice.totals().total())
                .reduce(Money.zero(DemoBooks.CURRENCY), Money::plus);
        lines.add(row(
                counted(outcome.invoices().size(), "invoice"),
                "",
                "",
                amount(sum),
                sum.getCurrencyUnit().getCode()));
        lines.add("");
        lines.addAll(times(outcome));
        return lines;
    }

    /** The number of a document, or nothing where it has none. */
    static String number(Invoice invoice) {
        return invoice.number().map(InvoiceNumber::text).orElse("");
    }

    private static List<String> times(DemoOutcome outcome) {
        DemoOutcome.Load load = outcome.load();
        List<String> lines = new ArrayList<>();
        if (load == null) {
            lines.add("All of it was billed before: nothing was loaded, nothing was billed again.");
        } else {
            lines.add(format(
                    "Loaded %,d events in %s (%,d/s)%s",
                    load.recorded(),
                    seconds(load.took()),
                    perSecond(load.recorded(), load.took()),
                    load.duplicates() == 0 ? "" : format(", %,d were there already", load.duplicates())));
            outcome.runs().forEach(billed -> lines.add(time(billed)));
        }
        outcome.runs().stream()
                .map(DemoOutcome.Billed::run)
                .filter(run -> run.progress().failed() > 0)
                .forEach(run -> lines.add(
                        format("Run %s could not bill %s: see its findings", run.businessDate(), failed(run))));
        return lines;
    }

    private static String time(DemoOutcome.Billed billed) {
        long invoices = billed.run().progress().invoices();
        return format(
                "Run %s: %s in %s (%,d/s)",
                billed.run().businessDate(),
                counted(invoices, "invoice"),
                seconds(billed.took()),
                perSecond(invoices, billed.took()));
    }

    private static String failed(BillingRun run) {
        return counted(run.progress().failed(), "customer");
    }

    private static String row(Invoice invoice) {
        Money total = invoice.totals().total();
        return row(
                number(invoice),
                invoice.customer().value(),
                period(invoice),
                amount(total),
                total.getCurrencyUnit().getCode());
    }

    private static String period(Invoice invoice) {
        return invoice.period().startDate() + " to "
                + invoice.period()
                        .endExclusive()
                        .atZone(invoice.period().zone())
                        .toLocalDate();
    }

    private static String row(String number, String customer, String period, String total, String currency) {
        return format(ROW, number, customer, period, total, currency);
    }

    private static String amount(Money money) {
        return money.getAmount().toPlainString();
    }

    private static String counted(long number, String noun) {
        return format("%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    private static String seconds(Duration took) {
        return format("%d.%03d s", took.toSeconds(), took.toMillisPart());
    }

    private static long perSecond(long number, Duration took) {
        return number * 1_000_000_000L / Math.max(1, took.toNanos());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
