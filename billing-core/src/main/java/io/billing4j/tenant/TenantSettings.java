package io.billing4j.tenant;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.tax.TaxPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant has chosen.
 *
 * @param zone turns dates into instants: cut-offs, issue dates and the periods of customers without a zone of their own
 * @param currency of customers that are created without one
 * @param rounding how lines are rounded
 * @param lateUsage what happens to usage of a billed window
 * @param invoiceTemplate the form of invoice numbers
 * @param formerTemplates the forms that invoice numbers had before, the oldest first; empty for a new tenant
 * @param changes how changes of subscriptions are settled
 * @param grace how long documents of billing runs stay drafts, which late usage still gets into; zero to finalise them at once,
 *     at most 90 days
 * @param usage when usage may lie, and how long it is kept
 * @param discounts in which order coupons take off; null for a tenant that has no coupons yet
 * @param taxes how documents are taxed; null for a tenant whose documents are not
 * @param creditNotes how credit notes are numbered; null until the tenant has chosen it or issued its first note
 * @param balance whether documents are paid from customers' balances
 * @param consolidation which subscriptions share documents; null for a tenant that has never chosen it, whose subscriptions have
 *     documents of their own
 * @param oneOffs whether the tenant has ever had a one-off charge
 * @param minimums what documents of periods have to ask for at least
 * @param severalEntities whether documents may be issued in the names of several entities, so that numbers show in whose; it stays so
 * @param groups whether any subscription was ever for a group, or documents were to be of one
 * @param thresholds whether any plan ever billed usage before its period ends
 */
