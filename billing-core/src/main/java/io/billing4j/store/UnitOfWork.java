package io.billing4j.store;

import io.billing4j.id.TenantId;

/** One transaction of one tenant. It is used by one thread and not after the work has ended. */
public interface UnitOfWork {
    /** Whose books they are. */
    TenantId tenant();

    /** What the tenant has chosen. */
    SettingsStore settings();

    /** Meters, plans and their versions. */
    CatalogStore catalog();

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

    /** Number series. */
    NumberStore numbers();

    /** Billing runs and their failures. */
    RunStore runs();

    /** Findings, published events and the audit trail. */
    JournalStore journal();
}
