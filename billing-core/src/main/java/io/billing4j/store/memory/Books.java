package io.billing4j.store.memory;

import io.billing4j.audit.AuditEntry;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryPosition;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.customer.CustomerState;
import io.billing4j.customer.InvoicingEntity;
import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Redemption;
import io.billing4j.event.BillingEvent;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.run.BillingRun;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.run.RunFailure;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.WorkHint;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.ReportedUsage;
import io.billing4j.usage.TouchedWindow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Everything of one tenant. UUIDs are keys by their text: it has the order of their bytes, which {@code UUID.compareTo}
 * does not.
 */
final class Books {
    final Tenant tenant;

    /** Held by the one transaction that reads and writes the tables. */
    final ReentrantLock lock = new ReentrantLock();

    final Table<TenantId, TenantSettings> settings = new Table<>();

    /** What the tenant's clock was set to, if it was. */
    final Table<TenantId, Instant> clock = new Table<>();

    final Table<MeterId, Meter> meters = new Table<>();
    final Table<PlanId, Plan> plans = new Table<>();
    final Table<Key<PlanId, Integer>, PlanVersion> versions = new Table<>();

    final Table<EntityId, InvoicingEntity> entities = new Table<>();
    final Table<CustomerId, CustomerState> customers = new Table<>();
    final Table<CouponId, Coupon> coupons = new Table<>();
    final Table<CouponGrantId, CouponGrant> grants = new Table<>();
    final Table<Key<CustomerId, CouponGrantId>, CouponGrantId> grantsByCustomer = new Table<>();

    /** By the text of the document's id. */
    final Table<String, List<Redemption>> redemptions = new Table<>();

    /** The documents that have redemptions, by grant. */
    final Table<Key<CouponGrantId, String>, String> redemptionsByGrant = new Table<>();

    final Table<TaxRuleId, TaxRule> taxRules = new Table<>();

    /** By customer and first day. */
    final Table<Key<CustomerId, LocalDate>, TaxProfile> taxProfiles = new Table<>();

    /** By the text of the question's key. */
    final Table<String, KeptTaxAnswer> taxAnswers = new Table<>();

    final Table<Key<CustomerId, EntryPosition>, BalanceEntry> balanceEntries = new Table<>();
    final Table<String, BalanceEntry> balanceEntriesByKey = new Table<>();

    final Table<OneOffId, OneOffCharge> oneOffs = new Table<>();
    final Table<Key<CustomerId, OneOffId>, OneOffId> oneOffsByCustomer = new Table<>();
    final Table<String, OneOffId> oneOffsByKey = new Table<>();

    final Table<SubscriptionId, SubscriptionState> subscriptions = new Table<>();
    final Table<Key<CustomerId, SubscriptionId>, SubscriptionId> subscriptionsByCustomer = new Table<>();

    final Table<EventId, RecordedUsage> usage = new Table<>();
    final Table<Key<Key<CustomerId, MeterId>, Key<Instant, EventId>>, RecordedUsage> usageByTime = new Table<>();
    final Table<Key<CustomerId, Key<Instant, String>>, TouchedWindow> touched = new Table<>();

    final Table<ReportedUsage, ReportedUsage> reported = new Table<>();

    /** Lines that wait for their header, by the id of their document. */
    final Table<String, List<InvoiceLine>> lines = new Table<>();

    final Table<String, Invoice> invoices = new Table<>();
    final Table<Key<CustomerId, String>, String> invoicesByCustomer = new Table<>();
    final Table<String, String> invoicesByNumber = new Table<>();
    final Table<String, String> invoicesByIdempotencyKey = new Table<>();

    final Table<SlotKey, InvoiceSlot> slots = new Table<>();
    final Table<String, SlotKey> liveSlots = new Table<>();
    final Table<String, List<SlotKey>> slotsByInvoice = new Table<>();

    final Table<Key<DocumentType, EntityId>, NumberSeries> series = new Table<>();

    /** The last value that was taken in each scope of a series. */
    final Table<Key<Key<DocumentType, EntityId>, String>, Long> counters = new Table<>();

    final Table<String, BillingRun> runs = new Table<>();
    final Table<Instant, String> runsByCutOff = new Table<>();
    final Table<Key<String, CustomerId>, RunFailure> failures = new Table<>();

    /** In the order in which they were appended. */
    final Table<Long, BillingEvent> events = new Table<>();

    final Table<Key<CustomerId, Long>, BillingEvent> eventsByCustomer = new Table<>();
    final Table<Key<Key<String, String>, String>, AuditEntry> audit = new Table<>();
    final Table<String, Finding> findings = new Table<>();
    final Table<Key<CustomerId, String>, Finding> findingsByCustomer = new Table<>();
    final Table<Key<FindingReason, String>, String> findingsByDedupeKey = new Table<>();

    /** By their keys. */
    final Table<String, KeptRequest> requests = new Table<>();

    /** By the texts of their ids. */
    final Table<String, WorkHint> hints = new Table<>();

    Books(Tenant tenant) {
        this.tenant = tenant;
    }
}
