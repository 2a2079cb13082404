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

    /** A place in a country that there is. */
    static TaxPlace place(io.billing4j.grpc.v1.TaxPlace message) {
        TaxPlace place = new TaxPlace(
                Reading.required("country", message.getCountry(), (field, text) -> text),
                Reading.optional(message.getRegion(), text -> text));
        place.requireCountry();
        return place;
    }

    static ChargeTax read(io.billing4j.grpc.v1.ChargeTax message) {
        return new ChargeTax(
                category(message.getCategory()),
                Reading.optional("behavior", message.getBehavior(), TaxBehavior.class));
    }

    /** The category of a key, or the standard one if it is empty. */
    static TaxCategory category(String key) {
        return key.isEmpty() ? TaxCategory.STANDARD : TaxCategory.of(key);
    }

    static io.billing4j.grpc.v1.TaxPolicy of(TaxPolicy policy) {
        io.billing4j.grpc.v1.TaxPolicy.Builder message = io.billing4j.grpc.v1.TaxPolicy.newBuilder()
                .setRounding(io.billing4j.grpc.v1.TaxPolicy.Rounding.valueOf(
                        policy.rounding().name()))
                .setBehavior(behavior(policy.behavior()));
        if (policy.place() != null) {
            message.setPlace(of(policy.place()));
        }
        if (policy.calculator() != null) {
            message.setCalculator(policy.calculator().value());
        }
        return message.build();
    }

    static io.billing4j.grpc.v1.TaxPlace of(TaxPlace place) {
        String region = place.region();
        return io.billing4j.grpc.v1.TaxPlace.newBuilder()
                .setCountry(place.country())
                .setRegion(region == null ? "" : region)
                .build();
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
