package io.billing4j.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.DemoBooks;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A subscription's books as they would be kept: slots and cursor change only as the period manager says. */
final class SlotHistory {
    /** What can happen. */
    enum Kind {
        /** A run with a later cut-off. */
        BILL_DUE,
        /** A request for one period that is due, whatever is due before it. */
        BILL_OUT_OF_TURN,
        VOID_TO_REISSUE,
        VOID_TO_WAIVE,
        /** The subscription ends with its last billed or present period, as a cancellation at period end would have it. */
        END
    }

    /** One happening; the dice decide how far or which. */
    record Step(Kind kind, int dice) {}

    private final PeriodManager periods = new PeriodManager();
    private final List<InvoiceSlot> slots = new ArrayList<>();
    private Subscription subscription;
    private BillingCursor cursor;
    private Instant now;

    SlotHistory(BillingSchedule schedule) {
        subscription = DemoBooks.on(schedule);
        cursor = BillingCursor.start(subscription.startInclusive());
        now = subscription.startInclusive();
    }

    List<InvoiceSlot> slots() {
        return slots;
    }

    void take(Step step) {
        switch (step.kind()) {
            case BILL_DUE -> bill(step.dice() % 5);
            case BILL_OUT_OF_TURN -> billOutOfTurn(step.dice());
            case VOID_TO_REISSUE -> voidOne(step.dice(), VoidIntent.REISSUE);
            case VOID_TO_WAIVE -> voidOne(step.dice(), VoidIntent.WAIVE);
            case END -> end();
        }
    }

    /** Goes on for so many periods and bills what is due then. */
    void bill(int periodsAhead) {
        for (int i = 0; i < periodsAhead; i++) {
            now = subscription.schedule().containing(now).endExclusive();
        }
        List<SlotPlace> due = periods.due(subscription, cursor, known(), now);
        assertThat(due).extracting(periods::dueAt).isSorted();
        due.forEach(this::add);
        cursor = periods.advanced(subscription, cursor, known());
    }

    void billEverything() {
        Instant end = subscription.endExclusive();
        now = end == null || now.isAfter(end) ? now : end;
        bill(0);
    }

    void end() {
        if (subscription.endExclusive() == null) {
            Instant present = subscription.schedule().containing(now).endExclusive();
            Instant billed = cursor.billedUntil();
            Instant end = billed != null && billed.isAfter(present) ? billed : present;
            subscription = subscription.with(new SubscriptionChange.Canceled(end, now));
        }
    }

    void assertCursorStandsAtTheFirstUnbilledPlace() {
        SlotPlace first = firstUnbilled();
        assertThat(cursor.nextDueAt()).isEqualTo(first == null ? null : periods.dueAt(first));
        if (first != null) {
            assertThat(cursor.nextIndex()).isEqualTo(first.index());
            assertThat(periods.next(subscription, cursor, known())).isEqualTo(first);
        }
    }

    void assertOneLiveSlotForEachPlaceAndNoneOverlap() {
        Set<String> places = new HashSet<>();
        for (InvoiceSlot slot : live()) {
            assertThat(places.add(slot.place().reason() + " " + slot.place().index()))
                    .as("one live " + slot)
                    .isTrue();
        }
        List<BillingPeriod> cycles = live().stream()
                .filter(slot -> slot.place().reason() == SlotReason.CYCLE)
                .map(InvoiceSlot::period)
                .sorted(Comparator.comparing(BillingPeriod::startInclusive))
                .toList();
        for (int i = 1; i < cycles.size(); i++) {
            assertThat(cycles.get(i).startInclusive())
                    .isAfterOrEqualTo(cycles.get(i - 1).endExclusive());
        }
    }

