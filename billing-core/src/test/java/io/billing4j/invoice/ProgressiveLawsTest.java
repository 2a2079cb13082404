package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.Tier;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.subscription.SubscriptionChange.QuantityChanged;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.joda.money.Money;

/** All documents come to what they come to without those of usage so far: amounts, what each coupon takes off, and each tax. */
class ProgressiveLawsTest {
    private static final int DAY = 24 * 60;
    private static final TaxPlace QUEBEC = TaxPlace.of("CA", "QC");
    private static final List<PlanVersion> PLANS =
            List.of(plan("basic", "19.99", "0.37"), plan("pro", "31.07", "0.29"));

    private enum Kind {
        USE,
        PLAN,
        QUANTITY,
        CANCEL,
        BILL_NEXT,
        CORRECT,
        VOID,
        PROGRESS,
        VOID_PROGRESS,
        SETTLE
    }

    private record Step(Kind kind, int minute, int dice) {}

    @Property
    void allDocumentsComeToWhatTheyComeToWithoutThoseOfUsageSoFar(
            @ForAll("steps") List<Step> steps,
            @ForAll DiscountOrder order,
            @ForAll TaxRounding rounding,
            @ForAll TaxBehavior behavior) {
        Supplier<History> start = () -> new History(
                rounding,
                behavior,
                order,
                granted("a", percent("12.5")),
                granted("b", percent("20"), CouponScope.document(), 1),
                granted("c", percent("7.7"), CouponScope.charges(Set.of(ChargeId.of("calls"))), 1));

        assertSame(start, steps);
    }

    /** Of an amount for each place, what is left where documents of periods are void depends on which came before. */
    @Property
    void soDoTheyWithAmountsForEachPlaceAsLongAsNoDocumentOfAPeriodIsVoid(
            @ForAll("steps") List<Step> steps,
            @ForAll DiscountOrder order,
            @ForAll TaxRounding rounding,
            @ForAll TaxBehavior behavior) {
        Supplier<History> start = () -> new History(
                rounding,
                behavior,
                order,
                granted("a", percent("12.5")),
                granted("b", Discount.fixed(Money.parse("USD 10.01"))));

        assertSame(
                start, steps.stream().filter(step -> step.kind() != Kind.VOID).toList());
    }

    private static void assertSame(Supplier<History> start, List<Step> steps) {
        History with = start.get();
        History without = start.get();
        for (Step step : steps) {
            with.take(step);
            if (step.kind() != Kind.PROGRESS && step.kind() != Kind.VOID_PROGRESS) {
                without.take(step);
            }
        }
        with.settle();
        without.settle();

        assertThat(with.sums()).isEqualTo(without.sums());
        assertThat(with.ledger.correct().lines()).isEmpty();
        with.assertProven();
        Statistics.label("with usage so far")
                .collect(with.early() > 0)
                .coverage(checker -> checker.check(true).percentage(share -> share > 40));
        Statistics.label("twice in a period")
                .collect(with.early() > 1)
                .coverage(checker -> checker.check(true).percentage(share -> share > 12));
    }

    private static final class History {
        private final Ledger ledger;
        private Subscription subscription = subscribed("2024-04-01", BASIC, 2);

        History(TaxRounding rounding, TaxBehavior behavior, DiscountOrder order, CouponGrant... grants) {
            TaxRules rules = new TaxRules(List.of(
                    rule("gst", TaxPlace.of("CA"), TaxComponent.of(TaxId.of("gst"), "GST", new BigDecimal("5")), 0),
                    rule("qst", QUEBEC, new TaxComponent(TaxId.of("qst"), "QST", new BigDecimal("9.975"), true), 1)));
            ledger = new Ledger(subscription, List.of(CREDITABLE), PLANS.toArray(PlanVersion[]::new))
                    .taxed(new TaxFacts(new TaxPolicy(rounding, behavior, QUEBEC), rules, List.of()))
                    .granted(order, grants);
            ledger.bill(0);
        }

        void take(Step step) {
            Instant at = subscription.startInclusive().plus(step.minute(), ChronoUnit.MINUTES);
            switch (step.kind()) {
                case USE -> ledger.used(CREDITABLE, used(step, at), Integer.toString(step.dice() - 200));
                case PLAN ->
                    known(subscription.with(
                            new PlanChanged(at, RECORDED, at, step.dice() % 2 == 0 ? PRO : BASIC, null)));
                case QUANTITY ->
                    known(subscription.with(
                            new QuantityChanged(at, RECORDED, at, BigDecimal.valueOf(1 + step.dice() % 4))));
                case CANCEL -> known(subscription.with(new Canceled(at, RECORDED)));
                case BILL_NEXT -> billNext();
                case CORRECT -> ledger.correct();
                case VOID -> voidLast(step.dice());
                case PROGRESS -> ledger.progress(running(step.dice()));
                case VOID_PROGRESS -> voidProgress(step.dice());
                case SETTLE -> settleLast();
            }
        }

        /** At any time, or in the running period, where it may be counted before that ends. */
        private Instant used(Step step, Instant at) {
            return step.minute() % 3 == 0 ? at : running(step.minute() % 500);
        }

        /** The last change is settled at once, in a document of its own. */
        private void settleLast() {
            int change = subscription.changes().size();
            boolean settled = ledger.slots().stream()
                    .anyMatch(
                            slot -> Integer.valueOf(change).equals(slot.place().change()));
            if (change > 1 && !settled) {
                ledger.settle(change);
            }
        }

