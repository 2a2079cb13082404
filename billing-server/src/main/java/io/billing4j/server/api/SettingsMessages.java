package io.billing4j.server.api;

import io.billing4j.error.BillingException;
import io.billing4j.grpc.v1.Rounding;
import io.billing4j.grpc.v1.Settings;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.server.transport.Values;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.tenant.Minimums;
import io.billing4j.tenant.NoteNumbering;
import io.billing4j.tenant.OutOfRangeUsage;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.UsagePolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings as messages. */
final class SettingsMessages {
    private SettingsMessages() {}

    static Settings of(TenantSettings settings) {
        Settings.Builder message = Settings.newBuilder()
                .setTimeZone(settings.zone().getId())
                .setCurrency(settings.currency().getCode())
                .setInvoiceTemplate(settings.invoiceTemplate().text())
                .setLateUsage(Settings.LateUsage.valueOf(settings.lateUsage().name()))
                .setGrace(settings.grace().toString())
                .setUsage(of(settings.usage()))
                .setBalancePolicy(
                        Settings.BalancePolicy.valueOf(settings.balance().name()))
                .setRounding(Rounding.Mode.valueOf(settings.rounding().mode().name()))
                .setInvoiceCounter(io.billing4j.grpc.v1.NoteNumbering.Counter.valueOf(
                        settings.invoiceTemplate().counter().name()))
                .setChanges(of(settings.changes()));
        if (settings.discounts() != null) {
            message.setDiscounts(
                    Settings.DiscountOrder.valueOf(settings.discounts().name()));
        }
        if (settings.taxes() != null) {
            message.setTaxes(TaxMessages.of(settings.taxes()));
        }
        if (settings.creditNotes() != null) {
            message.setCreditNotes(of(settings.creditNotes().template()));
        }
        if (settings.consolidation() != null) {
            message.setConsolidation(
                    Settings.Consolidation.valueOf(settings.consolidation().name()));
        }
        if (!settings.minimums().amounts().isEmpty()) {
            message.setMinimums(io.billing4j.grpc.v1.Minimums.newBuilder()
                    .addAllAmounts(settings.minimums().amounts().stream()
                            .map(Writing::money)
                            .toList()));
        }
        return message.setRevision(Writing.revision(message.build())).build();
    }

    /** Amounts that documents ask for at least. */
    static Minimums read(String field, io.billing4j.grpc.v1.Minimums message) {
        return new Minimums(Reading.each(field + ".amounts", message.getAmountsList(), Reading::money));
    }

    /**
     * The form of invoice numbers, with as much of the present one as nothing else is said of. INVALID_TEMPLATE at {@code
     * invoiceTemplate}.
     *
     * @param text empty if nothing is said
     * @param counter null if nothing is said
     */
    static NumberingTemplate template(NumberingTemplate present, String text, @Nullable SequenceCounter counter) {
        String wanted = text.isEmpty() ? present.text() : text;
        SequenceCounter counted = counter == null ? present.counter() : counter;
        if (wanted.equals(present.text()) && counted == present.counter()) {
            return present;
        }
        try {
            return NumberingTemplate.of(wanted, counted);
        } catch (BillingException e) {
            throw e.code().at("invoiceTemplate", e.detail());
        }
    }

    private static io.billing4j.grpc.v1.ChangePolicy of(ChangePolicy changes) {
        return io.billing4j.grpc.v1.ChangePolicy.newBuilder()
                .setUpgrade(of(changes.upgrade()))
                .setDowngrade(of(changes.downgrade()))
                .setQuantity(of(changes.quantity()))
                .setCancel(of(changes.cancel()))
                .setAtOnce(changes.atOnce())
                .setTerminationDayBilled(changes.terminationDayBilled())
                .build();
    }

    private static io.billing4j.grpc.v1.ChangePolicy.FeeTiming of(FeeTiming timing) {
        return io.billing4j.grpc.v1.ChangePolicy.FeeTiming.valueOf(timing.name());
    }

    /** How changes are settled; at their instants where nothing is said. Refusals name fields of the message. */
    static ChangePolicy read(io.billing4j.grpc.v1.ChangePolicy message) {
        ChangePolicy usual = ChangePolicy.DEFAULT;
        return new ChangePolicy(
                Reading.choice("upgrade", message.getUpgrade(), FeeTiming.class, usual.upgrade()),
                Reading.choice("downgrade", message.getDowngrade(), FeeTiming.class, usual.downgrade()),
                Reading.choice("quantity", message.getQuantity(), FeeTiming.class, usual.quantity()),
                Reading.choice("cancel", message.getCancel(), FeeTiming.class, usual.cancel()),
                message.getAtOnce(),
                message.getTerminationDayBilled());
    }

    private static io.billing4j.grpc.v1.NoteNumbering of(NumberingTemplate notes) {
        return io.billing4j.grpc.v1.NoteNumbering.newBuilder()
                .setTemplate(notes.text())
                .setCounter(io.billing4j.grpc.v1.NoteNumbering.Counter.valueOf(
                        notes.counter().name()))
                .build();
    }

    /** How notes are numbered; by entity if nothing else is said. Refusals name {@code template} or {@code counter}. */
    static NoteNumbering read(io.billing4j.grpc.v1.NoteNumbering message) {
        SequenceCounter counter =
                Reading.choice("counter", message.getCounter(), SequenceCounter.class, SequenceCounter.ENTITY);
        return NoteNumbering.of(Reading.required(
                "template", message.getTemplate(), (field, text) -> NumberingTemplate.of(text, counter)));
    }

    private static io.billing4j.grpc.v1.UsagePolicy of(UsagePolicy usage) {
        Duration maxAge = usage.maxAge();
        return io.billing4j.grpc.v1.UsagePolicy.newBuilder()
                .setMaxAhead(usage.maxAhead().toString())
                .setFarAhead(of(usage.farAhead()))
                .setMaxAge(maxAge == null ? "" : maxAge.toString())
                .setTooOld(of(usage.tooOld()))
                .setRetention(usage.retention().toString())
                .setHold(usage.hold())
                .build();
    }

    private static io.billing4j.grpc.v1.UsagePolicy.OutOfRange of(OutOfRangeUsage value) {
        return io.billing4j.grpc.v1.UsagePolicy.OutOfRange.valueOf(value.name());
    }

    /** The policy; what is left out is as by default, but for the hold: that is not said then, and false here. */
    static UsagePolicy read(String field, io.billing4j.grpc.v1.UsagePolicy message) {
        UsagePolicy usual = UsagePolicy.DEFAULT;
        return new UsagePolicy(
                duration(field + ".maxAhead", message.getMaxAhead(), usual.maxAhead()),
                Reading.choice(field + ".farAhead", message.getFarAhead(), OutOfRangeUsage.class, usual.farAhead()),
                Reading.optional(message.getMaxAge(), text -> Values.duration(field + ".maxAge", text)),
                Reading.choice(field + ".tooOld", message.getTooOld(), OutOfRangeUsage.class, usual.tooOld()),
                duration(field + ".retention", message.getRetention(), usual.retention()),
                message.getHold());
    }

    private static Duration duration(String field, String text, Duration otherwise) {
        return text.isEmpty() ? otherwise : Values.duration(field, text);
    }
}
