package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.CorrectionHistory.Fees;
import io.billing4j.invoice.CorrectionHistory.Kind;
import io.billing4j.invoice.CorrectionHistory.Step;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import io.billing4j.tax.TaxBehavior;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What holds of terms of a whole plan, whatever is used, and however often its past changes. */
class PlanSpendLawsTest {
    private static final Money NOTHING = Money.zero(CurrencyUnit.USD);
    private static final List<Meter> METERS = List.of(CREDITABLE, GENERATED, CONTEXT);

    @Property
    void all_that_was_billed_adds_up_to_what_the_last_timeline_asks_for(@ForAll("steps") List<Step> steps) {
        CorrectionHistory history = CorrectionHistory.ofWholePlans().begun();
        steps.forEach(history::take);
        proven(history);

        history.assertBilledIsWhatTheLastTimelineAsksFor();
        Statistics.label("with terms of the plan")
                .collect(history.lines().stream()
                        .anyMatch(line -> line.derivation().basis().ofPlan()
                                || line.derivation().basis().left() != null))
                .coverage(checker -> checker.check(true).percentage(share -> share > 30));
    }

    @Property
    void nothing_is_paid_out_that_was_not_paid_in(@ForAll("steps") List<Step> steps, @ForAll TaxBehavior behavior) {
        CorrectionHistory history = taxed(behavior);
        steps.forEach(history::take);
        proven(history);

        assertThat(payable(history).isNegative()).isFalse();
    }

    @Property
    void what_is_all_taken_back_leaves_nothing(@ForAll("steps") List<Step> steps, @ForAll TaxBehavior behavior) {
        CorrectionHistory history = taxed(behavior);
        steps.stream().filter(step -> step.kind() != Kind.CANCEL).forEach(history::take);
        history.take(new Step(Kind.CANCEL, 0, Fees.AT_ONCE, 0));
        proven(history);

        assertThat(payable(history)).isEqualTo(NOTHING);
    }

    @Property
    void no_note_takes_off_more_than_it_says(@ForAll("steps") List<Step> steps) {
        CorrectionHistory history = CorrectionHistory.ofWholePlans().begun();
        steps.forEach(history::take);
        proven(history);

        Map<InvoiceId, Money> standing = new HashMap<>();
        history.lines()
                .forEach(line -> line.adjustments()
                        .credits()
                        .forEach(share -> standing.merge(share.note(), share.amount(), Money::plus)));
        for (Invoice note : history.documents()) {
            if (note.note() != null) {
                assertThat(standing.getOrDefault(note.id(), NOTHING))
                        .isBetween(NOTHING, note.totals().discount());
            }
        }
    }

    /** A month from the 1st of April of 30 days, of which so many are held: everything in cents, each line rounded once. */
    @Property
    void a_period_comes_to_what_its_terms_say(
            @ForAll @IntRange(max = 5_000) int fee,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 200_000) Integer> hundredths,
            @ForAll @IntRange(max = 20_000) int commitment,
            @ForAll("factors") BigDecimal factor,
            @ForAll @IntRange(max = 20_000) int room,
            @ForAll boolean bounded,
            @ForAll @IntRange(min = 1, max = 30) int days) {
        PriceTerms terms = PriceTerms.NONE.withCommitment(new Commitment(cents(commitment), factor, true));
        terms = bounded ? terms.withMaximum(cents(commitment + room)) : terms;

        long billed = billed(fee, hundredths, terms, days);

        // Half up, as the demonstration's tenant rounds
        long c = share(commitment, days);
        long f = share(fee, days);
        BigDecimal spent = BigDecimal.valueOf(f);
        for (int used : hundredths) {
            spent = spent.add(BigDecimal.valueOf(used).movePointLeft(2));
        }
        BigDecimal from = BigDecimal.valueOf(Math.max(c, f));
        BigDecimal beyond = spent.subtract(from).max(BigDecimal.ZERO);
        BigDecimal exact = spent.max(BigDecimal.valueOf(c)).subtract(beyond).add(beyond.multiply(factor));
        if (bounded) {
            exact = exact.min(BigDecimal.valueOf(Math.max(share(commitment + room, days), f)));
            assertThat(billed).isLessThanOrEqualTo(Math.max(share(commitment + room, days), f));
        }
        assertThat(billed).isGreaterThanOrEqualTo(c);
        BigDecimal cents = BigDecimal.valueOf(hundredths.size()).multiply(factor.max(BigDecimal.ONE));
        assertThat(BigDecimal.valueOf(billed).subtract(exact).abs()).isLessThanOrEqualTo(cents);
    }

    private static long billed(int fee, List<Integer> hundredths, PriceTerms terms, int days) {
        List<Charge> charges = new ArrayList<>();
        charges.add(byDay(Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(cents(fee)))));
        for (int i = 0; i < hundredths.size(); i++) {
            charges.add(Charge.usage(
                    ChargeId.of("use" + i),
                    "Use",
                    PriceModel.perUnit(BigMoney.of(CurrencyUnit.USD, new BigDecimal("0.0001"))),
                    METERS.get(i).id()));
        }
        charges.add(byDay(Charge.spend(ChargeId.of("spend"), "Spend", CurrencyUnit.USD, terms)));
        Instant start = at("2024-04-01");
        Subscription whole = subscribed("2024-04-01", BASIC, 1);
        Instant end = start.plus(days, ChronoUnit.DAYS);
        Subscription held = whole.with(new Canceled(end, RECORDED, end));
        Ledger ledger = new Ledger(held, METERS, DemoBooks.plan("basic", charges.toArray(Charge[]::new)));
        for (int i = 0; i < hundredths.size(); i++) {
            ledger.used(METERS.get(i), start, Integer.toString(hundredths.get(i)));
        }
        ledger.bill(0);
        ledger.bill(1);
        Money sum = NOTHING;
        for (int i = 1; i <= 2; i++) {
            assertThat(InvoiceVerifier.STANDARD.verify(ledger.document(i))).isEmpty();
            sum = sum.plus(ledger.document(i).totals().subtotal());
        }
        return sum.getAmountMinorLong();
    }

    private static Charge byDay(Charge charge) {
        return new Charge(
                charge.id(),
                charge.description(),
                charge.price(),
                charge.timing(),
                null,
                ProrationPolicy.BY_DAY,
                false,
                charge.terms());
    }

    private static long share(int cents, int days) {
        return BigDecimal.valueOf((long) cents * days)
                .divide(BigDecimal.valueOf(30), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static BigMoney cents(int cents) {
        return BigMoney.ofMinor(CurrencyUnit.USD, cents);
    }

    private static CorrectionHistory taxed(TaxBehavior behavior) {
        return CorrectionHistory.ofWholePlans().taxed(Taxes.germany(behavior)).begun();
    }

    private static void proven(CorrectionHistory history) {
        history.settle();
        history.assertNothingMoreIsCorrected();
        history.assertEveryDocumentProvesItself();
    }

    private static Money payable(CorrectionHistory history) {
        return history.lines().stream()
                .map(line -> line.amount().minus(line.discount()).plus(line.taxAdded()))
                .reduce(NOTHING, Money::plus);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return CorrectionLawsTest.randomWithNotes();
    }

    @Provide
    Arbitrary<BigDecimal> factors() {
        return Arbitraries.of("0", "0.5", "1", "1.37", "2").map(BigDecimal::new);
    }
}
