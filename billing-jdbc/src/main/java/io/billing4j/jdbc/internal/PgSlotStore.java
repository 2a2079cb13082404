package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICE;
import static io.billing4j.jdbc.internal.generated.Tables.INVOICE_SLOT;
import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.jdbc.internal.row.SlotRow;
import io.billing4j.store.SlotStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Slots on PostgreSQL; partial unique indexes keep a place from being taken twice. */
final class PgSlotStore implements SlotStore {
    private final Session session;

    PgSlotStore(Session session) {
        this.session = session;
    }

    @Override
    public void insert(List<InvoiceSlot> slots) {
        RowSet.inChunks(slots, chunk -> session.insert(SlotRow.write(chunk), INVOICE_SLOT));
    }

    @Override
    public Map<SubscriptionId, List<InvoiceSlot>> from(Map<SubscriptionId, Integer> fromIndex) {
        Map<SubscriptionId, List<InvoiceSlot>> slots = new LinkedHashMap<>();
        RowSet.inChunks(List.copyOf(new TreeMap<>(fromIndex).entrySet()), chunk -> {
            RowSet<Map.Entry<SubscriptionId, Integer>> wanted = RowSet.of(chunk)
                    .with(INVOICE_SLOT.SUBSCRIPTION_ID, entry -> entry.getKey().value())
                    .with(INVOICE_SLOT.PERIOD_INDEX, Map.Entry::getValue);
            session.fetch(
                            "slots from " + wanted.count(),
                            wanted.searchParameters(session.tenant()),
                            List.of(INVOICE_SLOT.fields()),
                            () -> slots(wanted))
                    .map(SlotRow::read)
                    .forEach(slot -> slots.computeIfAbsent(slot.subscription(), key -> new ArrayList<>())
                            .add(slot));
        });
        return slots;
    }

    private Query slots(RowSet<?> wanted) {
        Table<?> found = RowSet.found(
                INVOICE_SLOT,
                isTenants(),
                INVOICE_SLOT.SUBSCRIPTION_ID.eq(RowSet.column(INVOICE_SLOT.SUBSCRIPTION_ID)),
                INVOICE_SLOT.PERIOD_INDEX.ge(RowSet.column(INVOICE_SLOT.PERIOD_INDEX)));
        return session.sql()
                .select(found.fields())
                .from(wanted.counted(), found)
                .orderBy(
                        found.field(INVOICE_SLOT.SUBSCRIPTION_ID),
                        found.field(INVOICE_SLOT.TERM),
                        found.field(INVOICE_SLOT.BILLING_SEQUENCE),
                        found.field(INVOICE_SLOT.REVISION));
    }

    @Override
    public List<InvoiceSlot> ofInvoice(InvoiceId invoice) {
        // By way of the customer's subscriptions: an index by document would cost every slot, and a draft may have lost
        // all its lines.
        return session.sql()
                .selectFrom(INVOICE_SLOT)
                .where(
                        isTenants(),
                        INVOICE_SLOT.INVOICE_ID.eq(invoice.value()),
                        INVOICE_SLOT.SUBSCRIPTION_ID.in(DSL.select(SUBSCRIPTION.SUBSCRIPTION_ID)
                                .from(SUBSCRIPTION)
                                .join(INVOICE)
                                .on(
                                        INVOICE.TENANT_ID.eq(SUBSCRIPTION.TENANT_ID),
                                        INVOICE.CUSTOMER_ID.eq(SUBSCRIPTION.CUSTOMER_ID))
                                .where(
                                        SUBSCRIPTION.TENANT_ID.eq(session.tenant()),
                                        INVOICE.TENANT_ID.eq(session.tenant()),
                                        INVOICE.INVOICE_ID.eq(invoice.value()))))
                .orderBy(
                        INVOICE_SLOT.SUBSCRIPTION_ID,
                        INVOICE_SLOT.TERM,
                        INVOICE_SLOT.BILLING_SEQUENCE,
                        INVOICE_SLOT.REVISION)
                .fetch(SlotRow::read);
    }

    @Override
    public void markSkipped(InvoiceSlot slot) {
        int found = session.sql()
                .update(INVOICE_SLOT)
                .set(INVOICE_SLOT.OUTCOME, SlotOutcome.SKIPPED.name())
                .setNull(INVOICE_SLOT.INVOICE_ID)
                .where(is(slot))
                .execute();
        if (found == 0) {
            throw session.refuse(ErrorCode.INTERNAL.because("there is no " + named(slot)));
        }
    }

    @Override
    public void markVoided(InvoiceSlot slot) {
        int found = session.sql()
                .update(INVOICE_SLOT)
                .set(INVOICE_SLOT.VOIDED, slot.voided())
                .set(INVOICE_SLOT.WAIVED, slot.waived())
                .where(is(slot), INVOICE_SLOT.VOIDED.isFalse())
                .execute();
        if (found == 0) {
            boolean there = session.sql().fetchExists(INVOICE_SLOT, is(slot));
            throw session.refuse(
                    there
                            ? ErrorCode.IMMUTABLE.because(named(slot) + " is voided already")
                            : ErrorCode.INTERNAL.because("there is no " + named(slot)));
        }
    }

    private static String named(InvoiceSlot slot) {
        return "slot " + slot.place() + " of subscription " + slot.subscription();
    }

    private Condition is(InvoiceSlot slot) {
        SlotPlace place = slot.place();
        return DSL.and(
                isTenants(),
                INVOICE_SLOT.SUBSCRIPTION_ID.eq(slot.subscription().value()),
                INVOICE_SLOT.TERM.eq(place.term()),
                INVOICE_SLOT.BILLING_SEQUENCE.eq(place.sequence()),
                INVOICE_SLOT.REVISION.eq(place.revision()));
    }

    private Condition isTenants() {
        return INVOICE_SLOT.TENANT_ID.eq(session.tenant());
    }
}
