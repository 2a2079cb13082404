package io.billing4j.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.fixture.Usages;
import io.billing4j.period.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What windows have to do with their parts, for every meter and whatever was reported. */
class UsageWindowLawsTest extends UsageLaws {
    /** Three quotients, each rounded to 18 decimals. */
    private static final BigDecimal THREE_ROUNDINGS = new BigDecimal("0.000000000000000002");

    @Property
    void sums_and_numbers_of_a_window_are_those_of_its_two_halves(
            @ForAll("books") UsageBooks books, @ForAll("adding") Meter meter) {
        assertThat(books.quantityInHalves(meter)).isEqualByComparingTo(books.quantity(meter));
        assertThat(books.eventsInHalves(meter)).isEqualTo(books.summary(meter).events());
    }

    @Property
    void the_integral_of_a_level_is_that_over_both_halves(
            @ForAll("books") UsageBooks books, @ForAll TimeMeasure measure, @ForAll boolean values) {
        Aggregation level = values ? Aggregation.timeWeightedUnique("seat") : Aggregation.timeWeightedSum();
        Meter meter = Usages.meter(level.measured(measure).carryingOver());

        assertThat(books.quantityInHalves(meter)).isCloseTo(books.quantity(meter), within(THREE_ROUNDINGS));
    }

    @Property
    void a_maximum_is_the_larger_of_those_of_two_halves(@ForAll("books") UsageBooks books) {
        Meter meter = Usages.meter(Aggregation.max());
        List<BigDecimal> halves = new ArrayList<>();
        for (BillingPeriod half : halves(books)) {
            UsageSummary summary = books.summary(meter, half, UsageDetail.TOTAL);
            if (summary.events() > 0) {
                halves.add(summary.quantity());
            }
        }

        assertThat(halves.stream().reduce(BigDecimal::max).orElse(BigDecimal.ZERO))
                .isEqualTo(books.quantity(meter));
    }

    @Property
    void short_windows_add_up_for_sums_and_numbers(
            @ForAll("books") UsageBooks books, @ForAll("adding") Meter meter, @ForAll AggregationWindow shortWindow) {
        Meter windowed = new Meter(
                meter.id(),
                meter.aggregation().per(shortWindow),
                meter.filter(),
                meter.groupBy(),
                meter.negativeAllowed(),
                meter.createdAt());

        assertThat(books.quantity(windowed)).isEqualTo(books.quantity(meter));
    }

    @Property
    void a_short_window_is_measured_as_if_it_were_asked_for_alone(
            @ForAll("books") UsageBooks books,
            @ForAll AggregationWindow shortWindow,
            @ForAll("shortened") Aggregation aggregation) {
        List<UsagePart> parts =
                books.summary(Usages.meter(aggregation.per(shortWindow))).parts();
        for (int i = 0; i < parts.size(); i++) {
            Instant own = Objects.requireNonNull(parts.get(i).windowStart());
            Instant start = own.isBefore(books.window().startInclusive())
                    ? books.window().startInclusive()
                    : own;
            Instant end = i + 1 == parts.size()
                    ? books.window().endExclusive()
                    : Objects.requireNonNull(parts.get(i + 1).windowStart());
            UsageSummary alone = books.summary(
                    Usages.meter(aggregation),
                    new BillingPeriod(start, end, books.window().zone()),
                    UsageDetail.TOTAL);
            assertThat(parts.get(i).quantity()).isEqualTo(alone.quantity());
            assertThat(parts.get(i).events()).isEqualTo(alone.events());
        }
    }

    @Property
    void a_level_that_never_changes_is_the_mean_level(
            @ForAll("books") UsageBooks books, @ForAll("quantities") BigDecimal level, @ForAll TimeMeasure measure) {
        Aggregation mean = Aggregation.timeWeightedSum().measured(measure);
        String before = books.window().startInclusive().minusSeconds(1).toString();
        String start = books.window().startInclusive().toString();

        assertThat(new Usages().event(before, level.toPlainString()).in(books.window(), mean.carryingOver()))
                .isEqualByComparingTo(level);
        assertThat(new Usages().event(start, level.toPlainString()).in(books.window(), mean))
                .isEqualByComparingTo(level);
    }

    @Property
    void a_mean_level_is_the_area_under_the_level(@ForAll("books") UsageBooks books, @ForAll boolean values) {
        Aggregation mean = values ? Aggregation.timeWeightedUnique("seat") : Aggregation.timeWeightedSum();
        Meter meter = Usages.meter(mean.carryingOver());

        assertThat(books.quantity(meter)).isEqualByComparingTo(area(books, values));
    }

    /** Independent of the code under test, which adds up what each event contributes: walks from level to level. */
    private static BigDecimal area(UsageBooks books, boolean values) {
        Instant end = books.window().endExclusive();
        BigDecimal area = BigDecimal.ZERO;
        BigDecimal level = BigDecimal.ZERO;
        Set<String> in = new HashSet<>();
        Instant at = books.window().startInclusive();
        for (RecordedUsage usage : books.usages().stream()
                .filter(usage -> usage.event().occurredAt().isBefore(end))
                .sorted(RecordedUsage.ORDER)
                .toList()) {
            if (usage.event().occurredAt().isAfter(at)) {
                area = area.add(level.multiply(micros(at, usage.event().occurredAt())));
                at = usage.event().occurredAt();
            }
            String seat = usage.event().properties().get("seat");
            if (usage.event().quantity().signum() < 0) {
                in.remove(seat);
            } else {
                in.add(seat);
            }
            level = values
                    ? BigDecimal.valueOf(in.size())
                    : level.add(usage.event().quantity());
        }
        area = area.add(level.multiply(micros(at, end)));
        return area.divide(micros(books.window().startInclusive(), end), 18, RoundingMode.HALF_UP);
    }

    private static BigDecimal micros(Instant from, Instant until) {
        return BigDecimal.valueOf(ChronoUnit.MICROS.between(from, until));
    }

    private static List<BillingPeriod> halves(UsageBooks books) {
        List<BillingPeriod> halves = new ArrayList<>();
        BillingPeriod window = books.window();
        if (books.cut().isAfter(window.startInclusive())) {
            halves.add(new BillingPeriod(window.startInclusive(), books.cut(), window.zone()));
        }
        if (books.cut().isBefore(window.endExclusive())) {
            halves.add(new BillingPeriod(books.cut(), window.endExclusive(), window.zone()));
        }
        return halves;
    }
}
