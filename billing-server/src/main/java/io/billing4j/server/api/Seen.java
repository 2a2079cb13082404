package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.tenant.TenantSettings;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a caller has seen of something before changing it.
 *
 * @param revision empty where that does not matter
 * @param present holds the thing until the transaction ends, and tells its revision by then
 */
record Seen(String revision, Function<BillingEngine, String> present) {
    /** Whatever it is. */
    static final Seen ANY = new Seen("", engine -> "");

    static Seen settings(String revision) {
        return new Seen(
                revision,
                engine -> SettingsMessages.of(engine.settings().hold()).getRevision());
    }

    static Seen plan(String revision, String id) {
        return new Seen(
                revision,
                engine -> PlanMessages.of(engine.catalog().hold(PlanId.of(id))).getRevision());
    }

    static Seen customer(String revision, String id) {
        return new Seen(
                revision,
                engine -> CustomerMessages.of(engine.customers().hold(CustomerId.of(id)))
                        .getRevision());
    }

    /** Subscriptions and documents are held with their customer. */
    static Seen subscription(String revision, String id) {
        return new Seen(revision, engine -> {
            SubscriptionId key = SubscriptionId.of(id);
            engine.customers().hold(SubscriptionCalls.found(engine, key).customer());
            return SubscriptionMessages.revision(SubscriptionCalls.found(engine, key));
        });
    }

    static Seen invoice(String revision, String id) {
        return new Seen(revision, engine -> {
            InvoiceId key = InvoiceId.parse(id);
            engine.customers().hold(InvoiceCalls.found(engine, key).customer());
            return InvoiceMessages.of(InvoiceCalls.found(engine, key)).getRevision();
        });
    }

    /** Rules are held with the settings. */
    static Seen taxRule(String revision, String id) {
        return new Seen(revision, engine -> {
            engine.settings().hold();
            return TaxRuleMessages.of(TaxCalls.found(engine, TaxRuleId.of(id))).getRevision();
        });
    }

    /**
     * The same for a command that notes in the settings when it is first made. Commands take the settings before plans and customers:
     * who held one of these first could wait for somebody who waits for him.
     *
     * @param noted whether it has been made before, which stays so
     */
    Seen afterSettings(Predicate<TenantSettings> noted) {
        return new Seen(revision, engine -> {
            if (!noted.test(engine.settings().get())) {
                engine.settings().hold();
            }
            return present.apply(engine);
        });
    }

    boolean isAny() {
        return revision.isEmpty();
    }

    /**
     * Holds the thing, if it matters what it is.
     *
     * @throws io.billing4j.error.BillingException REVISION_CONFLICT at {@code ifRevision} if it is not what was seen
     */
    void require(BillingEngine engine) {
        if (isAny()) {
            return;
        }
        String found = present.apply(engine);
        if (!found.equals(revision)) {
            throw ErrorCode.REVISION_CONFLICT.at("ifRevision", "expected " + revision + " but found " + found);
        }
    }
}
