package io.billing4j.conformance;

import io.billing4j.period.Alignment;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Boundaries and periods. */
final class PeriodsTopic implements Topic {
    @Override
    public String name() {
        return "periods";
    }

    @Override
    public Answer answer(CaseInput input) {
        PeriodCase asked = new PeriodCase(input);
        return switch (input.text("kind")) {
            case "next_boundary" -> nextBoundary(asked);
            case "containing" -> period(asked, asked.schedule().endingAfter(asked.instant("at")));
            case "sequence" -> sequence(asked);
            case "period_from_start" -> period(asked, asked.schedule("from").period(0));
            case "first_boundary_on_or_after" ->
                Answer.of("next", asked.shown(asked.schedule("from").boundaryFrom(asked.instant("from"))));
            case "elapsed_periods" -> Answer.of("count", asked.schedule().elapsedAt(asked.instant("at")));
            case "arrears_period_at" -> endedPeriod(asked, asked.instant("at"));
            case "billed_period_at" -> billedPeriod(asked);
            case "trial_at" -> Answer.of("in_trial", trial(asked).contains(asked.instant("at")));
            case "first_billed_range_after_trial" -> firstAfterTrial(asked);
            default -> throw new IllegalArgumentException("unknown kind in " + input);
        };
    }

    private static Answer nextBoundary(PeriodCase asked) {
        BillingSchedule schedule = asked.schedule("from");
        Instant next = schedule.boundary(1);
        if (asked.joinsShortYear() && schedule.startDate().isBefore(schedule.anchorDate()) && isShort(schedule)) {
            // The peer has one period where there are two here: what is left of the year, and the year after it.
            next = schedule.boundary(2);
        }
        return Answer.of("next", asked.shown(next));
    }

    private static boolean isShort(BillingSchedule schedule) {
        return !schedule.period(0).equals(schedule.nominal(0));
    }

    /** Starts are those of the periods after the first. */
    private static Answer sequence(PeriodCase asked) {
        BillingSchedule schedule = asked.schedule();
        IntFunction<@Nullable Object> starts =
                k -> asked.shown(schedule.period(k + 1).startInclusive());
        IntFunction<@Nullable Object> ends = k -> asked.shown(schedule.period(k).endExclusive());
        IntFunction<@Nullable Object> periods =
                k -> period(asked, schedule.period(k)).values();
        return Answer.of("starts", new Endless(starts))
                .and("ends", new Endless(ends))
                .and("periods", new Endless(periods));
    }

    private static Answer billedPeriod(PeriodCase asked) {
        Instant at = asked.instant("billing_at");
        boolean runs =
                asked.input().text("pay").equals("in_advance") || asked.input().on("terminated");
        return runs ? period(asked, asked.schedule().endingAfter(at)) : endedPeriod(asked, at);
    }

    /** Where none has ended the peers give the first. */
    private static Answer endedPeriod(PeriodCase asked, Instant at) {
        BillingPeriod ended = asked.schedule().endedAt(at);
        return period(
                asked,
                Objects.requireNonNullElseGet(ended, () -> asked.schedule().period(0)));
    }

    private static BillingPeriod trial(PeriodCase asked) {
        return BillingPeriod.lasting(
                asked.instant("subscription_start"),
                Duration.ofDays(asked.input().integer("trial_days")),
                asked.zone());
    }

    /** The peer bills from the date on which the trial ends. */
    private static Answer firstAfterTrial(PeriodCase asked) {
        LocalDate start = trial(asked).endExclusive().atZone(asked.zone()).toLocalDate();
        BillingInterval interval = asked.interval();
        LocalDate anchor = Alignment.valueOf(asked.input().text("alignment").toUpperCase(Locale.ROOT))
                .anchor(asked.date("subscription_start"), interval);
        return period(
                asked, BillingSchedule.of(start, anchor, interval, asked.zone()).period(0));
    }

    private static Answer period(PeriodCase asked, BillingPeriod period) {
        return Answer.of("start", asked.shown(period.startInclusive())).and("end", asked.shown(period.endExclusive()));
    }
}
