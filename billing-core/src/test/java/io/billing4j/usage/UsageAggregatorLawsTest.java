package io.billing4j.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.fixture.Usages;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every meter and whatever was reported. */
class UsageAggregatorLawsTest extends UsageLaws {
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

    private static boolean isAfter(RecordedUsage one, RecordedUsage other) {
        int order = one.event().occurredAt().compareTo(other.event().occurredAt());
        order = order != 0 ? order : one.recordedAt().compareTo(other.recordedAt());
        order = order != 0
                ? order
                : one.event().id().value().compareTo(other.event().id().value());
        return order > 0;
    }
}
