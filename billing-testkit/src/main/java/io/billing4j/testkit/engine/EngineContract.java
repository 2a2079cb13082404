package io.billing4j.testkit.engine;

import org.junit.jupiter.api.Nested;

/** What the engine does on any store. A store's own test says how to get a store, and inherits all of it. */
public abstract class EngineContract implements EngineFixture {
    /** For a store's own test. */
    protected EngineContract() {}

    @Nested
    class Catalogue extends CatalogueBehaviour {
        Catalogue() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Subscribing extends SubscribingBehaviour {
        Subscribing() {
            super(EngineContract.this);
        }
    }

    @Nested
    class JoiningRuns extends JoinBehaviour {
        JoiningRuns() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Running extends RunBehaviour {
        Running() {
            super(EngineContract.this);
        }
    }

    @Nested
    class DocumentsOfSeveralSubscriptions extends SeveralPlacesBehaviour {
        DocumentsOfSeveralSubscriptions() {
            super(EngineContract.this);
        }
    }

    @Nested
    class SharedDocuments extends ConsolidationBehaviour {
        SharedDocuments() {
            super(EngineContract.this);
        }
    }

    @Nested
    class DocumentsForGroups extends GroupBehaviour {
        DocumentsForGroups() {
            super(EngineContract.this);
        }
    }

    @Nested
    class DocumentsThatWait extends MinimumBehaviour {
        DocumentsThatWait() {
            super(EngineContract.this);
        }
    }

    @Nested
    class DocumentsThatWaitWhilePeriodsChange extends MinimumTurnBehaviour {
        DocumentsThatWaitWhilePeriodsChange() {
            super(EngineContract.this);
        }
    }

    @Nested
    class SeveralEntities extends EntityBehaviour {
        SeveralEntities() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Coverage extends CoverageBehaviour {
        Coverage() {
            super(EngineContract.this);
        }
    }

