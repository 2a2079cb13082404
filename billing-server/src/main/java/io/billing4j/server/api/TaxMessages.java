package io.billing4j.server.api;

import io.billing4j.error.Inputs;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TaxCategory;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;

/** How documents are taxed, as messages. Refusals name fields from the message on. */
final class TaxMessages {
    private TaxMessages() {}

    static TaxPolicy read(io.billing4j.grpc.v1.TaxPolicy message) {
        TaxPolicy usual = TaxPolicy.DEFAULT;
        return new TaxPolicy(
                Reading.choice("rounding", message.getRounding(), TaxRounding.class, usual.rounding()),
                Reading.choice("behavior", message.getBehavior(), TaxBehavior.class, usual.behavior()),
                message.hasPlace() ? Inputs.within("place", () -> place(message.getPlace())) : null,
                Reading.optional(message.getCalculator(), TaxCalculatorId::of));
    }

    private static TaxPlace place(io.billing4j.grpc.v1.TaxPlace message) {
        TaxPlace place = new TaxPlace(
                Reading.required("country", message.getCountry(), (field, text) -> text),
                Reading.optional(message.getRegion(), text -> text));
        place.requireCountry();
        return place;
    }

    static ChargeTax read(io.billing4j.grpc.v1.ChargeTax message) {
        return new ChargeTax(
                message.getCategory().isEmpty() ? TaxCategory.STANDARD : TaxCategory.of(message.getCategory()),
                Reading.optional("behavior", message.getBehavior(), TaxBehavior.class));
    }

    static io.billing4j.grpc.v1.TaxPolicy of(TaxPolicy policy) {
        io.billing4j.grpc.v1.TaxPolicy.Builder message = io.billing4j.grpc.v1.TaxPolicy.newBuilder()
                .setRounding(io.billing4j.grpc.v1.TaxPolicy.Rounding.valueOf(
                        policy.rounding().name()))
                .setBehavior(behavior(policy.behavior()));
        TaxPlace place = policy.place();
        if (place != null) {
            String region = place.region();
            message.getPlaceBuilder().setCountry(place.country()).setRegion(region == null ? "" : region);
        }
        if (policy.calculator() != null) {
            message.setCalculator(policy.calculator().value());
        }
        return message.build();
    }

    static io.billing4j.grpc.v1.ChargeTax of(ChargeTax tax) {
        io.billing4j.grpc.v1.ChargeTax.Builder message = io.billing4j.grpc.v1.ChargeTax.newBuilder()
                .setCategory(tax.category().value());
        if (tax.behavior() != null) {
            message.setBehavior(behavior(tax.behavior()));
        }
        return message.build();
    }

    private static io.billing4j.grpc.v1.ChargeTax.Behavior behavior(TaxBehavior behavior) {
        return io.billing4j.grpc.v1.ChargeTax.Behavior.valueOf(behavior.name());
    }
}
