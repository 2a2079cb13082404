package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.invoice.InvoiceFault;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineKind;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
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
import io.billing4j.server.v1.BillingInterval;
import io.billing4j.server.v1.BillingRun;
import io.billing4j.server.v1.BlockPrice;
import io.billing4j.server.v1.Charge;
import io.billing4j.server.v1.CustomPrice;
import io.billing4j.server.v1.Derivation;
import io.billing4j.server.v1.Finding;
import io.billing4j.server.v1.Invoice;
import io.billing4j.server.v1.InvoiceLine;
import io.billing4j.server.v1.Meter;
import io.billing4j.server.v1.PackagePrice;
import io.billing4j.server.v1.Price;
import io.billing4j.server.v1.PriceTerms;
import io.billing4j.server.v1.QuantityConversion;
import io.billing4j.server.v1.Rounding;
import io.billing4j.server.v1.Subscription;
import io.billing4j.server.v1.Tier;
import io.billing4j.subscription.SubscriptionStatus;
import java.math.RoundingMode;
import java.util.Arrays;
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
                Arguments.of(RunStatus.class, BillingRun.Status.getDescriptor()),
                Arguments.of(FindingReason.class, Finding.Reason.getDescriptor()),
                Arguments.of(InvoiceStatus.class, Invoice.Status.getDescriptor()),
                Arguments.of(Settlement.class, Invoice.Settlement.getDescriptor()),
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
                Arguments.of(InvoiceFault.Kind.class, io.billing4j.server.v1.InvoiceFault.Kind.getDescriptor()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("enums")
    void an_enum_has_the_domains_names_and_a_zero_that_says_nothing(
            Class<? extends Enum<?>> domain, EnumDescriptor message) {
        assertThat(message.getValues().stream().skip(1).map(EnumValueDescriptor::getName))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(domain.getEnumConstants())
                        // Nobody asks for it: a rounding that is not wanted is left out.
                        .filter(value -> value != RoundingMode.UNNECESSARY)
                        .map(Enum::name)
                        .toList());
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
    void every_price_model_has_a_message() {
        assertThat(Price.getDescriptor().getFields()).hasSameSizeAs(PriceModel.class.getPermittedSubclasses());
    }

    static Stream<FileDescriptor> files() {
        return Stream.of(
                        Meter.getDescriptor(),
                        BillingInterval.getDescriptor(),
                        Charge.getDescriptor(),
                        Subscription.getDescriptor(),
                        BillingRun.getDescriptor(),
                        Finding.getDescriptor(),
                        Invoice.getDescriptor(),
                        InvoiceLine.getDescriptor(),
                        Price.getDescriptor(),
                        PriceTerms.getDescriptor())
                .map(type -> type.getFile());
    }
}
