package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.EntryCause;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.grpc.v1.AuditEntry;
import io.billing4j.grpc.v1.Balance;
import io.billing4j.grpc.v1.BalanceEntry;
import io.billing4j.grpc.v1.BillingInterval;
import io.billing4j.grpc.v1.BillingRun;
import io.billing4j.grpc.v1.BlockPrice;
import io.billing4j.grpc.v1.ChangePolicy;
import io.billing4j.grpc.v1.Charge;
import io.billing4j.grpc.v1.ChargeTax;
import io.billing4j.grpc.v1.Clock;
import io.billing4j.grpc.v1.Coupon;
import io.billing4j.grpc.v1.CreditNoteTerms;
import io.billing4j.grpc.v1.CreditUse;
import io.billing4j.grpc.v1.CustomPrice;
import io.billing4j.grpc.v1.Derivation;
import io.billing4j.grpc.v1.Finding;
import io.billing4j.grpc.v1.Invoice;
import io.billing4j.grpc.v1.InvoiceLine;
import io.billing4j.grpc.v1.JobExecution;
import io.billing4j.grpc.v1.Meter;
import io.billing4j.grpc.v1.NoteNumbering;
import io.billing4j.grpc.v1.OneOffCharge;
import io.billing4j.grpc.v1.PackagePrice;
import io.billing4j.grpc.v1.PreviewChangeRequest;
import io.billing4j.grpc.v1.Price;
import io.billing4j.grpc.v1.PriceTerms;
import io.billing4j.grpc.v1.QuantityConversion;
import io.billing4j.grpc.v1.Rounding;
import io.billing4j.grpc.v1.Settings;
import io.billing4j.grpc.v1.Subscription;
import io.billing4j.grpc.v1.SubscriptionsProto;
import io.billing4j.grpc.v1.TaxPolicy;
import io.billing4j.grpc.v1.TaxRule;
import io.billing4j.grpc.v1.Tier;
import io.billing4j.grpc.v1.UsagePolicy;
import io.billing4j.invoice.CoverageProblem;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.InvoiceFault;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineKind;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.BlockPolicy;
import io.billing4j.price.FirstFlatFee;
import io.billing4j.price.LineConversion;
import io.billing4j.price.PackageRounding;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PriceModel;
import io.billing4j.price.TierBound;
import io.billing4j.rating.DerivedPart;
import io.billing4j.run.FindingReason;
import io.billing4j.run.RunStatus;
import io.billing4j.server.jobs.JobOutcome;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.CommandKind;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionStatus;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.tenant.OutOfRangeUsage;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageNamesTest {
    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of(MeterAggregation.class, Meter.Aggregation.getDescriptor()),
                Arguments.of(IntervalUnit.class, BillingInterval.Unit.getDescriptor()),
                Arguments.of(BillingTiming.class, Charge.Timing.getDescriptor()),
                Arguments.of(ProrationPolicy.class, Charge.Proration.getDescriptor()),
                Arguments.of(SubscriptionStatus.class, Subscription.Status.getDescriptor()),
                Arguments.of(SubscriptionChange.class, io.billing4j.grpc.v1.SubscriptionChange.Kind.getDescriptor()),
                Arguments.of(ChangeTiming.class, io.billing4j.grpc.v1.SubscriptionChange.Timing.getDescriptor()),
                Arguments.of(
                        ChangeSettlement.class, io.billing4j.grpc.v1.SubscriptionChange.Settlement.getDescriptor()),
                Arguments.of(PausedFees.class, io.billing4j.grpc.v1.SubscriptionChange.PausedFees.getDescriptor()),
                Arguments.of(RunStatus.class, BillingRun.Status.getDescriptor()),
                Arguments.of(JobOutcome.class, JobExecution.Outcome.getDescriptor()),
                Arguments.of(FindingReason.class, Finding.Reason.getDescriptor()),
                Arguments.of(LateUsagePolicy.class, Settings.LateUsage.getDescriptor()),
                Arguments.of(DiscountOrder.class, Settings.DiscountOrder.getDescriptor()),
                Arguments.of(FeeTiming.class, ChangePolicy.FeeTiming.getDescriptor()),
                Arguments.of(BalancePolicy.class, Settings.BalancePolicy.getDescriptor()),
                Arguments.of(Consolidation.class, Settings.Consolidation.getDescriptor()),
                Arguments.of(SequenceCounter.class, NoteNumbering.Counter.getDescriptor()),
                Arguments.of(TaxRounding.class, TaxPolicy.Rounding.getDescriptor()),
                Arguments.of(TaxBehavior.class, ChargeTax.Behavior.getDescriptor()),
                Arguments.of(NoTax.class, io.billing4j.grpc.v1.NoTax.getDescriptor()),
                Arguments.of(OutOfRangeUsage.class, UsagePolicy.OutOfRange.getDescriptor()),
                Arguments.of(InvoiceStatus.class, Invoice.Status.getDescriptor()),
                Arguments.of(Settlement.class, Invoice.Settlement.getDescriptor()),
                Arguments.of(DocumentType.class, Invoice.Type.getDescriptor()),
                Arguments.of(CreditReason.class, CreditNoteTerms.Reason.getDescriptor()),
                Arguments.of(VoidIntent.class, Invoice.VoidIntent.getDescriptor()),
                Arguments.of(LineKind.class, InvoiceLine.Kind.getDescriptor()),
                Arguments.of(AggregationWindow.class, Meter.Window.getDescriptor()),
                Arguments.of(TimeMeasure.class, Meter.Measure.getDescriptor()),
                Arguments.of(RoundingMode.class, Rounding.Mode.getDescriptor()),
                Arguments.of(TierBound.class, Tier.Bound.getDescriptor()),
                Arguments.of(FirstFlatFee.class, Tier.FirstFlatFee.getDescriptor()),
                Arguments.of(PackageRounding.class, PackagePrice.PartialPackage.getDescriptor()),
                Arguments.of(BlockPolicy.class, BlockPrice.Policy.getDescriptor()),
                Arguments.of(PartsNeeded.class, CustomPrice.Parts.getDescriptor()),
                Arguments.of(LineConversion.class, QuantityConversion.Lines.getDescriptor()),
                Arguments.of(DerivedPart.class, Derivation.Part.getDescriptor()),
                Arguments.of(InvoiceFault.Kind.class, io.billing4j.grpc.v1.InvoiceFault.Kind.getDescriptor()),
                Arguments.of(CoverageProblem.Kind.class, io.billing4j.grpc.v1.CoverageProblem.Kind.getDescriptor()),
                Arguments.of(BalanceAccount.class, Balance.Account.getDescriptor()),
                Arguments.of(EntryCause.class, BalanceEntry.Cause.getDescriptor()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("enums")
    void an_enum_has_the_domains_names_and_a_zero_that_says_nothing(Class<?> domain, EnumDescriptor message) {
        assertThat(message.getValues().stream().skip(1).map(EnumValueDescriptor::getName))
                .containsExactlyInAnyOrderElementsOf(names(domain));
        assertThat(message.getValues().get(0).getName()).endsWith("_UNSPECIFIED");
        assertThat(message.getValues().get(0).getNumber()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void an_enum_of_the_api_is_among_them(FileDescriptor file) {
        Stream<EnumDescriptor> declared = Stream.concat(
                file.getEnumTypes().stream(),
                file.getMessageTypes().stream().flatMap(type -> type.getEnumTypes().stream()));
        assertThat(enums().map(row -> row.get()[1])).containsAll(declared.toList());
    }

    @Test
    void every_command_has_a_message_a_call_of_its_own_and_a_preview() {
        OneofDescriptor previews =
                PreviewChangeRequest.getDescriptor().getOneofs().get(0);
        assertThat(previews.getFields())
                .extracting(field -> field.getName().toUpperCase(Locale.ROOT))
                .containsExactlyElementsOf(
                        Arrays.stream(CommandKind.values()).map(Enum::name).toList());
        List<String> calls = SubscriptionsProto.getDescriptor().getServices().get(0).getMethods().stream()
                .map(call -> call.getInputType().getName() + " "
                        + call.getOptions().getExtension(AnnotationsProto.http).getPost())
                .toList();
        for (FieldDescriptor field : previews.getFields()) {
            assertThat(calls)
                    .contains(field.getMessageType().getName() + " /api/billing/subscriptions/{subscription_id}:"
                            + field.getJsonName());
        }
    }

    @Test
    void every_price_model_has_a_message() {
        assertThat(Price.getDescriptor().getFields()).hasSameSizeAs(PriceModel.class.getPermittedSubclasses());
    }

    /** Those of an enum's values, or of the kinds of a sealed type. */
    private static List<String> names(Class<?> domain) {
        Object[] values = domain.getEnumConstants();
        if (values == null) {
            return Arrays.stream(domain.getPermittedSubclasses())
                    .map(ChangeMessages::name)
                    .toList();
        }
        return Arrays.stream(values)
                // Nobody asks for it: a rounding that is not wanted is left out.
                .filter(value -> value != RoundingMode.UNNECESSARY)
                .map(value -> ((Enum<?>) value).name())
                .toList();
    }

    static Stream<FileDescriptor> files() {
        return Stream.of(
                        Meter.getDescriptor(),
                        BillingInterval.getDescriptor(),
                        Charge.getDescriptor(),
                        Coupon.getDescriptor(),
                        TaxRule.getDescriptor(),
                        Subscription.getDescriptor(),
                        PreviewChangeRequest.getDescriptor(),
                        Clock.getDescriptor(),
                        BillingRun.getDescriptor(),
                        Finding.getDescriptor(),
                        Settings.getDescriptor(),
                        TaxPolicy.getDescriptor(),
                        Invoice.getDescriptor(),
                        InvoiceLine.getDescriptor(),
                        Price.getDescriptor(),
                        PriceTerms.getDescriptor(),
                        Balance.getDescriptor(),
                        OneOffCharge.getDescriptor(),
                        CreditUse.getDescriptor(),
                        AuditEntry.getDescriptor(),
                        JobExecution.getDescriptor())
                .map(type -> type.getFile());
    }
}