    @Nested
    class StatusOfACustomer extends CustomerStatusBehaviour {
        StatusOfACustomer() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Ending extends EndingBehaviour {
        Ending() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Usage extends UsageBehaviour {
        Usage() {
            super(EngineContract.this);
        }
    }

    @Nested
    class UsageThatReachesAnAmount extends ThresholdBehaviour {
        UsageThatReachesAnAmount() {
            super(EngineContract.this);
        }
    }

    @Nested
    class BillingUsageThatReachesAnAmount extends ThresholdRunBehaviour {
        BillingUsageThatReachesAnAmount() {
            super(EngineContract.this);
        }
    }

    @Nested
    class DiscountedUsageThatReachesAnAmount extends ThresholdCouponBehaviour {
        DiscountedUsageThatReachesAnAmount() {
            super(EngineContract.this);
        }
    }

    @Nested
    class PricesOfAPlanWithAmounts extends ThresholdPriceBehaviour {
        PricesOfAPlanWithAmounts() {
            super(EngineContract.this);
        }
    }

    @Nested
    class UsageOutOfRange extends UsageTimesBehaviour {
        UsageOutOfRange() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ChosenSettings extends SettingsBehaviour {
        ChosenSettings() {
            super(EngineContract.this);
        }
    }

    @Nested
    class GatheredReports extends GatheringBehaviour {
        GatheredReports() {
            super(EngineContract.this);
        }
    }

    @Nested
    class GatheredReportsThatFail extends GatheringFailureBehaviour {
        GatheredReportsThatFail() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Documents extends DocumentBehaviour {
        Documents() {
            super(EngineContract.this);
        }
    }

    @Nested
    class GeneratedCharges extends GeneratedBehaviour {
        GeneratedCharges() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Numbers extends NumberingBehaviour {
        Numbers() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Tenants extends TenantBehaviour {
        Tenants() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Changing extends ChangeBehaviour {
        Changing() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ChangesInTheAudit extends ChangeAuditBehaviour {
        ChangesInTheAudit() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Correcting extends CorrectionBehaviour {
        Correcting() {
            super(EngineContract.this);
        }
    }

    @Nested
    class CorrectingWithGrace extends CorrectionBehaviour.WithGrace {
        CorrectingWithGrace() {
            super(EngineContract.this);
        }
    }

    @Nested
    class SeveralDrafts extends SeveralDraftsBehaviour {
        SeveralDrafts() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Coupons extends CouponBehaviour {
        Coupons() {
            super(EngineContract.this);
        }
    }

    @Nested
    class IssuingCreditNotes extends CreditNoteBehaviour {
        IssuingCreditNotes() {
            super(EngineContract.this);
        }
    }

    @Nested
    class AddingOneOffs extends OneOffBehaviour {
        AddingOneOffs() {
            super(EngineContract.this);
        }
    }

    @Nested
    class DocumentsWithOneOffs extends OneOffDocumentBehaviour {
        DocumentsWithOneOffs() {
            super(EngineContract.this);
        }
    }

    @Nested
    class DocumentsOfOneOffsAlone extends OneOffAloneBehaviour {
        DocumentsOfOneOffsAlone() {
            super(EngineContract.this);
        }
    }

    @Nested
    class OneOffsAddedTogether extends OneOffBatchBehaviour {
        OneOffsAddedTogether() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ManyWhoBillOneOffs extends OneOffConcurrencyBehaviour {
        ManyWhoBillOneOffs() {
            super(EngineContract.this);
        }
    }

    @Nested
    class VoidingCreditNotes extends CreditNoteVoidBehaviour {
        VoidingCreditNotes() {
            super(EngineContract.this);
        }
    }

    @Nested
    class TaxedDocuments extends TaxedBehaviour {
        TaxedDocuments() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ExternallyTaxedRuns extends ExternalTaxRunBehaviour {
        ExternallyTaxedRuns() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ExternallyTaxedCommands extends ExternalTaxCommandBehaviour {
        ExternallyTaxedCommands() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ExternallyTaxedUsageSoFar extends ExternalTaxThresholdBehaviour {
        ExternallyTaxedUsageSoFar() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ExternallyTaxedOneOffs extends ExternalTaxOneOffBehaviour {
        ExternallyTaxedOneOffs() {
            super(EngineContract.this);
        }
    }

    @Nested
    class TaxServicesThatAreOut extends ExternalTaxOutageBehaviour {
        TaxServicesThatAreOut() {
            super(EngineContract.this);
        }
    }

    @Nested
    class RoundsOfExternalTaxes extends ExternalTaxRoundBehaviour {
        RoundsOfExternalTaxes() {
            super(EngineContract.this);
        }
    }

    @Nested
    class OneOffsThatAServiceRefuses extends ExternalTaxRefusedOneOffBehaviour {
        OneOffsThatAServiceRefuses() {
            super(EngineContract.this);
        }
    }

    @Nested
    class PlacesThatAServiceRefuses extends ExternalTaxRefusedPlaceBehaviour {
        PlacesThatAServiceRefuses() {
            super(EngineContract.this);
        }
    }

    @Nested
    class DiscountedByCoupons extends DiscountedBehaviour {
        DiscountedByCoupons() {
            super(EngineContract.this);
        }
    }

    @Nested
    class TaxesThatAreSet extends TaxSetupBehaviour {
        TaxesThatAreSet() {
            super(EngineContract.this);
        }
    }

    @Nested
    class MovingBalances extends BalanceBehaviour {
        MovingBalances() {
            super(EngineContract.this);
        }
    }

    @Nested
    class BalancesThatPayNothing extends BalancePolicyBehaviour {
        BalancesThatPayNothing() {
            super(EngineContract.this);
        }
    }

    @Nested
    class TermsOfAWholePlan extends PlanSpendBehaviour {
        TermsOfAWholePlan() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ChangedTermsOfAPlan extends PlanSpendChangeBehaviour {
        ChangedTermsOfAPlan() {
            super(EngineContract.this);
        }
    }

    @Nested
    class SeveralCommands extends TogetherBehaviour {
        SeveralCommands() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ToldOfSeveralCommands extends ToldTogetherBehaviour {
        ToldOfSeveralCommands() {
            super(EngineContract.this);
        }
    }

    @Nested
    class RepeatedRequests extends RequestBehaviour {
        RepeatedRequests() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Holding extends HoldBehaviour {
        Holding() {
            super(EngineContract.this);
        }
    }

    @Nested
    class LookingWhetherAnythingIsDue extends DueBehaviour {
        LookingWhetherAnythingIsDue() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ChunksThatFail extends ChunkFailureBehaviour {
        ChunksThatFail() {
            super(EngineContract.this);
        }
    }

    @Nested
    class FinalisingAfterALongGrace extends LongGraceBehaviour {
        FinalisingAfterALongGrace() {
            super(EngineContract.this);
        }
    }

    @Nested
    class SorePoints extends SorePointBehaviour {
        SorePoints() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ManyThreads extends ConcurrencyBehaviour {
        ManyThreads() {
            super(EngineContract.this);
        }
    }

    @Nested
    class ManyThreadsThatCredit extends CreditNoteConcurrencyBehaviour {
        ManyThreadsThatCredit() {
            super(EngineContract.this);
        }
    }

    @Nested
    class Time extends TimeTravelBehaviour {
        Time() {
            super(EngineContract.this);
        }
    }
}
