package io.billing4j.server.api;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.engine.PlanOffer;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.Plan;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.price.SpendPrice;
import io.billing4j.tax.ChargeTax;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Plans and charges as messages. */
final class PlanMessages {
    private PlanMessages() {}

    static BillingInterval interval(boolean given, io.billing4j.grpc.v1.BillingInterval interval) {
        if (!given) {
            throw ErrorCode.MISSING_FIELD.at("interval", "an interval such as {\"unit\": \"MONTH\"} is required");
        }
        IntervalUnit unit = Reading.choice("interval.unit", interval.getUnit(), IntervalUnit.class);
        return new BillingInterval(unit, interval.hasCount() ? interval.getCount() : 1);
    }

    static List<Charge> charges(List<io.billing4j.grpc.v1.Charge> messages, CurrencyUnit currency) {
        return Reading.each("charges", messages, message -> charge(message, currency));
    }

    static @Nullable UsageThresholds thresholds(
            boolean given, io.billing4j.grpc.v1.UsageThresholds message, CurrencyUnit currency) {
        if (!given) {
            return null;
        }
        PriceAmounts amounts = new PriceAmounts(currency);
        List<BigMoney> each = new ArrayList<>();
        for (int i = 0; i < message.getAmountsCount(); i++) {
            each.add(amounts.required("thresholds.amounts[" + i + "]", message.getAmounts(i)));
        }
        return new UsageThresholds(each, amounts.orNull("thresholds.every", message.hasEvery(), message.getEvery()));
    }

    static Plan of(PlanOffer offer) {
        PlanVersion version = offer.latest();
        Plan.Builder plan = Plan.newBuilder()
                .setPlanId(offer.plan().id().value())
                .setName(offer.plan().name())
                .setCurrency(offer.plan().currency().getCode())
                .setVersion(version.ref().version())
                .setInterval(Writing.interval(version.interval()))
                .addAllCharges(version.charges().stream().map(PlanMessages::of).toList())
                .setCreatedAt(Writing.timestamp(offer.plan().createdAt()));
        if (version.thresholds() != null) {
            plan.setThresholds(of(version.thresholds()));
        }
        if (offer.plan().archivedAt() != null) {
            plan.setArchivedAt(Writing.timestamp(offer.plan().archivedAt()));
        }
        return plan.setRevision(Writing.revision(plan.build())).build();
    }

    static io.billing4j.grpc.v1.PlanVersion of(PlanVersion version) {
        io.billing4j.grpc.v1.PlanVersion.Builder message = io.billing4j.grpc.v1.PlanVersion.newBuilder()
                .setPlanId(version.ref().plan().value())
                .setVersion(version.ref().version())
                .setCurrency(version.currency().getCode())
                .setInterval(Writing.interval(version.interval()))
                .addAllCharges(version.charges().stream().map(PlanMessages::of).toList())
                .setCreatedAt(Writing.timestamp(version.recordedAt()));
        if (version.thresholds() != null) {
            message.setThresholds(of(version.thresholds()));
        }
        return message.build();
    }

    private static io.billing4j.grpc.v1.UsageThresholds of(UsageThresholds thresholds) {
        io.billing4j.grpc.v1.UsageThresholds.Builder message = io.billing4j.grpc.v1.UsageThresholds.newBuilder()
                .addAllAmounts(
                        thresholds.amounts().stream().map(Writing::decimal).toList());
        if (thresholds.every() != null) {
            message.setEvery(Writing.decimal(thresholds.every()));
        }
        return message.build();
    }

    private static Charge charge(io.billing4j.grpc.v1.Charge message, CurrencyUnit currency) {
        MeterId meter = Reading.optional(message.getMeterId(), MeterId::of);
        PriceModel price = Inputs.within("price", () -> PriceMessages.read(message.getPrice(), currency));
        return new Charge(
                ChargeId.of(message.getChargeId()),
                message.getDescription(),
                price,
                timing(message, meter != null || price instanceof SpendPrice),
                meter,
                Reading.choice("proration", message.getProration(), ProrationPolicy.class, ProrationPolicy.BY_SECOND),
                message.getStoreZeroLine(),
                Inputs.within("terms", () -> TermsMessages.read(message.getTerms(), currency)),
                Inputs.within("tax", () -> TaxMessages.read(message.getTax())));
    }

    private static BillingTiming timing(io.billing4j.grpc.v1.Charge message, boolean counted) {
        BillingTiming usual = counted ? BillingTiming.IN_ARREARS : BillingTiming.IN_ADVANCE;
        return Reading.choice("timing", message.getTiming(), BillingTiming.class, usual);
    }

    private static io.billing4j.grpc.v1.Charge of(Charge charge) {
        io.billing4j.grpc.v1.Charge.Builder message = io.billing4j.grpc.v1.Charge.newBuilder()
                .setChargeId(charge.id().value())
                .setDescription(charge.description())
                .setPrice(PriceMessages.of(charge.price()))
                .setTiming(io.billing4j.grpc.v1.Charge.Timing.valueOf(
                        charge.timing().name()))
                .setMeterId(charge.meter() == null ? "" : charge.meter().value())
                .setProration(proration(charge.proration()))
                .setStoreZeroLine(charge.storeZeroLine());
        if (!charge.terms().isNone()) {
            message.setTerms(TermsMessages.of(charge.terms()));
        }
        if (!charge.tax().equals(ChargeTax.DEFAULT)) {
            message.setTax(TaxMessages.of(charge.tax()));
        }
        return message.build();
    }

    static io.billing4j.grpc.v1.Charge.Proration proration(ProrationPolicy policy) {
        return io.billing4j.grpc.v1.Charge.Proration.valueOf(policy.name());
    }
}