        /** What is void is made again, what usage so far leaves to other documents is billed, and all is corrected. */
        void settle() {
            for (int index = 0; index <= last(); index++) {
                bill(index);
            }
            billNext();
            ledger.correct();
        }

        Map<String, Money> sums() {
            Map<String, Money> sums = new TreeMap<>();
            for (BilledLine billed : ledger.lines(0)) {
                InvoiceLine line = billed.line();
                sums.merge("amount " + line.key().charge() + line.key().kind(), line.amount(), Money::plus);
                line.adjustments()
                        .discounts()
                        .forEach(share -> sums.merge("off " + share.grant(), share.amount(), Money::plus));
                LineTaxes taxes = line.adjustments().taxes();
                List<Money> shares = taxes == null ? List.of() : taxes.shares();
                for (int i = 0; i < shares.size(); i++) {
                    sums.merge("tax " + i, shares.get(i), Money::plus);
                }
            }
            sums.values().removeIf(Money::isZero);
            return sums;
        }

        void assertProven() {
            List<Invoice> all = IntStream.rangeClosed(1, ledger.documents().size())
                    .mapToObj(ledger::document)
                    .toList();
            for (Invoice document : all) {
                assertThat(InvoiceVerifier.STANDARD.verify(document)).isEmpty();
                assertThat(CorrectionVerifier.verify(document, all)).isEmpty();
            }
        }

        long early() {
            return ledger.slots().stream().filter(History::isEarly).count();
        }

        private static boolean isEarly(InvoiceSlot slot) {
            return slot.place().reason() == SlotReason.PROGRESSIVE;
        }

        private void known(Subscription now) {
            subscription = now;
            ledger.known(now);
        }

        /** An instant of the last period that was opened. */
        private Instant running(int dice) {
            Instant start = subscription.schedule().period(last()).startInclusive();
            return start.plus(dice * 43L, ChronoUnit.MINUTES);
        }

        private int last() {
            return ledger.slots().stream()
                    .filter(slot -> slot.place().reason() == SlotReason.CYCLE)
                    .mapToInt(slot -> slot.place().index())
                    .max()
                    .orElseThrow();
        }

        private void billNext() {
            bill(last() + 1);
        }

        private void bill(int index) {
            Integer end = subscription.lastIndex();
            boolean within = subscription.period(index) != null;
            SlotReason reason = within ? SlotReason.CYCLE : SlotReason.FINAL;
            boolean there = within || (end != null && end + 1 == index);
            if (there
                    && ledger.slots().stream()
                            .noneMatch(slot -> slot.live()
                                    && slot.place().index() == index
                                    && slot.place().reason() == reason)) {
                ledger.bill(index);
            }
        }

        private void voidLast(int dice) {
            List<Integer> indexes = ledger.slots().stream()
                    .filter(slot -> slot.live() && slot.place().reason() == SlotReason.CYCLE)
                    .map(slot -> slot.place().index())
                    .sorted(Comparator.reverseOrder())
                    .toList();
            if (!indexes.isEmpty()) {
                int index = indexes.get(dice % indexes.size());
                voidWhere(slot -> slot.place().reason() == SlotReason.CYCLE
                        && slot.place().index() == index);
            }
        }

        private void voidProgress(int dice) {
            int wanted = dice % 3;
            List<Integer> sequences = ledger.slots().stream()
                    .filter(slot -> slot.live() && isEarly(slot))
                    .map(slot -> slot.place().sequence())
                    .toList();
            if (wanted < sequences.size()) {
                voidWhere(slot -> isEarly(slot) && slot.place().sequence() == sequences.get(wanted));
            }
        }

        private void voidWhere(Predicate<InvoiceSlot> which) {
            for (int i = 0; i < ledger.documents().size(); i++) {
                InvoiceSlot slot = ledger.documents().get(i).place();
                if (slot.live() && which.test(slot)) {
                    ledger.voided(i + 1, VoidIntent.REISSUE);
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(Kind.USE)),
                Tuple.of(6, Arbitraries.of(Kind.PROGRESS)),
                Tuple.of(4, Arbitraries.of(Kind.BILL_NEXT, Kind.CORRECT)),
                Tuple.of(3, Arbitraries.of(Kind.PLAN, Kind.QUANTITY, Kind.SETTLE)),
                Tuple.of(2, Arbitraries.of(Kind.VOID, Kind.VOID_PROGRESS)),
                Tuple.of(1, Arbitraries.of(Kind.CANCEL)));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 100 * DAY).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, 999).withDistribution(RandomDistribution.uniform()))
                .as(Step::new)
                .list()
                .ofMinSize(8)
                .ofMaxSize(20)
                .withSizeDistribution(RandomDistribution.uniform())
                .withoutEdgeCases();
    }

    private static TaxRule rule(String id, TaxPlace place, TaxComponent component, int order) {
        return new TaxRule(
                TaxRuleId.of(id),
                TaxCategory.STANDARD,
                place,
                LocalDate.parse("2000-01-01"),
                null,
                new TaxRule.Due(component, order));
    }

    private static PlanVersion plan(String id, String fee, String each) {
        PriceModel tiers = PriceModel.graduated(
                List.of(new Tier(new BigDecimal(300), usd(each), usd("1.11")), Tier.beyond(usd("0.113"))));
        return DemoBooks.plan(
                id,
                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd(fee))),
                Charge.usage(ChargeId.of("calls"), "Calls", tiers, CREDITABLE.id())
                        .withTerms(PriceTerms.NONE.withMinimum(usd("7.00")).withMaximum(usd("150.00"))));
    }
}
