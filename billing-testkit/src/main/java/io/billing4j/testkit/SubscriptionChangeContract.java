package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.store.Page;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.subscription.Term;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What happens to {@code s-1}, which is monthly from {@link Samples#START} on. */
abstract class SubscriptionChangeContract extends StoreContract {
    private static final SubscriptionState BEFORE = Samples.subscription("s-1", "c-1");
    private static final BillingInterval QUARTERLY = new BillingInterval(IntervalUnit.QUARTER, 1);
    private static final Instant FROM = Instant.parse("2023-11-10T10:37:00.000001Z");
    private static final Instant FEES = Instant.parse("2023-11-30T23:00:00Z");
    private static final PlanId ADD_ON = PlanId.of("add-on");
    private static final PlanVersionRef ADD_ON_1 = new PlanVersionRef(ADD_ON, 1);
    private static final PlanVersionRef VERSION_1 = new PlanVersionRef(Samples.PLAN, 1);
    private static final PlanVersionRef VERSION_2 = new PlanVersionRef(Samples.PLAN, 2);

    SubscriptionChangeContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(unit -> {
            SampleBooks.writeCatalogue(unit);
            unit.catalog().insertVersion(Samples.version(Samples.PLAN, 2));
            unit.catalog().insertPlan(Samples.plan(ADD_ON));
            unit.catalog().insertVersion(Samples.version(ADD_ON, 1));
            unit.customers().insert(Samples.customer("c-1"));
        });
    }

    private static List<List<SubscriptionChange>> changes() {
        SubscriptionChange more = new SubscriptionChange.QuantityChanged(FROM, at(1), FEES, Samples.LONGEST);
        return List.of(
                List.of(new SubscriptionChange.Activated(FROM, at(1))),
                List.of(new SubscriptionChange.TrialExtended(FROM, at(1), at(9).plusNanos(1000))),
                List.of(new SubscriptionChange.Paused(FROM, at(1), PausedFees.STOP)),
                List.of(
                        new SubscriptionChange.Paused(FROM, at(1), PausedFees.CONTINUE),
                        new SubscriptionChange.Resumed(FEES, at(2))),
                List.of(new SubscriptionChange.PlanChanged(FROM, at(1), FEES, VERSION_2, null)),
                List.of(new SubscriptionChange.PlanChanged(FROM, at(1), FROM, ADD_ON_1, QUARTERLY)),
                List.of(more),
                List.of(
                        new SubscriptionChange.AddOnSet(FROM, at(1), at(0), ADD_ON_1, new BigDecimal("0.5")),
                        new SubscriptionChange.AddOnRemoved(FROM.plusSeconds(9), at(2), FEES, ADD_ON)),
                List.of(new SubscriptionChange.Canceled(FROM, at(1), FEES)),
                List.of(new SubscriptionChange.Canceled(FROM, at(1)), new SubscriptionChange.Withdrawn(FROM, at(2), 2)),
                List.of(more, new SubscriptionChange.SettledAtOnce(FROM, at(1), 2)),
                List.of(new SubscriptionChange.Renewed(FROM, at(1), Term.renewing(QUARTERLY), 1)),
                List.of(new SubscriptionChange.Renewed(FROM, at(1), Term.fixed(BillingInterval.MONTHLY), 2)),
                List.of(new SubscriptionChange.RenewalStopped(FROM, at(1), 3)),
                List.of(new SubscriptionChange.ZoneChanged(FEES, at(1), ZoneId.of("Asia/Kathmandu"))),
                List.of(
                        new SubscriptionChange.BecamePastDue(FROM, at(1)),
                        new SubscriptionChange.Recovered(FEES, at(2))));
    }

    @Test
    void of_every_kind_come_back_as_they_happened_one_after_the_other() {
        List<SubscriptionChange> all = changes().stream().flatMap(List::stream).toList();
        Set<Class<?>> kinds = all.stream().map(Object::getClass).collect(Collectors.toSet());
        kinds.add(SubscriptionChange.Created.class);
        assertThat(kinds).containsExactlyInAnyOrder(SubscriptionChange.class.getPermittedSubclasses());
        write(unit -> unit.subscriptions().insert(BEFORE));
        Subscription after = BEFORE.subscription();
        for (SubscriptionChange change : all) {
            after = after.with(change);
            SubscriptionState state = new SubscriptionState(after, BEFORE.cursor());
            write(unit -> unit.subscriptions().update(state));
            assertThat(find()).isEqualTo(state);
        }
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_inserted_or_added() {
        return changes().stream()
                .map(changes -> dynamicTest(changes.toString(), () -> {
                    SubscriptionState after =
                            new SubscriptionState(BEFORE.subscription().with(changes), BEFORE.cursor());
                    tenant = newTenant();
                    writeParties();
                    write(unit -> unit.subscriptions().insert(after));
                    assertThat(find()).isEqualTo(after);
                    assertList(unit -> unit.subscriptions().list(null, Page.first(10)))
                            .containsExactly(after.subscription());
                    tenant = newTenant();
                    writeParties();
                    write(unit -> unit.subscriptions().insert(BEFORE));
                    write(unit -> unit.subscriptions().update(after));
                    assertThat(find()).isEqualTo(after);
                }));
    }

    @TestFactory
    Stream<DynamicTest> may_begin_with_a_trial_and_a_term() {
        Instant trialEnd = Instant.parse("2023-11-15T00:00:00.000001Z");
        BillingSchedule paid = BillingSchedule.anniversary(trialEnd, BillingInterval.MONTHLY, Samples.ZONE);
        return Stream.of(
                        new SubscriptionChange.Created(
                                Samples.START, at(1), VERSION_1, BigDecimal.TEN, trialEnd, Term.renewing(QUARTERLY)),
                        new SubscriptionChange.Created(Samples.START, at(1), VERSION_1, BigDecimal.TEN, trialEnd, null),
                        new SubscriptionChange.Created(
                                Samples.START,
                                at(1),
                                VERSION_1,
                                BigDecimal.TEN,
                                null,
                                Term.fixed(new BillingInterval(IntervalUnit.YEAR, 3))))
                .map(created -> dynamicTest(created.toString(), () -> {
                    Subscription usual = BEFORE.subscription();
                    SubscriptionState state = new SubscriptionState(
                            Subscription.of(
                                    usual.id(),
                                    usual.customer(),
                                    usual.currency(),
                                    created.trialEnd() == null ? usual.schedule() : paid,
                                    List.of(created)),
                            BEFORE.cursor());
                    tenant = newTenant();
                    writeParties();
                    write(unit -> unit.subscriptions().insert(state));
                    assertThat(find()).isEqualTo(state);
                }));
    }

    @Test
    void may_begin_the_first_schedule_anew() {
        Subscription turned = BEFORE.subscription()
                .with(new SubscriptionChange.PlanChanged(
                        BEFORE.subscription().schedule().boundary(2), at(1), FEES, VERSION_2, QUARTERLY));
        BillingSchedule anew = BillingSchedule.startingAt(
                Instant.parse("2023-11-07T09:37:00.000001Z"),
                LocalTime.MAX,
                LocalDate.of(2023, 12, 15),
                new BillingInterval(IntervalUnit.WEEK, 2),
                ZoneId.of("Asia/Beirut"));
        SubscriptionState after = new SubscriptionState(
                turned.startingWith(anew).with(new SubscriptionChange.Activated(anew.startInclusive(), at(2))),
                BillingCursor.start(anew.startInclusive()));
        SubscriptionState untouched = Samples.subscription("s-2", "c-1");
        write(unit -> {
            unit.subscriptions().insert(new SubscriptionState(turned, BEFORE.cursor()));
            unit.subscriptions().insert(untouched);
        });
        write(unit -> unit.subscriptions().update(after));

        assertThat(find()).isEqualTo(after);
        assertOptional(unit ->
                        unit.subscriptions().find(untouched.subscription().id()))
                .contains(untouched);
    }

    @Test
    void keep_the_schedules_they_bring_and_none_of_the_boundaries_that_slots_have() {
        Instant turn = BEFORE.subscription().schedule().boundary(2);
        Subscription turned =
                BEFORE.subscription().with(new SubscriptionChange.PlanChanged(turn, at(1), turn, VERSION_2, QUARTERLY));
        BillingPeriod nominal = turned.schedule().nominal(2);
        Subscription onWindows = turned.onWindows(Map.of(
                2,
                new BillingPeriod(
                        nominal.startInclusive(), nominal.endExclusive().plusSeconds(3600), nominal.zone())));
        SubscriptionState expected = new SubscriptionState(turned, BEFORE.cursor());
        assertThat(onWindows).isNotEqualTo(turned);

        write(unit -> unit.subscriptions().insert(new SubscriptionState(onWindows, BEFORE.cursor())));
        assertThat(find()).isEqualTo(expected);
        write(unit -> unit.subscriptions().update(new SubscriptionState(onWindows, BEFORE.cursor())));
        assertThat(find()).isEqualTo(expected);
    }

    private SubscriptionState find() {
        return read(
                unit -> unit.subscriptions().find(BEFORE.subscription().id()).orElseThrow());
    }
}
