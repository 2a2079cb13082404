package io.billing4j.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.fixture.Usages;
import io.billing4j.period.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every meter and whatever was reported. */
class UsageAggregatorLawsTest {
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
    void a_filter_and_its_complement_share_the_events_out(
            @ForAll("books") UsageBooks books, @ForAll("adding") Meter meter, @ForAll("values") PropertyValues values) {
        Meter with = meter.filtered(meter.filter().and("region", values));
        Meter without = meter.filtered(meter.filter().except(Map.of("region", values)));

        assertThat(books.quantity(with).add(books.quantity(without))).isEqualByComparingTo(books.quantity(meter));
        assertThat(books.summary(with).events() + books.summary(without).events())
                .isEqualTo(books.summary(meter).events());
    }

    @Property
    void groups_add_up_to_what_one_group_would_be(
            @ForAll("books") UsageBooks books, @ForAll("adding") Meter meter, @ForAll("groupings") List<String> by) {
        UsageSummary grouped = books.summary(meter.groupedBy(by));

        assertThat(grouped.quantity()).isEqualTo(books.quantity(meter.groupedBy(List.of())));
        assertThat(grouped.parts().stream().mapToLong(UsagePart::events).sum()).isEqualTo(grouped.events());
        assertThat(new HashSet<>(grouped.parts().stream()
                        .map(part -> List.of(part.dimensions(), String.valueOf(part.windowStart())))
                        .toList()))
                .hasSameSizeAs(grouped.parts());
    }

