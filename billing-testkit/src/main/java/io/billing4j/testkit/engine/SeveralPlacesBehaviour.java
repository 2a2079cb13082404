package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.customer.CustomerState;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.SystemSource;
import io.billing4j.invoice.Catalogue;
import io.billing4j.invoice.DiscountFacts;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.PlaceFacts;
import io.billing4j.invoice.PlaceLines;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.store.UnitOfWork;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.BalancePolicy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of one document for two subscriptions of Ada: a draft of November's 30.00 of the one and 60.00 of the other, which a run
 * finalises on 21 November.
 */
abstract class SeveralPlacesBehaviour extends ChangeBooks {
    private static final SubscriptionId ONE = SubscriptionId.of("one");
    private static final SubscriptionId TWO = SubscriptionId.of("two");
    private static final String GRACE_OVER = "2023-11-21T00:00:00Z";

    @SuppressWarnings("NullAway.Init") // before each test
    private InvoiceId draft;

    SeveralPlacesBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void draftBothTogether() {
        subscribe(ONE, BASIC);
        subscribe(TWO, PRO);
        draft = store().inTransaction(tenant, this::together);
        assertThat(amounts(document())).containsExactly("30.00", "60.00");
    }

    @Test
    void it_is_finalised_as_it_is_where_nothing_has_come_out_otherwise() {
        billAt(GRACE_OVER);

        assertThat(invoices()).hasSize(1);
        assertThat(numbers(invoices())).containsExactly("INV-202311-00001");
        assertThat(amounts(document())).containsExactly("30.00", "60.00");
        assertThat(shown(ONE)).containsExactly("1/1/0");
        assertThat(shown(TWO)).containsExactly("1/1/0");
    }

