package io.billing4j.engine;

import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.money.Currencies;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tenant.TenantSettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the tenant has chosen. */
public final class Settings {
    private final TenantScope scope;

    Settings(TenantScope scope) {
        this.scope = scope;
    }

    /** The settings. */
    public TenantSettings get() {
        return scope.inTransaction(work -> work.unit().settings().get());
    }

    /**
     * The settings, which nobody else can change until the transaction ends, nor rules of taxes and entities, which are added and
     * ended under them. They are held before plans and customers ({@link Customers#hold}).
     *
     * @throws io.billing4j.error.BillingException STORE_CONTENTION, which may be tried again, if somebody else holds them for too
     *     long; UNSUITABLE_TRANSACTION outside of {@link Billing4J#inTransaction} and of a transaction of the host's
     */
    public TenantSettings hold() {
        scope.requireHeld();
        return scope.inTransaction(work -> work.unit().settings().lock());
    }

    /**
     * Puts others in their place, from the next command on. What was billed stays as it was; nothing is computed again because
     * of it.
     *
     * <pre>{@code
     * engine.settings().update(present -> present.withGrace(Duration.ofDays(3)));
     * }</pre>
     *
     * <p>Two updates at once are made one after the other. What changed is kept in the audit trail of {@code ("settings",
     * tenant)} and published; a change that comes to nothing is neither.
     *
     * @param change what is to become of the present settings; it may be asked twice, and does nothing else. Forms that
     *     numbers had before stay remembered, whatever it says of them
     * @return the settings as they are then
     * @throws io.billing4j.error.BillingException INVALID_TEMPLATE at {@code invoiceTemplate} or {@code creditNotes.template} for a
     *     form that could give a number again, or one of the other type of document; ENTITY_NEEDS_SERIES there for one that does
     *     not show the entity where there are several; INVALID_CURRENCY at {@code currency} if
     *     amounts cannot be in it, and at {@code minimums}; INVALID_PLACE at {@code country} for a place of
     *     taxes that is in no country; TAX_CALCULATOR_UNKNOWN at {@code taxes.calculator} for a tax service that is not
     *     registered; whatever the change throws
     */
    public TenantSettings update(UnaryOperator<TenantSettings> change) {
        Inputs.required("change", change);
        return scope.inTransaction(work -> {
            TenantSettings before = work.unit().settings().lock();
            TenantSettings wanted = Inputs.required("settings", change.apply(before));
            Currencies.billable("currency", wanted.currency());
            wanted.minimums().amounts().forEach(amount -> Currencies.billable("minimums", amount.getCurrencyUnit()));
            if (wanted.taxes() != null && wanted.taxes().place() != null) {
                wanted.taxes().place().requireCountry();
            }
            requireCalculator(before.taxes(), wanted.taxes());
            TenantSettings after = before.replacedBy(wanted);
            if (after.equals(before)) {
                return before;
            }
            replace(work, before, after);
            return after;
        });
    }

    /**
     * Before the first subscription is for a group, which documents say: versions before, which would overlook it, do not serve the tenant
     * any more.
     */
    static void allowGroups(Work work) {
        if (!work.unit().settings().get().groups()) {
            TenantSettings before = work.unit().settings().lock();
            if (!before.groups()) {
                replace(work, before, before.withGroups());
            }
        }
    }

    /** What was chosen elsewhere may stay. */
    private void requireCalculator(@Nullable TaxPolicy before, @Nullable TaxPolicy wanted) {
        TaxCalculatorId calculator = wanted == null ? null : wanted.calculator();
        if (calculator != null && (before == null || !calculator.equals(before.calculator()))) {
            Inputs.within("taxes", () -> TaxAsking.requireKnown(scope.context(), calculator));
        }
    }

    /** Puts settings in the place of others that are locked, and says what has changed. */
    static void replace(Work work, TenantSettings before, TenantSettings after) {
        work.unit().settings().replace(after);
        Map<String, String> had = SettingsDetail.of(before);
        Map<String, String> has = SettingsDetail.of(after);
        work.journal(new JournalEntry(
                EventType.SETTINGS_CHANGED,
                null,
                work.unit().tenant().value(),
                without(had, has),
                without(has, had),
                work.now()));
    }

    /** What one says otherwise than another. */
    private static Map<String, String> without(Map<String, String> values, Map<String, String> others) {
        Map<String, String> rest = new TreeMap<>(values);
        rest.entrySet().removeAll(others.entrySet());
        return rest;
    }
}