    void assertPlacesKeepTheirSequenceAndCountRevisions() {
        Set<String> identities = new HashSet<>();
        for (InvoiceSlot slot : slots) {
            SlotPlace place = slot.place();
            assertThat(identities.add(place.sequence() + "/" + place.revision()))
                    .as("one " + place)
                    .isTrue();
            List<InvoiceSlot> same = slots.stream()
                    .filter(other -> other.place().index() == place.index()
                            && other.place().reason() == place.reason())
                    .toList();
            assertThat(same).allMatch(other -> other.place().sequence() == place.sequence());
            assertThat(same.stream().map(other -> other.place().revision()).sorted())
                    .containsExactlyElementsOf(
                            IntStream.range(0, same.size()).boxed().toList());
        }
    }

    void assertSequencesWithoutAGap() {
        List<Integer> used = slots.stream()
                .map(slot -> slot.place().sequence())
                .distinct()
                .sorted()
                .toList();
        assertThat(used)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, used.size()).boxed().toList());
        assertThat(periods.nextSequence(1, slots)).isEqualTo(used.size() + 1);
    }

    void assertCoveredWithoutGapFromStartToEnd() {
        assertThat(periods.validateCoverage(
                        subscription, slots, subscription.startInclusive(), Instant.parse("9998-01-01T00:00:00Z")))
                .isEmpty();
    }

    void assertOneFinalSlot() {
        List<InvoiceSlot> last = live().stream()
                .filter(slot -> slot.place().reason() == SlotReason.FINAL)
                .toList();
        assertThat(last).hasSize(1);
        assertThat(last.get(0).period().endExclusive()).isEqualTo(subscription.endExclusive());
    }

    void assertNothingIsLeft() {
        assertThat(firstUnbilled()).isNull();
        assertThat(cursor.nextDueAt()).isNull();
        assertThat(periods.due(subscription, cursor, known(), Instant.parse("9998-01-01T00:00:00Z")))
                .isEmpty();
    }

    private void billOutOfTurn(int dice) {
        int index = subscription.schedule().indexContaining(now);
        for (int i = 0; i < dice % 3 && index > 0; i++) {
            index = subscription.schedule().indexBefore(index);
        }
        int wanted = index;
        BillingPeriod period = subscription.period(wanted);
        boolean free = live().stream().noneMatch(slot -> slot.place().index() == wanted);
        if (period != null && free) {
            assertThat(periods.validatePeriod(subscription, period.startInclusive(), period.endExclusive()))
                    .isEqualTo(wanted);
            add(periods.placeFor(subscription, cursor, slots, wanted));
            cursor = periods.advanced(subscription, cursor, slots);
        }
    }

    private void voidOne(int dice, VoidIntent intent) {
        List<InvoiceSlot> documents =
                slots.stream().filter(slot -> !slot.voided()).toList();
        if (!documents.isEmpty()) {
            InvoiceSlot slot = documents.get(dice % documents.size());
            slots.set(slots.indexOf(slot), slot.voided(intent));
            if (intent == VoidIntent.REISSUE) {
                cursor = periods.reopened(cursor, slot.place());
            }
        }
    }

    private void add(SlotPlace place) {
        slots.add(Slots.invoiced(subscription, place));
    }

    /** What a store would be asked for: the slots from the period before the cursor's next one on. */
    private List<InvoiceSlot> known() {
        int from = subscription.schedule().indexBefore(cursor.nextIndex());
        return slots.stream().filter(slot -> slot.place().index() >= from).toList();
    }

    private List<InvoiceSlot> live() {
        return slots.stream().filter(InvoiceSlot::live).toList();
    }

    /** Found by walking from the very first period over all slots. */
    private @Nullable SlotPlace firstUnbilled() {
        int index = 0;
        while (true) {
            int at = index;
            BillingPeriod period = subscription.period(at);
            SlotReason reason = period == null ? SlotReason.FINAL : SlotReason.CYCLE;
            boolean billed = live().stream()
                    .anyMatch(slot -> slot.place().index() == at && slot.place().reason() == reason);
            if (!billed) {
                return periods.placeFor(subscription, cursor, slots, at);
            }
            if (reason == SlotReason.FINAL) {
                return null;
            }
            index = subscription.schedule().indexAfter(index);
        }
    }
}
