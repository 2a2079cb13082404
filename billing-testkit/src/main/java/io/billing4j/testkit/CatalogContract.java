package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TaxCategory;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.Tier;
import io.billing4j.store.Page;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

abstract class CatalogContract extends StoreContract {
    private static final PlanId P1 = PlanId.of("p-1");
    private static final PlanId P2 = PlanId.of("p-2");
    private static final BigMoney LONGEST = Samples.dollars(Samples.LONGEST);

    CatalogContract(StoreFixture fixture) {
        super(fixture);
    }

    @TestFactory
    Stream<DynamicTest> gives_meters_back_as_they_were_inserted() {
        return SampleMeters.all().stream()
                .map(meter -> dynamicTest(meter.id().value(), () -> {
                    write(unit -> unit.catalog().insertMeter(meter));
                    assertMap(unit -> unit.catalog().findMeters(List.of(meter.id())))
                            .containsExactly(Map.entry(meter.id(), meter));
                }));
    }

    @Test
    void has_a_meter_once() {
        Meter first = Samples.meter("m");
        write(unit -> unit.catalog().insertMeter(first));

        assertRefused(
                ErrorCode.METER_EXISTS,
                unit -> unit.catalog().insertMeter(Meter.of(first.id(), Aggregation.count(), true, Samples.START)));
        assertMap(unit -> unit.catalog().findMeters(List.of(first.id()))).containsValue(first);
    }

    @Test
    void finds_those_meters_that_exist() {
        write(unit -> Samples.meters().forEach(unit.catalog()::insertMeter));

        assertMap(unit -> unit.catalog()
                        .findMeters(List.of(Samples.STORAGE, MeterId.of("unknown"), Samples.TOKENS, Samples.TOKENS)))
                .containsOnlyKeys(Samples.STORAGE, Samples.TOKENS);
        assertMap(unit -> unit.catalog().findMeters(List.of())).isEmpty();
    }

