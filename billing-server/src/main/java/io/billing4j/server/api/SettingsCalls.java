package io.billing4j.server.api;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.GetSettingsRequest;
import io.billing4j.grpc.v1.Settings;
import io.billing4j.grpc.v1.SettingsServiceGrpc;
import io.billing4j.grpc.v1.UpdateSettingsRequest;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.server.transport.Values;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.tenant.Minimums;
import io.billing4j.tenant.NoteNumbering;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.UsagePolicy;
import io.grpc.stub.StreamObserver;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells what a tenant has chosen, and takes other choices. */
final class SettingsCalls extends SettingsServiceGrpc.SettingsServiceImplBase {
    private final Engines engines;

    SettingsCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void getSettings(GetSettingsRequest request, StreamObserver<Settings> observer) {
        engines.answer(observer, engine -> SettingsMessages.of(engine.settings().get()));
    }

    @Override
    public void updateSettings(UpdateSettingsRequest request, StreamObserver<Settings> observer) {
        LateUsagePolicy lateUsage = Reading.optional("lateUsage", request.getLateUsage(), LateUsagePolicy.class);
        Duration grace = Reading.optional(request.getGrace(), text -> Values.duration("grace", text));
        UsagePolicy usage = request.hasUsage() ? SettingsMessages.read("usage", request.getUsage()) : null;
        DiscountOrder discounts = Reading.optional("discounts", request.getDiscounts(), DiscountOrder.class);
        TaxPolicy taxes =
                request.hasTaxes() ? Inputs.within("taxes", () -> TaxMessages.read(request.getTaxes())) : null;
        NoteNumbering notes = request.hasCreditNotes()
                ? Inputs.within("creditNotes", () -> SettingsMessages.read(request.getCreditNotes()))
                : null;
        BalancePolicy balance = Reading.optional("balancePolicy", request.getBalancePolicy(), BalancePolicy.class);
        Consolidation consolidation =
                Reading.optional("consolidation", request.getConsolidation(), Consolidation.class);
        Minimums minimums = request.hasMinimums() ? SettingsMessages.read("minimums", request.getMinimums()) : null;
        RoundingMode rounding = Reading.optional("rounding", request.getRounding(), RoundingMode.class);
        SequenceCounter counter =
                Reading.optional("invoiceCounter", request.getInvoiceCounter(), SequenceCounter.class);
        ChangePolicy changes = request.hasChanges()
                ? Inputs.within("changes", () -> SettingsMessages.read(request.getChanges()))
                : null;
        boolean holdSaid = request.getUsage().hasHold();
        engines.change(
                observer,
                Seen.settings(request.getIfRevision()),
                engine -> SettingsMessages.of(engine.settings().update(present -> {
                    TenantSettings chosen = chosen(present, lateUsage, grace, usage, holdSaid);
                    chosen = discounts == null ? chosen : chosen.withDiscounts(discounts);
                    chosen = taxes == null ? chosen : chosen.withTaxes(taxes);
                    chosen = notes == null ? chosen : chosen.withCreditNotes(notes);
                    chosen = balance == null ? chosen : chosen.withBalance(balance);
                    chosen = minimums == null ? chosen : chosen.withMinimums(minimums);
                    chosen = rounding == null ? chosen : chosen.withRounding(new RoundingPolicy(rounding));
                    chosen = chosen.withInvoiceTemplate(SettingsMessages.template(
                            present.invoiceTemplate(), request.getInvoiceTemplate(), counter));
                    chosen = changes == null ? chosen : chosen.withChanges(changes);
                    return consolidation == null ? chosen : chosen.withConsolidation(consolidation);
                })));
    }

    private static TenantSettings chosen(
            TenantSettings present,
            @Nullable LateUsagePolicy lateUsage,
            @Nullable Duration grace,
            @Nullable UsagePolicy usage,
            boolean holdSaid) {
        TenantSettings chosen = lateUsage == null ? present : present.withLateUsage(lateUsage);
        chosen = grace == null ? chosen : chosen.withGrace(grace);
        if (usage == null) {
            return chosen;
        }
        // a hold is lifted by who says so, not by who chooses something else
        return chosen.withUsage(holdSaid ? usage : usage.held(present.usage().hold()));
    }
}
