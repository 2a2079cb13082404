package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICE_SLOT;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import java.util.List;
import java.util.UUID;
import org.jooq.Record;

/** Slots in {@code invoice_slot}. */
public final class SlotRow {
    private static final PeriodColumns PERIOD =
            new PeriodColumns(INVOICE_SLOT.PERIOD_START, INVOICE_SLOT.PERIOD_END, INVOICE_SLOT.PERIOD_ZONE);
    private static final PeriodColumns WINDOW =
            new PeriodColumns(INVOICE_SLOT.WINDOW_START, INVOICE_SLOT.WINDOW_END, INVOICE_SLOT.PERIOD_ZONE);

    private SlotRow() {}

    /** Slots on their way to the table. */
    public static RowSet<InvoiceSlot> write(List<InvoiceSlot> slots) {
        return RowSet.of(slots)
                .with(INVOICE_SLOT.SUBSCRIPTION_ID, slot -> slot.subscription().value())
                .with(INVOICE_SLOT.TERM, slot -> slot.place().term())
                .with(INVOICE_SLOT.BILLING_SEQUENCE, slot -> slot.place().sequence())
                .with(INVOICE_SLOT.REVISION, slot -> slot.place().revision())
                .with(INVOICE_SLOT.PERIOD_INDEX, slot -> slot.place().index())
                .with(INVOICE_SLOT.REASON, slot -> slot.place().reason().name())
                .with(INVOICE_SLOT.OUTCOME, slot -> slot.outcome().name())
                .with(INVOICE_SLOT.PERIOD_START, slot -> slot.period().startInclusive())
                .with(INVOICE_SLOT.PERIOD_END, slot -> slot.period().endExclusive())
                .with(INVOICE_SLOT.PERIOD_ZONE, slot -> slot.period().zone().getId())
                .with(INVOICE_SLOT.WINDOW_START, slot -> slot.place().window().startInclusive())
                .with(INVOICE_SLOT.WINDOW_END, slot -> slot.place().window().endExclusive())
                .with(INVOICE_SLOT.SOURCE_CHANGE, slot -> slot.place().change())
                .with(INVOICE_SLOT.INVOICE_ID, slot -> {
                    InvoiceId invoice = slot.invoice();
                    return invoice == null ? null : invoice.value();
                })
                .with(INVOICE_SLOT.VOIDED, InvoiceSlot::voided)
                .with(INVOICE_SLOT.WAIVED, InvoiceSlot::waived);
    }

    /** The slot of a row. */
    public static InvoiceSlot read(Record row) {
        return Stored.read(
                () -> "slot " + row.get(INVOICE_SLOT.TERM) + "/" + row.get(INVOICE_SLOT.BILLING_SEQUENCE) + "/"
                        + row.get(INVOICE_SLOT.REVISION) + " of subscription " + row.get(INVOICE_SLOT.SUBSCRIPTION_ID),
                () -> {
                    UUID invoice = row.get(INVOICE_SLOT.INVOICE_ID);
                    return new InvoiceSlot(
                            SubscriptionId.of(Stored.get(row, INVOICE_SLOT.SUBSCRIPTION_ID)),
                            place(row),
                            SlotOutcome.valueOf(Stored.get(row, INVOICE_SLOT.OUTCOME)),
                            invoice == null ? null : InvoiceId.of(invoice),
                            Stored.get(row, INVOICE_SLOT.VOIDED),
                            Stored.get(row, INVOICE_SLOT.WAIVED));
                });
    }

    private static SlotPlace place(Record row) {
        return new SlotPlace(
                Stored.get(row, INVOICE_SLOT.TERM),
                Stored.get(row, INVOICE_SLOT.BILLING_SEQUENCE),
                Stored.get(row, INVOICE_SLOT.REVISION),
                Stored.get(row, INVOICE_SLOT.PERIOD_INDEX),
                SlotReason.valueOf(Stored.get(row, INVOICE_SLOT.REASON)),
                PERIOD.read(row),
                WINDOW.read(row),
                row.get(INVOICE_SLOT.SOURCE_CHANGE));
    }
}
