package io.billing4j.server.security;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one table of which role a call needs. A call that is not in it is for nobody. */
public final class MethodRoles {
    private static final String REPORTER = """
            UsageService/RecordUsage
            UsageService/RecordUsageStream
            """;

    private static final String READER = """
            AuditService/ListAuditEntries
            BalanceService/CheckBalances
            BalanceService/GetBalance
            BalanceService/ListBalanceEntries
            BillingRunService/FindBillingRun
            BillingRunService/GetBillingRun
            BillingRunService/ListBillingRuns
            ClockService/GetClock
            CouponService/GetCoupon
            CouponService/GetCouponGrant
            CouponService/ListCouponGrants
            CouponService/ListCoupons
            CouponService/ListRedemptions
            CreditNoteService/ListCreditNotes
            CreditNoteService/PreviewCreditNote
            CustomerService/GetCustomer
            CustomerService/GetCustomerStatus
            CustomerService/GetEntity
            CustomerService/ListCustomers
            CustomerService/ListEntities
            FindingService/CountFindings
            FindingService/ListFindings
            InvoiceService/GetInvoice
            InvoiceService/ListInvoices
            InvoiceService/PreviewInvoice
            InvoiceService/VerifyInvoice
            MeterService/GetMeter
            MeterService/ListMeters
            OneOffService/GetOneOffCharge
            OneOffService/ListOneOffCharges
            OneOffService/ListPendingOneOffCharges
            OneOffService/PreviewOneOffs
            PlanService/GetPlan
            PlanService/GetPlanVersion
            PlanService/ListPlans
            SettingsService/GetSettings
            SubscriptionService/GetSubscription
            SubscriptionService/ListScheduledChanges
            SubscriptionService/ListSubscriptions
            SubscriptionService/PreviewChange
            SubscriptionService/ValidateCoverage
            TaxService/GetTaxRule
            TaxService/ListTaxProfiles
            TaxService/ListTaxRules
            UsageService/GetUsage
            """;

    private static final String WRITER = """
            CouponService/ArchiveCoupon
            CouponService/CreateCoupon
            CouponService/EndCouponGrant
            CouponService/GrantCoupon
            CustomerService/CreateCustomer
            CustomerService/MoveCustomer
            MeterService/CreateMeter
            OneOffService/AddOneOffCharge
            OneOffService/AddOneOffCharges
            OneOffService/CancelOneOffCharge
            PlanService/AddPlanVersion
            PlanService/ArchivePlan
            PlanService/CreatePlan
            SubscriptionService/ActivateSubscription
            SubscriptionService/CancelSubscription
            SubscriptionService/ChangePlan
            SubscriptionService/ChangeQuantity
            SubscriptionService/ChangeZone
            SubscriptionService/CreateSubscription
            SubscriptionService/ExpireSubscription
            SubscriptionService/ExtendTrial
            SubscriptionService/MarkPastDue
            SubscriptionService/PauseSubscription
            SubscriptionService/RecoverSubscription
            SubscriptionService/RemoveAddOn
            SubscriptionService/RenewSubscription
            SubscriptionService/ResumeSubscription
            SubscriptionService/SetAddOn
            SubscriptionService/SetGroup
            SubscriptionService/UncancelSubscription
            SubscriptionService/WithdrawChange
            TaxService/AddTaxProfile
            """;

    private static final String BILLER = """
            BalanceService/AdjustBalance
            BalanceService/PayOutBalance
            BillingRunService/BillReachedUsage
            BillingRunService/RunBilling
            CreditNoteService/IssueCreditNote
            CreditNoteService/VoidCreditNote
            InvoiceService/FinalizeInvoice
            InvoiceService/GenerateInvoice
            InvoiceService/RefreshInvoice
            InvoiceService/VoidInvoice
            OneOffService/BillOneOffs
            """;

    private static final String ADMIN = """
            BalanceService/ReconcileBalances
            ClockService/AdvanceClock
            ClockService/SetClock
            CustomerService/CreateEntity
            JobService/ListJobExecutions
            JobService/ListJobs
            JobService/PauseJob
            JobService/ResumeJob
            JobService/TriggerJob
            SettingsService/UpdateSettings
            TaxService/AddTaxRule
            TaxService/EndTaxRule
            TaxService/ForgetTaxAnswers
            """;

    private static final String PACKAGE = "billing4j.v1.";

    private static final Map<String, Role> BY_METHOD = Stream.of(
                    named(REPORTER, Role.REPORTER),
                    named(READER, Role.READER),
                    named(WRITER, Role.WRITER),
                    named(BILLER, Role.BILLER),
                    named(ADMIN, Role.ADMIN))
            .flatMap(Function.identity())
            // Throws where a method stands twice.
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private MethodRoles() {}

    /**
     * The role that a call needs, if it is one for anybody.
     *
     * @param method its full name, such as {@code billing4j.v1.PlanService/CreatePlan}
     */
    public static Optional<Role> of(String method) {
        return Optional.ofNullable(BY_METHOD.get(method));
    }

    /** The whole table, by full names. */
    public static Map<String, Role> all() {
        return BY_METHOD;
    }

    private static Stream<Map.Entry<String, Role>> named(String methods, Role role) {
        return Arrays.stream(methods.split("\n")).map(method -> Map.entry(PACKAGE + method, role));
    }
}
