package io.billing4j.store;

import io.billing4j.id.TenantId;
import java.time.Instant;
import java.util.Optional;

/** One transaction of one tenant. It is used by one thread and not after the work has ended. */
public interface UnitOfWork {
    /** Whose books they are. */
    TenantId tenant();

    /** What a sandbox's clock was set to, if it was; nothing for a tenant that lives by the host's clock. */
    Optional<Instant> clock();

    /**
     * Sets a sandbox's clock, which stands until it is set again.
     *
     * @throws io.billing4j.error.BillingException NOT_A_SANDBOX for a tenant that money depends on; INVALID_DATE at {@code
     *     to} for an instant before the one it was set to
     */
    void setClock(Instant to);

    /** What the tenant has chosen. */
    SettingsStore settings();

    /** Meters, plans and their versions. */
    CatalogStore catalog();

    /** In whose names documents are issued. */
    EntityStore entities();

    /** Customers and their locks. */
    CustomerStore customers();

    /** Subscriptions, their changes and cursors. */
    SubscriptionStore subscriptions();

    /** Events and what windows hold of them. */
    UsageStore usage();

    /** Documents and their lines. */
    InvoiceStore invoices();

    /** Subscriptions' places for documents. */
    SlotStore slots();

    /** Coupons, to whom they are granted, and what they have taken off. */
    CouponStore coupons();

    /** What is due where and when, and how customers are taxed. */
    TaxStore taxes();

    /** What has moved balances. */
    BalanceStore balances();

    /** What is billed once. */
    OneOffStore oneOffs();

    /** Number series. */
    NumberStore numbers();

    /** Billing runs and their failures. */
    RunStore runs();

    /** Findings, published events and the audit trail. */
    JournalStore journal();

    /** Requests that were made, and what was answered. */
    RequestStore requests();

    /** Hints for workers that serve all tenants. */
    HintStore hints();
}
