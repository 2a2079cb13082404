package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.tenant.BalancePolicy;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** One document for the first places of several subscriptions of {@code acme}. */
class SeveralPlacesTest {
    private static final InvoiceId ID = InvoiceId.of(new UUID(1, 1));
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Place ALPHA = monthly("alpha", "20.00", ZoneOffset.UTC);
    private static final Place BETA = monthly("beta", "50.00", ZoneOffset.UTC);

    private final InvoiceAssembler assembler = new InvoiceAssembler();
    private DiscountFacts discounts = DiscountFacts.NONE;
    private TaxFacts taxes = TaxFacts.NONE;

    @Test
    void holdsTheLinesOfEachPlaceInTheOrderOfTheSubscriptions() {
        InvoiceDraft draft = together(BETA, ALPHA);

        assertThat(shown(draft)).containsExactly("1 alpha 20.00", "2 beta 50.00");
        assertThat(draft.places())
                .extracting(filled -> filled.subscription() + " " + filled.lines())
                .containsExactly("alpha [1]", "beta [2]");
        assertThat(draft.slots())
                .containsExactly(
                        InvoiceSlot.invoiced(ALPHA.subscription().id(), ALPHA.place(), ID),
                        InvoiceSlot.invoiced(BETA.subscription().id(), BETA.place(), ID));
        assertThat(draft.totals().total()).isEqualTo(Money.parse("USD 70.00"));
    }

    @Test
    void isForTheTimeFromTheFirstStartToTheLastEnd() {
        Place berlin = monthly("gamma", "5.00", BERLIN);

        assertThat(together(ALPHA, berlin).period())
                .isEqualTo(new BillingPeriod(at("2024-03-31T22:00:00Z"), at("2024-05-01"), ZoneOffset.UTC));
    }

    @Test
    void skipsAPlaceWithoutLinesBesideOneThatHasSome() {
        Place free = monthly("aaa", "0.00", ZoneOffset.UTC);
        InvoiceDraft draft = together(free, ALPHA);

        assertThat(draft.slots())
                .containsExactly(
                        InvoiceSlot.skipped(free.subscription().id(), free.place()),
                        InvoiceSlot.invoiced(ALPHA.subscription().id(), ALPHA.place(), ID));
        assertThat(draft.nothingDue()).isFalse();
        assertThat(together(free).nothingDue()).isTrue();
    }

    @Test
    void isNotForTheTimeOfAPlaceWithoutLinesBesideOneThatHasSome() {
        Place free = monthly("aaa", "0.00", BERLIN);

        assertThat(together(free, ALPHA).period()).isEqualTo(ALPHA.place().period());
        assertThat(together(free).period()).isEqualTo(free.place().period());
    }

    @Test
    void isForWhatAllThatItBillsIsFor() {
        Place one = ALPHA.inGroup("PO-1");
        Place two = BETA.inGroup("PO-1");
        Place free = monthly("aaa", "0.00", ZoneOffset.UTC).inGroup("PO-2");

        assertThat(together(one, two).group()).isEqualTo("PO-1");
        assertThat(together(one, BETA.inGroup("po-1")).group()).isNull();
        assertThat(together(one, BETA).group()).isNull();
        assertThat(together(ALPHA, two).group()).isNull();
        assertThat(together(ALPHA).group()).isNull();
        // Nothing is due for it, so it is not on the document.
        assertThat(together(free, one, two).group()).isEqualTo("PO-1");
        assertThat(together(free).group()).isNull();
    }

    @Test
    void takesOffALineWhatIsTakenOffItOnADocumentOfItsOwn() {
        // 10 % of 0.05 are 0.005, so 0.01 of each line; of 0.10 together they would be 0.01 in all. Of 20.00 and 50.00
        // less 10 %
        // a fixed 3.00 is taken off once at each place.
        discounts = book(granted("tenth", percent("10")), granted("three", Discount.fixed(Money.parse("USD 3.00"))));

        InvoiceDraft cents =
                together(monthly("alpha", "0.05", ZoneOffset.UTC), monthly("beta", "0.05", ZoneOffset.UTC));
        assertThat(discountsOf(cents)).containsExactly("[tenth 0.01, three 0.04]", "[tenth 0.01, three 0.04]");
        assertThat(discountsOf(together(ALPHA, BETA)))
                .containsExactly("[tenth 2.00, three 3.00]", "[tenth 5.00, three 3.00]")
                .containsExactlyElementsOf(Stream.of(ALPHA, BETA)
                        .flatMap(place -> discountsOf(together(place)).stream())
                        .toList());
        assertThat(together(ALPHA, BETA).redemptions())
                .extracting(one -> one.grant() + " " + one.subscription() + " "
                        + one.amount().getAmount())
                .containsExactlyInAnyOrder(
                        "tenth alpha 2.00", "three alpha 3.00", "tenth beta 5.00", "three beta 3.00");
        assertThat(invoice(together(ALPHA, BETA)).verified()).isTrue();
        assertThat(invoice(cents).verified()).isTrue();
    }