public record TenantSettings(
        ZoneId zone,
        CurrencyUnit currency,
        RoundingPolicy rounding,
        LateUsagePolicy lateUsage,
        NumberingTemplate invoiceTemplate,
        List<NumberingTemplate> formerTemplates,
        ChangePolicy changes,
        Duration grace,
        UsagePolicy usage,
        @Nullable DiscountOrder discounts,
        @Nullable TaxPolicy taxes,
        @Nullable NoteNumbering creditNotes,
        BalancePolicy balance,
        @Nullable Consolidation consolidation,
        boolean oneOffs,
        Minimums minimums,
        boolean severalEntities,
        boolean groups,
        boolean thresholds) {
    private static final Duration LONGEST_GRACE = Duration.ofDays(90);
    private static final String INVOICE_FIELD = "invoiceTemplate";
    private static final String NOTES_FIELD = "creditNotes.template";

    /** Refuses a grace outside its range with INVALID_NUMBER at {@code grace}, and a template for documents that credit an invoice with INVALID_TEMPLATE at {@code invoiceTemplate}. */
    public TenantSettings {
        Inputs.required("zone", zone);
        Inputs.required("currency", currency);
        Inputs.required("rounding", rounding);
        Inputs.required("lateUsage", lateUsage);
        Inputs.required("invoiceTemplate", invoiceTemplate);
        Inputs.required("changes", changes);
        Inputs.required("grace", grace);
        Inputs.required("usage", usage);
        Inputs.required("balance", balance);
        Inputs.required("minimums", minimums);
        if (invoiceTemplate.showsCreditedInvoice()) {
            throw ErrorCode.INVALID_TEMPLATE.at(INVOICE_FIELD, "an invoice credits no invoice: found {invoice}");
        }
        formerTemplates = Inputs.list("formerTemplates", formerTemplates);
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw ErrorCode.INVALID_NUMBER.at("grace", "expected 0 to 90 days but found " + grace);
        }
        grace = grace.truncatedTo(ChronoUnit.MICROS);
    }

    /** The settings of a tenant without a plan that bills usage before its period ends. */
    public TenantSettings(
            ZoneId zone,
            CurrencyUnit currency,
            RoundingPolicy rounding,
            LateUsagePolicy lateUsage,
            NumberingTemplate invoiceTemplate,
            List<NumberingTemplate> formerTemplates,
            ChangePolicy changes,
            Duration grace,
            UsagePolicy usage,
            @Nullable DiscountOrder discounts,
            @Nullable TaxPolicy taxes,
            @Nullable NoteNumbering creditNotes,
            BalancePolicy balance,
            @Nullable Consolidation consolidation,
            boolean oneOffs,
            Minimums minimums,
            boolean severalEntities,
            boolean groups) {
        this(
                zone,
                currency,
                rounding,
                lateUsage,
                invoiceTemplate,
                formerTemplates,
                changes,
                grace,
                usage,
                discounts,
                taxes,
                creditNotes,
                balance,
                consolidation,
                oneOffs,
                minimums,
                severalEntities,
                groups,
                false);
    }

    /** Settings that settle changes in the usual way, finalise documents at once, and keep usage for seven years. */
    public TenantSettings(
            ZoneId zone,
            CurrencyUnit currency,
            RoundingPolicy rounding,
            LateUsagePolicy lateUsage,
            NumberingTemplate invoiceTemplate,
            List<NumberingTemplate> formerTemplates) {
        this(
                zone,
                currency,
                rounding,
                lateUsage,
                invoiceTemplate,
                formerTemplates,
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                null,
                null,
                null,
                BalancePolicy.UP_TO_TOTAL,
                null,
                false,
                Minimums.NONE,
                false,
                false);
    }

    /** The settings of a tenant that has issued no number yet. */
    public TenantSettings(
            ZoneId zone,
            CurrencyUnit currency,
            RoundingPolicy rounding,
            LateUsagePolicy lateUsage,
            NumberingTemplate invoiceTemplate) {
        this(zone, currency, rounding, lateUsage, invoiceTemplate, List.of());
    }

    /** Half up, late usage corrected, {@code INV-{yyyyMM}-{seq:5}}. */
    public static TenantSettings of(ZoneId zone, CurrencyUnit currency) {
        return new TenantSettings(
                zone, currency, RoundingPolicy.HALF_UP, LateUsagePolicy.CORRECT, NumberingTemplate.DEFAULT);
    }

    /** The same settings with another rounding, of what is billed from then on. */
    public TenantSettings withRounding(RoundingPolicy policy) {
        return with(draft -> draft.rounding = policy);
    }

    /** The same settings with another form of invoice numbers. */
    public TenantSettings withInvoiceTemplate(NumberingTemplate template) {
        return with(draft -> draft.invoiceTemplate = template);
    }

    /** The same settings with another policy for late usage. */
    public TenantSettings withLateUsage(LateUsagePolicy policy) {
        return with(draft -> draft.lateUsage = policy);
    }

    /** The same settings with other ways to settle changes. */
    public TenantSettings withChanges(ChangePolicy policy) {
        return with(draft -> draft.changes = policy);
    }

    /** The same settings with another grace. */
    public TenantSettings withGrace(Duration period) {
        return with(draft -> draft.grace = period);
    }

    /** The same settings with another policy for usage. */
    public TenantSettings withUsage(UsagePolicy policy) {
        return with(draft -> draft.usage = policy);
    }

    /** The same settings with another order of discounts. */
    public TenantSettings withDiscounts(DiscountOrder order) {
        return with(draft -> draft.discounts = Inputs.required("discounts", order));
    }

    /**
     * The same settings with documents that are taxed. They stay so: a tenant who owes no tax any more says so by a rule.
     */
    public TenantSettings withTaxes(TaxPolicy policy) {
        return with(draft -> draft.taxes = Inputs.required("taxes", policy));
    }

    /** The same settings with credit notes that are numbered otherwise. */
    public TenantSettings withCreditNotes(NoteNumbering numbering) {
        return with(draft -> draft.creditNotes = Inputs.required("creditNotes", numbering));
    }

    /** The same settings with documents that are paid from balances, or are not. */
    public TenantSettings withBalance(BalancePolicy policy) {
        return with(draft -> draft.balance = policy);
    }

    /** The same settings with other subscriptions on one document, from the next run on. */
    public TenantSettings withConsolidation(Consolidation joined) {
        return with(draft -> draft.consolidation = Inputs.required("consolidation", joined));
    }

    /** The same settings of a tenant that has one-off charges. They stay so. */
    public TenantSettings withOneOffs() {
        return with(draft -> draft.oneOffs = true);
    }

    /** The same settings of a tenant with a plan that bills usage before its period ends. They stay so. */
    public TenantSettings withThresholds() {
        return with(draft -> draft.thresholds = true);
    }

    /** The same settings with other amounts that documents of periods have to ask for at least, from the next run on. */
    public TenantSettings withMinimums(Minimums least) {
        return with(draft -> draft.minimums = least);
    }

    /** The same settings of a tenant whose subscriptions may be for groups. They stay so. */
    public TenantSettings withGroups() {
        return with(draft -> draft.groups = true);
    }

    /**
     * The same settings of a tenant with several entities.
     *
     * @throws BillingException ENTITY_NEEDS_SERIES at {@code invoiceTemplate} or {@code creditNotes.template} if
     *     numbers do not show the entity
     */
    public TenantSettings withSeveralEntities() {
        EntitySeries.require(invoiceTemplate, creditNotes);
        return with(draft -> draft.severalEntities = true);
    }

    /** The form of credit notes' numbers: the one chosen, or else the default. */
    public NumberingTemplate creditNoteTemplate() {
        return (creditNotes == null ? NoteNumbering.DEFAULT : creditNotes).template();
    }

    /**
     * The settings as they are once the tenant issues credit notes: these if it is chosen how notes are numbered, otherwise the
     * same with {@link NoteNumbering#DEFAULT}.
     *
     * @throws BillingException INVALID_TEMPLATE at {@code creditNotes.template} if the default could give a
     *     number that a form of invoices gives: the tenant has to choose one before its first note
     */
    public TenantSettings issuingCreditNotes() {
        if (creditNotes != null) {
            return this;
        }
        TenantSettings issuing = withCreditNotes(NoteNumbering.DEFAULT);
        try {
            issuing.requireNumbersApart();
        } catch (BillingException e) {
            throw ErrorCode.INVALID_TEMPLATE.at(
                    NOTES_FIELD,
                    "choose a form for numbers of credit notes before the first one is issued (withCreditNotes), since by"
                            + " default " + e.detail());
        }
        return issuing;
    }

    /**
     * Refuses settings by which a credit note could have the number of an invoice.
     *
     * @throws BillingException INVALID_TEMPLATE at {@code creditNotes.template}
     */
    public void requireNumbersApart() {
        if (creditNotes != null) {
            invoices().requireApart(creditNotes.template(), NOTES_FIELD, "invoices");
        }
    }

    /**
     * The others as they may take the place of these: with all templates that numbers were given by, those before these
     * included, and with an order of discounts, a way to tax, numbers of credit notes, a consolidation, one-off charges and thresholds where there were some.
     *
     * @throws BillingException INVALID_TEMPLATE at {@code invoiceTemplate} or {@code creditNotes.template} if
     *     the new one could render a number that an earlier one may have given, or a number of the other type of document;
     *     ENTITY_NEEDS_SERIES there if there are several entities and it does not show whose the number is
     */
    public TenantSettings replacedBy(TenantSettings others) {
        Inputs.required("others", others);
        List<NumberingTemplate> former = invoices().formerOf(others.invoiceTemplate, INVOICE_FIELD);
        if (creditNotes != null) {
            creditNotes.history().requireApart(others.invoiceTemplate, INVOICE_FIELD, "credit notes");
        }
        TenantSettings replacing = others.with(draft -> {
            draft.formerTemplates = former;
            draft.discounts = others.discounts == null ? discounts : others.discounts;
            draft.taxes = taxesReplacedBy(others.taxes);
            draft.creditNotes = notesReplacedBy(others.creditNotes);
            draft.consolidation = others.consolidation == null ? consolidation : others.consolidation;
            draft.oneOffs = oneOffs || others.oneOffs;
            draft.thresholds = thresholds || others.thresholds;
            draft.groups = groups || others.groups || others.consolidation == Consolidation.GROUP;
        });
        replacing.requireNumbersApart();
        return severalEntities || others.severalEntities ? replacing.withSeveralEntities() : replacing;
    }

    private @Nullable TaxPolicy taxesReplacedBy(@Nullable TaxPolicy others) {
        return taxes == null || others == null ? (others == null ? taxes : others) : taxes.replacedBy(others);
    }

    private @Nullable NoteNumbering notesReplacedBy(@Nullable NoteNumbering others) {
        if (others == null) {
            return creditNotes;
        }
        return new NoteNumbering(
                others.template(),
                creditNotes == null ? List.of() : creditNotes.history().formerOf(others.template(), NOTES_FIELD));
    }

    private TemplateHistory invoices() {
        return new TemplateHistory(invoiceTemplate, formerTemplates);
    }

    private TenantSettings with(Consumer<SettingsDraft> change) {
        SettingsDraft draft = new SettingsDraft(this);
        change.accept(draft);
        return draft.settings();
    }
}
