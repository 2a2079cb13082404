package io.billing4j.testkit;

import org.junit.jupiter.api.Nested;

/**
 * The contract of {@link io.billing4j.store.BillingStore} and its ports, as tests grouped by subject. A store is tested by
 *
 * <pre>{@code
 * class MyBillingStoreTest extends BillingStoreContract {
 *     @Override
 *     public BillingStore newStore() {
 *         return new MyBillingStore(...);
 *     }
 * }
 * }</pre>
 *
 * <p>Tests with several threads wait for each other with a limit, so that a store that blocks fails and does not hang. They
 * use up to 16 transactions at once: a store with a pool lets them wait for a connection.
 */
public abstract class BillingStoreContract implements StoreFixture {
    /** For a store's own test. */
    protected BillingStoreContract() {}

    @Nested
    class Transactions extends TransactionContract {
        Transactions() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Tenants extends TenantContract {
        Tenants() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Clocks extends ClockContract {
        Clocks() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class TheCatalogue extends CatalogContract {
        TheCatalogue() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Customers extends CustomerContract {
        Customers() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class CustomerLocks extends CustomerLockContract {
        CustomerLocks() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Balances extends CustomerBalanceContract {
        Balances() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class BalanceEntries extends BalanceEntryContract {
        BalanceEntries() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Subscriptions extends SubscriptionContract {
        Subscriptions() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class SubscriptionChanges extends SubscriptionChangeContract {
        SubscriptionChanges() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class DueSubscriptions extends DueSubscriptionContract {
        DueSubscriptions() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class RecordedUsage extends UsageRecordContract {
        RecordedUsage() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class LateUsage extends TouchedUsageContract {
        LateUsage() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class ReportedUsage extends ReportedUsageContract {
        ReportedUsage() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class UsageSummaries extends UsageSummaryContract {
        UsageSummaries() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class UsageMeasures extends UsageMeasureContract {
        UsageMeasures() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class UsageOfEveryMeter extends UsageOfEveryMeterContract {
        UsageOfEveryMeter() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Documents extends DocumentContract {
        Documents() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class DocumentStates extends DocumentStateContract {
        DocumentStates() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Drafts extends DraftContract {
        Drafts() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class BilledLines extends BilledLineContract {
        BilledLines() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Slots extends SlotContract {
        Slots() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class SettlingSlots extends SettlingSlotContract {
        SettlingSlots() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class OneOffs extends OneOffContract {
        OneOffs() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Coupons extends CouponContract {
        Coupons() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class CouponGrants extends CouponGrantContract {
        CouponGrants() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class CouponBooks extends CouponBookContract {
        CouponBooks() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Redemptions extends CouponRedemptionContract {
        Redemptions() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class TaxedDocuments extends TaxedDocumentContract {
        TaxedDocuments() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class CreditNotes extends CreditNoteContract {
        CreditNotes() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class DiscountedDocuments extends DiscountedDocumentContract {
        DiscountedDocuments() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Entities extends EntityContract {
        Entities() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class TaxRules extends TaxRuleContract {
        TaxRules() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class TaxAnswers extends TaxAnswerContract {
        TaxAnswers() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class TaxProfiles extends TaxProfileContract {
        TaxProfiles() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Numbers extends NumberContract {
        Numbers() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Runs extends RunContract {
        Runs() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class TheJournal extends JournalContract {
        TheJournal() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class RememberedRequests extends RequestContract {
        RememberedRequests() {
            super(BillingStoreContract.this);
        }
    }

    @Nested
    class Hints extends HintContract {
        Hints() {
            super(BillingStoreContract.this);
        }
    }
}
