package io.billing4j.examples;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.period.TerminationDay;
import io.billing4j.proration.Proration;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.joda.money.BigMoney;

/** What the manual's page on periods and proration shows in Java; a comment is what its line prints. */
public final class PeriodShares {
    private static final ZoneId UTC = ZoneOffset.UTC;

    private PeriodShares() {}

    /** Prints what the comments say. */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        withoutProration(out);
        terminationDay(out);
    }

    private static void withoutProration(PrintStream out) {
        BillingPeriod november = BillingPeriod.ofDates(date("2026-11-01"), date("2026-12-01"), UTC);
        BillingPeriod held = ProrationPolicy.NONE.window(november, midnight("2026-11-10"));
        Proration whole = new Proration(held, ProrationPolicy.NONE, RoundingPolicy.HALF_UP);
        out.println(held); // [2026-11-10, 2026-12-01) Z
        out.println(whole.amount(usd("20"), midnight("2026-11-10"), midnight("2026-11-20"))); // USD 20.00
        out.println(whole.amount(usd("20"), midnight("2026-11-20"), midnight("2026-12-01"))); // USD 0.00
    }

    private static void terminationDay(PrintStream out) {
        Instant ended = Instant.parse("2026-06-20T09:00:00Z");
        out.println(TerminationDay.EXCLUDED.serviceEnd(ended, UTC)); // 2026-06-20T09:00:00Z
        out.println(TerminationDay.INCLUDED.serviceEnd(ended, UTC)); // 2026-06-21T00:00:00Z
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }

    private static Instant midnight(String date) {
        return date(date).atStartOfDay(UTC).toInstant();
    }

    private static BigMoney usd(String amount) {
        return BigMoney.parse("USD " + amount);
    }
}