    @Test
    void it_is_made_anew_where_one_of_two_subscriptions_was_touched() {
        change("2023-11-16T00:00:00Z", TWO, plan(BASIC));
        billAt(GRACE_OVER);

        // Half of 60.00 up to the 16th, and half of 30.00 from there on.
        assertThat(document().status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(amounts(document())).containsExactly("30.00", "30.00", "15.00");
        billAt("2023-12-01T00:00:00Z");
        assertThat(invoices().stream().skip(1).map(EngineBooks::amounts))
                .containsExactly(List.of("30.00"), List.of("30.00"));
    }

    @Test
    void a_refresh_computes_each_place_by_its_own_subscription() {
        change("2023-11-11T00:00:00Z", ONE, plan(PRO));
        change("2023-11-16T00:00:00Z", TWO, plan(BASIC));
        Invoice refreshed = engine().refreshInvoice(draft);

        // A third of 30.00 up to the 11th, two thirds of 60.00 from there on; the other as above.
        assertThat(amounts(refreshed)).containsExactly("10.00", "40.00", "30.00", "15.00");
        assertThat(cursor(ONE).touchedFrom()).isNull();
        assertThat(cursor(TWO).touchedFrom()).isNull();
        billAt(GRACE_OVER);
        assertThat(amounts(document())).containsExactly("10.00", "40.00", "30.00", "15.00");
    }

    @Test
    void a_place_for_which_nothing_is_left_is_settled_without_it() {
        change("2023-11-16T00:00:00Z", TWO, cancelFrom("2023-11-01T00:00:00Z"));
        billAt(GRACE_OVER);

        assertThat(amounts(document())).containsExactly("30.00");
        assertThat(shown(TWO)).containsExactly("1/1/0 skipped");
        billAt("2023-12-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("30.00");
        assertThat(invoices()).hasSize(2);
    }

    @Test
    void it_goes_where_nothing_is_left_for_any_place() {
        change("2023-11-16T00:00:00Z", ONE, cancelFrom("2023-11-01T00:00:00Z"));
        change("2023-11-16T00:00:00Z", TWO, cancelFrom("2023-11-01T00:00:00Z"));
        billAt(GRACE_OVER);

        assertThat(invoices()).isEmpty();
        assertThat(shown(ONE)).containsExactly("1/1/0 skipped");
        assertThat(shown(TWO)).containsExactly("1/1/0 skipped");
    }

    @Test
    void all_its_places_are_billed_again_once_it_is_void() {
        billAt(GRACE_OVER);
        engine().voidInvoice(draft, VoidIntent.REISSUE);
        billAt("2023-11-22T00:00:00Z");

        assertThat(shown(ONE)).containsExactly("1/1/0 void", "1/1/1");
        assertThat(shown(TWO)).containsExactly("1/1/0 void", "1/1/1");
        assertThat(asked()).isEqualTo(Money.parse("USD 90.00"));
    }

    @Test
    void none_of_its_places_is_billed_again_once_it_is_waived() {
        billAt(GRACE_OVER);
        engine().voidInvoice(draft, VoidIntent.WAIVE);
        billAt("2023-11-22T00:00:00Z");

        assertThat(invoices()).hasSize(1);
        assertThat(shown(ONE)).containsExactly("1/1/0 waived");
        assertThat(shown(TWO)).containsExactly("1/1/0 waived");
    }

    private void subscribe(SubscriptionId id, PlanId plan) {
        engine().subscriptions()
                .create(NewSubscription.of(ADA, plan, LocalDate.parse("2023-11-01"))
                        .withId(id));
    }

    private void change(String instant, SubscriptionId id, SubscriptionCommand command) {
        clock.set(instant);
        engine().subscriptions().change(id, command);
    }

    private static SubscriptionCommand cancelFrom(String instant) {
        return new SubscriptionCommand.Cancel(ChangeTiming.at(Instant.parse(instant)), null);
    }

    private Invoice document() {
        return engine().findInvoice(draft).orElseThrow();
    }

    private BillingCursor cursor(SubscriptionId id) {
        return engine().subscriptions().find(id).orElseThrow().cursor();
    }

    /** {@code term/sequence/revision} of a subscription's slots, and what became of them. */
    private List<String> shown(SubscriptionId id) {
        return slots(id).stream().map(SeveralPlacesBehaviour::text).toList();
    }

    private static String text(InvoiceSlot slot) {
        SlotPlace place = slot.place();
        String outcome = slot.invoice() == null ? " skipped" : slot.waived() ? " waived" : slot.voided() ? " void" : "";
        return place.term() + "/" + place.sequence() + "/" + place.revision() + outcome;
    }

    /** Writes the draft the way a run would. */
    private InvoiceId together(UnitOfWork unit) {
        InvoiceAssembler assembler = new InvoiceAssembler();
        PeriodManager periods = new PeriodManager();
        CustomerState ada = unit.customers().state(ADA).orElseThrow();
        List<SubscriptionState> states = List.of(
                unit.subscriptions().find(ONE).orElseThrow(),
                unit.subscriptions().find(TWO).orElseThrow());
        Catalogue catalogue = new Catalogue(
                unit
                        .catalog()
                        .findVersions(states.stream()
                                .flatMap(state -> state.subscription().plans().stream())
                                .collect(Collectors.toSet()))
                        .values()
                        .stream()
                        .collect(Collectors.toMap(PlanVersion::ref, plan -> plan)),
                Map.of());
        Instant recordedAt = ada.nextRecordedAt(clock.now(tenant));
        List<PlaceLines> places = new ArrayList<>();
        for (SubscriptionState state : states) {
            SlotPlace place = periods.placeFor(state.subscription(), state.cursor(), List.of(), 0);
            places.add(assembler.differences(new PlaceFacts(
                    RoundingPolicy.HALF_UP,
                    state.subscription(),
                    place,
                    null,
                    catalogue,
                    Map.of(),
                    null,
                    CustomPrices.NONE)));
        }
        InvoiceDraft made = assembler.assemble(
                new DocumentFacts(
                        InvoiceId.of(SystemSource.ids().next()),
                        recordedAt,
                        RoundingPolicy.HALF_UP,
                        ada.customer(),
                        Money.zero(CurrencyUnit.USD),
                        BalancePolicy.UP_TO_TOTAL,
                        catalogue,
                        DiscountFacts.NONE,
                        TaxFacts.NONE),
                places);
        Map<SubscriptionId, BillingCursor> cursors = new HashMap<>();
        for (int i = 0; i < states.size(); i++) {
            SubscriptionState state = states.get(i);
            cursors.put(
                    state.subscription().id(),
                    periods.advanced(
                            state.subscription(),
                            state.cursor(),
                            List.of(made.slots().get(i))));
        }
        unit.invoices().insertLines(DocumentLines.of(List.of(made)));
        unit.slots().insert(made.slots());
        unit.subscriptions().moveCursors(cursors);
        unit.customers().recorded(Map.of(ADA, recordedAt));
        unit.invoices()
                .insertHeaders(List.of(Invoice.draft(made, InvoiceOrigin.request(null), Instant.parse(GRACE_OVER))));
        return made.id();
    }
}