    @Test
    void givesACouponForOneSubscriptionToThePlaceThatIsDueFirst() {
        // 1 April begins two hours earlier in Berlin.
        Place berlin = monthly("gamma", "5.00", BERLIN);
        discounts = book(granted("once", percent("10"), CouponScope.document(), 1));

        assertThat(discountsOf(together(ALPHA, berlin))).containsExactly("[]", "[once 0.50]");
        assertThat(discountsOf(together(ALPHA, BETA))).containsExactly("[once 2.00]", "[]");
    }

    @Test
    void taxesTheDocumentAsAWhole() {
        // 10 % of 0.05 are 0.01 on a document alone; of 0.10 they are 0.01 as well, and the lower key has it.
        taxes = Taxes.at("10");
        Place one = monthly("alpha", "0.05", ZoneOffset.UTC);
        Place other = monthly("beta", "0.05", ZoneOffset.UTC);

        assertThat(taxesOf(together(other, one))).containsExactly("0.01", "0.00");
        assertThat(taxesOf(together(one))).containsExactly("0.01");
        assertThat(taxesOf(together(other))).containsExactly("0.01");
        assertThat(invoice(together(other, one)).verified()).isTrue();
    }

    @Test
    void doesNotProveADiscountOverLinesOfTwoSubscriptions() {
        discounts = book(granted("tenth", percent("10")));
        InvoiceDraft draft = together(ALPHA, BETA);
        List<DocumentDiscount> two = draft.discounts().list();
        DocumentDiscount both = new DocumentDiscount(
                two.get(0).grant(),
                two.get(0).coupon(),
                two.get(0).name(),
                two.get(0).level(),
                two.get(0).discount(),
                0,
                List.of(1, 2),
                Money.parse("USD 7.00"));
        InvoiceDraft joined = new InvoiceDraft(
                draft.id(),
                draft.customer(),
                draft.entity(),
                draft.places(),
                draft.lines(),
                new DocumentDiscounts(DiscountOrder.AS_GIVEN, RoundingPolicy.HALF_UP, List.of(both)),
                draft.taxes(),
                draft.totals(),
                draft.recordedAt(),
                draft.group());

        assertThat(InvoiceVerifier.STANDARD.verify(invoice(joined)))
                .extracting(InvoiceFault::kind)
                .containsExactly(Kind.DISCOUNT_NOT_DERIVED);
    }

    private InvoiceDraft together(Place... places) {
        DocumentFacts facts = new DocumentFacts(
                ID,
                at("2024-04-01"),
                RoundingPolicy.HALF_UP,
                DemoBooks.customer("acme"),
                Money.zero(CurrencyUnit.USD),
                BalancePolicy.UP_TO_TOTAL,
                new Catalogue(
                        Stream.of(places).map(Place::plan).collect(Collectors.toMap(PlanVersion::ref, plan -> plan)),
                        Map.of()),
                discounts,
                taxes);
        return assembler.assemble(
                facts,
                Stream.of(places)
                        .map(place -> assembler.differences(new PlaceFacts(
                                RoundingPolicy.HALF_UP,
                                place.subscription(),
                                place.place(),
                                null,
                                facts.catalogue(),
                                Map.of(),
                                null,
                                CustomPrices.NONE)))
                        .toList());
    }

    private static Invoice invoice(InvoiceDraft draft) {
        return Invoice.draft(draft, Taxes.ORIGIN);
    }

    private static DiscountFacts book(CouponGrant... grants) {
        return new DiscountFacts(new CouponBook(List.of(grants), List.of()), DiscountOrder.AS_GIVEN);
    }

    private static List<String> shown(InvoiceDraft draft) {
        return draft.lines().stream()
                .map(line -> line.number() + " " + line.key().subscription() + " "
                        + line.amount().getAmount())
                .toList();
    }

    private static List<String> discountsOf(InvoiceDraft draft) {
        return draft.lines().stream()
                .map(line -> line.adjustments().discounts().stream()
                        .map(share -> share.grant() + " " + share.amount().getAmount())
                        .toList()
                        .toString())
                .toList();
    }

    private static List<String> taxesOf(InvoiceDraft draft) {
        return draft.lines().stream()
                .map(line -> line.taxAdded().getAmount().toPlainString())
                .toList();
    }

    /** A subscription from 1 April 2024 on to a plan of its own, with one flat fee in advance. */
    private static Place monthly(String id, String fee, ZoneId zone) {
        PlanVersion plan = Ledger.flat(id, fee);
        BillingSchedule schedule = DemoBooks.monthly("2024-04-01", "2024-04-01", zone);
        Subscription subscription = Subscription.of(
                SubscriptionId.of(id),
                DemoBooks.customer("acme").id(),
                CurrencyUnit.USD,
                schedule,
                List.of(new Created(schedule.startInclusive(), schedule.startInclusive(), plan.ref(), BigDecimal.ONE)));
        SlotPlace place = new PeriodManager().placeFor(subscription, Slots.start(subscription), List.of(), 0);
        return new Place(plan, subscription, place);
    }

    private record Place(PlanVersion plan, Subscription subscription, SlotPlace place) {
        Place inGroup(String group) {
            return new Place(plan, subscription.inGroup(group), place);
        }
    }
}
