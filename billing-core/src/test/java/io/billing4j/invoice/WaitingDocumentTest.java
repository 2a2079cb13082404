package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.invoice.Ledger.flat;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.period.BillingPeriod;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Whether a document of 4.00 waits for the next one. */
class WaitingDocumentTest {
    private final InvoiceDraft four = new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "4.00")).bill(0);

    @Test
    void waitsWhereItAsksForSomethingAndForLessThanTheMinimum() {
        assertThat(waits("0.00", "4.01")).isTrue();
        assertThat(waits("0.00", "4.00")).isFalse();
        // Less what the balance pays: 1.00 is left of it, then nothing.
        assertThat(waits("3.00", "1.00")).isFalse();
        assertThat(waits("3.00", "1.01")).isTrue();
        assertThat(waits("4.00", "10.00")).isFalse();
        // With what the balance lacks: 19.00.
        assertThat(waits("-15.00", "19.00")).isFalse();
        assertThat(waits("-15.00", "19.01")).isTrue();
    }

    @Test
    void waitsOnlyForAPeriodThatIsBilledForTheFirstTime() {
        SlotPlace place = four.places().get(0).place();
        for (SlotReason reason : SlotReason.values()) {
            Integer change = reason == SlotReason.IMMEDIATE ? 2 : null;
            SlotPlace other = new SlotPlace(1, 1, 0, 0, reason, place.period(), place.window(), change);
            assertThat(at(other).waits(usd("10.00"))).as(reason.name()).isEqualTo(reason == SlotReason.CYCLE);
        }
        assertThat(at(new SlotPlace(1, 1, 1, 0, SlotReason.CYCLE, place.period()))
                        .waits(usd("10.00")))
                .isFalse();
    }

    @Test
    void waitsForLessThanAYear() {
        assertThat(dueAt("2025-03-31T00:00:00Z").waits(usd("10.00"))).isTrue();
        assertThat(dueAt("2025-04-01T00:00:00Z").waits(usd("10.00"))).isFalse();
    }

    @Test
    void asksForNothingWhereItWaits() {
        InvoiceDraft waiting = four.waiting();

        assertThat(waiting.nothingDue()).isTrue();
        assertThat(waiting.redemptions()).isEmpty();
        assertThat(waiting.totals()).isEqualTo(DocumentTotals.of(List.of(), usd("0.00")));
        assertThat(waiting.slots())
                .containsExactly(InvoiceSlot.skipped(
                        four.places().get(0).subscription(),
                        four.places().get(0).place()));
        assertThat(four.firstWindow(four.places().get(0))).isEqualTo(Instant.parse("2024-04-01T00:00:00Z"));
        assertThat(waiting.firstWindow(waiting.places().get(0))).isNull();
    }

    private boolean waits(String balance, String minimum) {
        return of(four.places(), DocumentTotals.of(four.lines(), usd(balance))).waits(usd(minimum));
    }

    private InvoiceDraft dueAt(String instant) {
        BillingPeriod own = four.period();
        Instant start = Instant.parse(instant);
        return at(new SlotPlace(
                1, 2, 0, 12, SlotReason.CYCLE, new BillingPeriod(start, start.plusSeconds(60), own.zone())));
    }

    private InvoiceDraft at(SlotPlace place) {
        return of(
                List.of(new FilledPlace(four.places().get(0).subscription(), place, List.of(1), List.of())),
                four.totals());
    }

    private InvoiceDraft of(List<FilledPlace> places, DocumentTotals totals) {
        return new InvoiceDraft(
                four.id(),
                four.customer(),
                four.entity(),
                places,
                four.lines(),
                four.discounts(),
                four.taxes(),
                totals,
                four.recordedAt(),
                null);
    }

    private static Money usd(String amount) {
        return Money.parse("USD " + amount);
    }
}