    @Property
    void a_group_is_what_a_filter_on_its_values_leaves(
            @ForAll("books") UsageBooks books, @ForAll("aggregations") Aggregation aggregation) {
        Meter meter = Usages.meter(aggregation);
        for (UsagePart group : books.summary(meter.groupedBy(List.of("region"))).parts()) {
            String region = group.dimensions().get("region");
            PropertyValues values = region == null ? PropertyValues.ABSENT : PropertyValues.of(region);
            UsageSummary alone = books.summary(meter.filtered(EventFilter.ALL.and("region", values)));
            assertThat(alone.parts())
                    .filteredOn(part -> Objects.equals(part.windowStart(), group.windowStart()))
                    .singleElement()
                    .satisfies(part -> {
                        assertThat(part.quantity()).isEqualTo(group.quantity());
                        assertThat(part.events()).isEqualTo(group.events());
                    });
        }
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

    @Property
    void the_order_of_arrival_does_not_matter(
            @ForAll("books") UsageBooks books, @ForAll("meters") Meter meter, @ForAll Random random) {
        List<RecordedUsage> shuffled = new ArrayList<>(books.usages());
        Collections.shuffle(shuffled, random);

        assertThat(books.with(shuffled).summary(meter)).isEqualTo(books.summary(meter));
    }

    @Property
    void duplicates_change_nothing(
            @ForAll("books") UsageBooks books, @ForAll("meters") Meter meter, @ForAll Random random) {
        List<RecordedUsage> twice = new ArrayList<>(books.usages());
        books.usages().stream().filter(usage -> random.nextBoolean()).forEach(twice::add);

        assertThat(books.with(twice).summary(meter)).isEqualTo(books.summary(meter));
    }

    @Property
    void a_maximum_is_one_of_the_values_and_no_value_is_above_it(@ForAll("books") UsageBooks books) {
        BigDecimal maximum = books.quantity(Usages.meter(Aggregation.max()));

        List<BigDecimal> values =
                books.inside().stream().map(usage -> usage.event().quantity()).toList();
        assertThat(values).allSatisfy(value -> assertThat(value).isLessThanOrEqualTo(maximum));
        if (!values.isEmpty()) {
            assertThat(values).contains(maximum);
        }
    }

    @Property
    void no_more_values_differ_than_there_are_events_or_values(
            @ForAll("books") UsageBooks books, @ForAll("groupings") List<String> by) {
        UsageSummary unique =
                books.summary(Usages.meter(Aggregation.unique("seat")).groupedBy(by));

        assertThat(unique.events()).isEqualTo(books.inside().size());
        assertThat(unique.quantity()).isBetween(BigDecimal.ZERO, BigDecimal.valueOf(unique.events()));
        assertThat(unique.parts())
                .allSatisfy(group -> assertThat(group.quantity())
                        .isBetween(BigDecimal.ZERO, BigDecimal.valueOf(Math.min(3, group.events()))));
    }

    @Property
    void the_latest_value_is_that_of_the_last_in_the_total_order(@ForAll("books") UsageBooks books) {
        RecordedUsage last = null;
        for (RecordedUsage usage : books.inside()) {
            if (last == null || isAfter(usage, last)) {
                last = usage;
            }
        }

        assertThat(books.quantity(Usages.meter(Aggregation.latest())))
                .isEqualTo(last == null ? BigDecimal.ZERO : last.event().quantity());
    }

    private static boolean isAfter(RecordedUsage one, RecordedUsage other) {
        int order = one.event().occurredAt().compareTo(other.event().occurredAt());
        order = order != 0 ? order : one.recordedAt().compareTo(other.recordedAt());
        order = order != 0
                ? order
                : one.event().id().value().compareTo(other.event().id().value());
        return order > 0;
    }

    @Property
    void multiplied_values_multiply_what_is_made_of_them(
            @ForAll("books") UsageBooks books, @ForAll("scalable") Aggregation aggregation) {
        Meter meter = Usages.meter(aggregation).groupedBy(List.of("region"));
        BigDecimal factor = new BigDecimal("2.5");

        // every group of a mean is rounded to 18 decimals, four of them are multiplied
        assertThat(books.changed(factor::multiply).quantity(meter))
                .isCloseTo(books.quantity(meter).multiply(factor), within(new BigDecimal("0.00000000000000001")));
    }

    @Property
    void numbers_of_events_and_values_do_not_depend_on_quantities_above_zero(
            @ForAll("books") UsageBooks books, @ForAll("numbers") Aggregation aggregation) {
        Meter meter = Usages.meter(aggregation);

        assertThat(books.changed(quantity -> quantity.multiply(BigDecimal.TEN)).summary(meter))
                .isEqualTo(books.summary(meter));
    }

    @Property
    void single_events_add_up_to_the_quantity(@ForAll("books") UsageBooks books, @ForAll("adding") Meter meter) {
        UsageSummary events = books.summary(meter, books.window(), UsageDetail.EVENTS);

        BigDecimal sum = events.parts().stream()
                .map(part -> part.quantity().multiply(BigDecimal.valueOf(part.events())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(books.quantity(meter));
        assertThat(events.quantity()).isEqualTo(books.quantity(meter));
        assertThat(events.events()).isEqualTo(books.summary(meter).events());
    }

    @Property
    void a_rounding_is_off_by_less_than_its_last_digit_for_each_group(
            @ForAll("books") UsageBooks books, @ForAll("aggregations") Aggregation aggregation) {
        Meter exact = Usages.meter(aggregation).groupedBy(List.of("region"));
        Meter rounded = Usages.meter(aggregation.rounded(new QuantityRounding(1, RoundingMode.CEILING)))
                .groupedBy(List.of("region"));
        List<UsagePart> before = books.summary(exact).parts();
        List<UsagePart> after = books.summary(rounded).parts();

        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            BigDecimal more = after.get(i).quantity().subtract(before.get(i).quantity());
            assertThat(more).isGreaterThanOrEqualTo(BigDecimal.ZERO).isLessThan(new BigDecimal("0.1"));
            assertThat(after.get(i).quantity().scale()).isLessThanOrEqualTo(1);
        }
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

    @Provide
    Arbitrary<UsageBooks> books() {
        return UsageBooks.any();
    }

    /** Meters whose quantity is a sum over events, with and without a filter and groups. */
    @Provide
    Arbitrary<Meter> adding() {
        Arbitrary<EventFilter> filters = Arbitraries.of(
                EventFilter.ALL,
                EventFilter.including("seat", "ada", "bob"),
                EventFilter.ALL.except(
                        Map.of("seat", PropertyValues.of("ada"), "region", new PropertyValues(Set.of("eu"), true))));
        return Combinators.combine(Arbitraries.of(Aggregation.sum(), Aggregation.count()), filters, groupings())
                .as((aggregation, filter, by) ->
                        Usages.meter(aggregation).filtered(filter).groupedBy(by));
    }

    @Provide
    Arbitrary<Meter> meters() {
        return Combinators.combine(aggregations(), groupings())
                .as((aggregation, by) -> Usages.meter(aggregation).groupedBy(by));
    }

    @Provide
    Arbitrary<Aggregation> aggregations() {
        return Arbitraries.of(
                Aggregation.sum(),
                Aggregation.count(),
                Aggregation.max(),
                Aggregation.max().per(AggregationWindow.DAY),
                Aggregation.latest(),
                Aggregation.latest().carryingOver(),
                Aggregation.latest().per(AggregationWindow.HOUR),
                Aggregation.unique("seat"),
                Aggregation.unique("seat").carryingOver(),
                Aggregation.unique("seat").per(AggregationWindow.MONTH),
                Aggregation.timeWeightedSum(),
                Aggregation.timeWeightedSum().carryingOver().measured(TimeMeasure.BY_DAY),
                Aggregation.timeWeightedUnique("seat"),
                Aggregation.timeWeightedUnique("seat").carryingOver().measured(TimeMeasure.BY_DAY));
    }

    @Provide
    Arbitrary<Aggregation> shortened() {
        return Arbitraries.of(
                Aggregation.sum(),
                Aggregation.count(),
                Aggregation.max(),
                Aggregation.latest(),
                Aggregation.unique("seat"));
    }

    @Provide
    Arbitrary<Aggregation> scalable() {
        return Arbitraries.of(
                Aggregation.sum(),
                Aggregation.max(),
                Aggregation.latest().carryingOver(),
                Aggregation.max().per(AggregationWindow.DAY),
                Aggregation.timeWeightedSum(),
                Aggregation.timeWeightedSum().carryingOver());
    }

    @Provide
    Arbitrary<Aggregation> numbers() {
        return Arbitraries.of(
                Aggregation.count(),
                Aggregation.unique("seat"),
                Aggregation.timeWeightedUnique("seat").carryingOver());
    }

    @Provide
    Arbitrary<List<String>> groupings() {
        return Arbitraries.of(List.of(), List.of("region"), List.of("region", "seat"), List.of("nothing"));
    }

    @Provide
    Arbitrary<PropertyValues> values() {
        return Arbitraries.of(
                PropertyValues.of("eu"),
                PropertyValues.of("eu", "us"),
                PropertyValues.of(""),
                PropertyValues.ABSENT,
                new PropertyValues(Set.of("us"), true));
    }

    @Provide
    Arbitrary<BigDecimal> quantities() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-1000000"), new BigDecimal("1000000"))
                .ofScale(6);
    }
}