    @Test
    void lists_meters_in_the_order_of_their_keys() {
        write(unit -> Pages.KEYS_SHUFFLED.forEach(key -> unit.catalog().insertMeter(Samples.meter(key))));

        for (int size : List.of(1, 4, Pages.KEYS_IN_ORDER.size(), Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.catalog().listMeters(page)),
                            meter -> meter.id().value()))
                    .extracting(meter -> meter.id().value())
                    .isEqualTo(Pages.KEYS_IN_ORDER);
        }
        assertList(unit -> unit.catalog().listMeters(Page.first(2).after("a-a")))
                .extracting(meter -> meter.id().value())
                .containsExactly("a-b", "a.b");
    }

    @TestFactory
    Stream<DynamicTest> gives_plans_back_as_they_were_inserted() {
        return Stream.of(
                        new Plan(P1, Samples.HOSTILE, Samples.USD, null, Instant.parse("1900-01-01T00:00:00Z")),
                        new Plan(
                                P2,
                                "n".repeat(200),
                                CurrencyUnit.of("CLF"),
                                Instant.parse("9998-12-31T23:59:59.999999Z"),
                                Instant.parse("2024-02-29T12:34:56.789012Z")))
                .map(plan -> dynamicTest(plan.id().value(), () -> {
                    write(unit -> unit.catalog().insertPlan(plan));
                    assertOptional(unit -> unit.catalog().findPlan(plan.id())).contains(plan);
                    assertOptional(unit -> unit.catalog().lockPlan(plan.id())).contains(plan);
                }));
    }

    @Test
    void has_a_plan_once() {
        write(unit -> unit.catalog().insertPlan(Samples.plan(P1)));

        assertRefused(
                ErrorCode.PLAN_EXISTS,
                unit -> unit.catalog().insertPlan(new Plan(P1, "Another", CurrencyUnit.EUR, null, Samples.START)));
        assertOptional(unit -> unit.catalog().findPlan(P1)).contains(Samples.plan(P1));
    }

    @Test
    void finds_no_plan_that_is_not_there() {
        write(unit -> unit.catalog().insertPlan(Samples.plan(P1)));

        assertOptional(unit -> unit.catalog().findPlan(P2)).isEmpty();
        assertOptional(unit -> unit.catalog().lockPlan(P2)).isEmpty();
        assertOptional(unit -> unit.catalog().findPlan(P1)).isPresent();
    }

    @Test
    void keeps_others_from_a_locked_plan() {
        write(unit -> {
            SampleBooks.writeCatalogue(unit);
            unit.catalog().insertPlan(Samples.plan(P1));
        });
        OpenTransaction<Plan> first = open(unit -> {
            Plan locked = unit.catalog().lockPlan(Samples.PLAN).orElseThrow();
            unit.catalog().insertVersion(Samples.version(Samples.PLAN, 2));
            return locked;
        });

        Map<PlanId, PlanVersion> seen = behind(first, first::commit, unit -> {
            assertThat(unit.catalog().lockPlan(Samples.PLAN)).isPresent();
            return unit.catalog().latestVersions(List.of(Samples.PLAN));
        });

        assertThat(seen).containsExactly(Map.entry(Samples.PLAN, Samples.version(Samples.PLAN, 2)));
    }

    @Test
    void lists_plans_in_the_order_of_their_keys() {
        write(unit -> Pages.KEYS_SHUFFLED.forEach(key -> unit.catalog().insertPlan(Samples.plan(PlanId.of(key)))));

        for (int size : List.of(1, 4, Pages.KEYS_IN_ORDER.size(), Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.catalog().listPlans(page)),
                            plan -> plan.id().value()))
                    .extracting(plan -> plan.id().value())
                    .isEqualTo(Pages.KEYS_IN_ORDER);
        }
    }

    @Test
    void archives_one_plan_and_no_other() {
        Instant at = Instant.parse("2023-12-24T18:00:00.000001Z");
        write(unit -> {
            unit.catalog().insertPlan(Samples.plan(P1));
            unit.catalog().insertPlan(Samples.plan(P2));
            unit.catalog().archivePlan(P1, at);
        });

        assertList(unit -> unit.catalog().listPlans(Page.first(10)))
                .containsExactly(Samples.plan(P1).archived(at), Samples.plan(P2));
    }

    @TestFactory
    Stream<DynamicTest> gives_versions_back_as_they_were_inserted() {
        Stream<PlanVersion> intervals = Stream.of(IntervalUnit.values())
                .map(unit -> new PlanVersion(
                        new PlanVersionRef(P1, 1),
                        Samples.USD,
                        new BillingInterval(unit, 1000),
                        Samples.charges(new BigDecimal("0.005")),
                        Instant.parse("2024-02-29T12:34:56.789012Z")));
        Stream<PlanVersion> extremes = Stream.of(
                Samples.version(P1, 20, longestNumbers()),
                Samples.version(P1, 21, manyCharges()),
                Samples.version(P1, 22, taxedCharges()),
                withThresholds(23, List.of(Samples.dollars("0.000001"), LONGEST), null),
                withThresholds(24, List.of(), LONGEST),
                withThresholds(25, List.of(Samples.dollars("60.00")), Samples.dollars("100")),
                Samples.version(P1, Integer.MAX_VALUE));
        return Stream.concat(intervals, extremes)
                .map(version -> dynamicTest(version.ref() + ", " + version.interval(), () -> {
                    tenant = newTenant();
                    write(unit -> {
                        Samples.meters().forEach(unit.catalog()::insertMeter);
                        unit.catalog().insertPlan(Samples.plan(P1));
                        unit.catalog().insertVersion(version);
                    });
                    assertMap(unit -> unit.catalog().findVersions(List.of(version.ref())))
                            .containsExactly(Map.entry(version.ref(), version));
                    assertMap(unit -> unit.catalog().latestVersions(List.of(P1)))
                            .containsExactly(Map.entry(P1, version));
                }));
    }

    @Test
    void has_a_version_once() {
        write(SampleBooks::writeCatalogue);

        assertRefused(
                ErrorCode.ALREADY_EXISTS,
                unit -> unit.catalog()
                        .insertVersion(Samples.version(Samples.PLAN, 1, Samples.charges(BigDecimal.TEN))));
        assertMap(unit -> unit.catalog().latestVersions(List.of(Samples.PLAN)))
                .containsValue(Samples.version(Samples.PLAN, 1));
    }

    @Test
    void finds_those_versions_that_exist() {
        writeVersions();

        List<PlanVersionRef> wanted = List.of(
                new PlanVersionRef(P2, 1),
                new PlanVersionRef(P1, 3),
                new PlanVersionRef(P1, 10),
                new PlanVersionRef(P1, 2),
                new PlanVersionRef(PlanId.of("unknown"), 1));
        assertMap(unit -> unit.catalog().findVersions(wanted))
                .containsOnly(
                        Map.entry(new PlanVersionRef(P2, 1), Samples.version(P2, 1)),
                        Map.entry(new PlanVersionRef(P1, 10), Samples.version(P1, 10)),
                        Map.entry(new PlanVersionRef(P1, 2), Samples.version(P1, 2)));
        assertMap(unit -> unit.catalog().findVersions(List.of())).isEmpty();
    }

    @Test
    void knows_the_latest_version_of_each_plan_that_has_one() {
        writeVersions();

        List<PlanId> wanted = List.of(P1, PlanId.of("p-0"), P2, PlanId.of("unknown"));
        assertMap(unit -> unit.catalog().latestVersions(wanted))
                .containsOnly(Map.entry(P1, Samples.version(P1, 10)), Map.entry(P2, Samples.version(P2, 1)));
        assertMap(unit -> unit.catalog().latestVersions(List.of())).isEmpty();
    }

    /** Versions 2, 10 and 1 of one plan, 1 of another, none of a third. */
    private void writeVersions() {
        write(unit -> {
            Samples.meters().forEach(unit.catalog()::insertMeter);
            Stream.of("p-0", "p-1", "p-2").forEach(id -> unit.catalog().insertPlan(Samples.plan(PlanId.of(id))));
            List.of(2, 10, 1).forEach(number -> unit.catalog().insertVersion(Samples.version(P1, number)));
            unit.catalog().insertVersion(Samples.version(P2, 1));
        });
    }

    private static PlanVersion withThresholds(int number, List<BigMoney> amounts, @Nullable BigMoney every) {
        PlanVersion version = Samples.version(P1, number);
        return new PlanVersion(
                version.ref(),
                version.currency(),
                version.interval(),
                version.charges(),
                new UsageThresholds(amounts, every),
                version.recordedAt());
    }

    private static List<Charge> longestNumbers() {
        return List.of(
                Charge.fee(ChargeId.of("flat"), "d".repeat(200), PriceModel.flat(LONGEST)),
                Charge.usage(
                        ChargeId.of("tiers"),
                        Samples.HOSTILE,
                        PriceModel.graduated(
                                List.of(new Tier(Samples.LONGEST, LONGEST, LONGEST), new Tier(null, LONGEST, LONGEST))),
                        Samples.TOKENS),
                Charge.usage(
                        ChargeId.of("packages"),
                        "Packages",
                        PriceModel.packaged(Samples.LONGEST, LONGEST, Samples.LONGEST),
                        Samples.STORAGE));
    }

    /** With terms beside the tax and without; the last is taxed as usual. */
    private static List<Charge> taxedCharges() {
        Charge fee = Charge.fee(ChargeId.of("c-0"), "Fee", PriceModel.flat(LONGEST));
        return List.of(
                fee.withTax(new ChargeTax(TaxCategory.of("books"), null)),
                renamed("c-1", fee).withTax(new ChargeTax(TaxCategory.of("c".repeat(64)), TaxBehavior.INCLUSIVE)),
                renamed("c-2", fee)
                        .withTerms(PriceTerms.NONE.withDiscountPercent(BigDecimal.TEN))
                        .withTax(new ChargeTax(TaxCategory.STANDARD, TaxBehavior.EXCLUSIVE)),
                renamed("c-3", fee).withTerms(PriceTerms.NONE.withDiscountPercent(BigDecimal.TEN)));
    }

    private static Charge renamed(String id, Charge charge) {
        return Charge.fee(ChargeId.of(id), charge.description(), charge.price());
    }

    /** As many as a version may have, in an order that no sorting gives, with every timing and proration. */
    private static List<Charge> manyCharges() {
        List<Charge> charges = new ArrayList<>();
        for (BillingTiming timing : BillingTiming.values()) {
            for (ProrationPolicy proration : ProrationPolicy.values()) {
                for (int i = 1; i <= 12; i++) {
                    charges.add(new Charge(
                            ChargeId.of("charge-" + timing + "-" + proration + "-" + i),
                            "Charge " + i,
                            PriceModel.perUnit(Samples.dollars(BigDecimal.valueOf(i, 6))),
                            timing,
                            null,
                            proration,
                            i % 2 == 0));
                }
            }
        }
        return Pages.shuffled(charges);
    }
}
