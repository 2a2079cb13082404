package io.billing4j.invoice;

import io.billing4j.discount.Redemption;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tax.TaxTotal;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the assembler makes of the facts: the content of a document that does not exist yet.
 *
 * @param places each of another subscription; none for a document of one-off charges alone
 * @param lines numbered from 1; none where nothing is due
 * @param discounts what coupons take off the lines
 * @param taxes by what rules the lines are taxed; null where none is taxed anew
 * @param group the project or purchase order that all that is billed is for; null where there is none, or several
 * @param pending what an outside service has to say before this is a document, whose lines have no taxes until then; null where all is
 *     known
 */
public record InvoiceDraft(
        InvoiceId id,
        CustomerId customer,
        EntityId entity,
        List<FilledPlace> places,
        List<InvoiceLine> lines,
        DocumentDiscounts discounts,
        @Nullable DocumentTaxes taxes,
        DocumentTotals totals,
        Instant recordedAt,
        @Nullable String group,
        @Nullable TaxQuestion pending) {
    /** Keeps copies. */
    public InvoiceDraft {
        places = List.copyOf(places);
        lines = List.copyOf(lines);
    }

    /** A draft of which all is known. */
    public InvoiceDraft(
            InvoiceId id,
            CustomerId customer,
            EntityId entity,
            List<FilledPlace> places,
            List<InvoiceLine> lines,
            DocumentDiscounts discounts,
            @Nullable DocumentTaxes taxes,
            DocumentTotals totals,
            Instant recordedAt,
            @Nullable String group) {
        this(id, customer, entity, places, lines, discounts, taxes, totals, recordedAt, group, null);
    }

    /**
     * A draft with one place, which all lines are for.
     *
     * @param left periods whose difference the document leaves alone
     */
    public InvoiceDraft(
            InvoiceId id,
            CustomerId customer,
            EntityId entity,
            SubscriptionId subscription,
            SlotPlace place,
            List<InvoiceLine> lines,
            DocumentDiscounts discounts,
            @Nullable DocumentTaxes taxes,
            DocumentTotals totals,
            Instant recordedAt,
            List<WindowFinding> left) {
        this(
                id,
                customer,
                entity,
                List.of(new FilledPlace(
                        subscription,
                        place,
                        lines.stream().map(InvoiceLine::number).toList(),
                        left)),
                lines,
                discounts,
                taxes,
                totals,
                recordedAt,
                null);
    }

    /** A draft with one place, without discounts and taxes, that leaves nothing alone. */
    public InvoiceDraft(
            InvoiceId id,
            CustomerId customer,
            EntityId entity,
            SubscriptionId subscription,
            SlotPlace place,
            List<InvoiceLine> lines,
            DocumentTotals totals,
            Instant recordedAt) {
        this(
                id,
                customer,
                entity,
                subscription,
                place,
                lines,
                DocumentDiscounts.NONE,
                null,
                totals,
                recordedAt,
                List.of());
    }

    /** What the draft takes off for each coupon and place, and gives back of it; in no order. */
    public List<Redemption> redemptions() {
        return Redemptions.of(id, lines);
    }

    /** Its taxes, as {@link Invoice#taxTotals()} has them. */
    public List<TaxTotal> taxTotals() {
        return TaxTotals.of(lines);
    }

    /** Whether there is nothing to ask for, so that all slots are skipped. */
    public boolean nothingDue() {
        return lines.isEmpty();
    }

    /**
     * From the start of the first of its places' periods to the end of the last, in the zone of the first place; without those that are
     * skipped beside others that have lines. Without places it is from the first day of its lines to the last.
     */
    public BillingPeriod period() {
        List<BillingPeriod> all = periods();
        BillingPeriod hull = all.get(0);
        for (BillingPeriod period : all) {
            hull = new BillingPeriod(
                    period.startInclusive().isBefore(hull.startInclusive())
                            ? period.startInclusive()
                            : hull.startInclusive(),
                    period.endExclusive().isAfter(hull.endExclusive()) ? period.endExclusive() : hull.endExclusive(),
                    hull.zone());
        }
        return hull;
    }

    private List<BillingPeriod> periods() {
        if (places.isEmpty()) {
            return lines.stream().map(line -> line.key().service()).toList();
        }
        List<BillingPeriod> kept = places.stream()
                .filter(place -> !place.lines().isEmpty())
                .map(place -> place.place().period())
                .toList();
        return kept.isEmpty()
                ? places.stream().map(place -> place.place().period()).toList()
                : kept;
    }

    /**
     * Whether the document waits for the next one, because there is something to ask for, and less than a minimum: what the balance
     * pays is not asked for, and what the balance lacks is. Only documents of periods wait, which have a next one; one that is made
     * again is made. Nothing waits for longer than a year after the start of the period that its price is for, or after the day of a one-off charge.
     *
     * @param minimum in the currency of the document
     */
    public boolean waits(Money minimum) {
        return totals.total().isPositive()
                && totals.total().isLessThan(minimum)
                && !places.isEmpty()
                && places.stream()
                        .allMatch(filled -> filled.place().reason() == SlotReason.CYCLE
                                && filled.place().revision() == 0)
                && lines.stream().allMatch(line -> isOfTheYearBefore(line, period().startInclusive()));
    }

    private static boolean isOfTheYearBefore(InvoiceLine line, Instant instant) {
        BillingPeriod window = line.derivation().window();
        return window.startInclusive()
                .atZone(window.zone())
                .plusYears(1)
                .toInstant()
                .isAfter(instant);
    }

    /** What is left of it where it waits: its places, for which nothing is asked now. */
    public InvoiceDraft waiting() {
        return new InvoiceDraft(
                id,
                customer,
                entity,
                places.stream().map(FilledPlace::empty).toList(),
                List.of(),
                DocumentDiscounts.NONE,
                null,
                DocumentTotals.of(totals.currency(), List.of()),
                recordedAt,
                null);
    }

    /** The earliest instant of what a place's lines of its subscription have their prices for; null for a place without such. */
    public @Nullable Instant firstWindow(FilledPlace place) {
        return place.lines().stream()
                .map(number -> lines.get(number - 1))
                .filter(line -> line.key().oneOff().isEmpty())
                .map(line -> line.derivation().window().startInclusive())
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The slots as they are once the draft is stored: a place without lines is skipped beside others that have some. */
    public List<InvoiceSlot> slots() {
        return places.stream().map(filled -> filled.slot(id)).toList();
    }
}
