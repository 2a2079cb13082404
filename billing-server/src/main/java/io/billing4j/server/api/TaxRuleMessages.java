package io.billing4j.server.api;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.AddTaxProfileRequest;
import io.billing4j.grpc.v1.AddTaxRuleRequest;
import io.billing4j.grpc.v1.DueTax;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.server.transport.Values;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxTreatment.Untaxed;
import org.jspecify.annotations.Nullable;

/** Rules and profiles of taxes as messages. */
final class TaxRuleMessages {
    private TaxRuleMessages() {}

    static TaxRule read(AddTaxRuleRequest request) {
        return new TaxRule(
                TaxRuleId.of(request.getTaxRuleId()),
                TaxMessages.category(request.getCategory()),
                place(request.hasPlace(), request.getPlace()),
                Values.date("from", request.getFrom()),
                Reading.optional(request.getUntil(), day -> Values.date("until", day)),
                effect(request));
    }

    static TaxProfile read(AddTaxProfileRequest request) {
        TaxPlace place = place(request.hasPlace(), request.getPlace());
        if (place == null) {
            throw ErrorCode.MISSING_FIELD.at("place", "a place such as {\"country\": \"DE\"} is required");
        }
        return new TaxProfile(
                CustomerId.of(request.getCustomerId()),
                Values.date("from", request.getFrom()),
                place,
                request.hasUntaxed() ? Inputs.within("untaxed", () -> read(request.getUntaxed())) : null,
                Reading.optional(request.getTaxNumber(), number -> number));
    }

    static io.billing4j.grpc.v1.TaxRule of(TaxRule rule) {
        io.billing4j.grpc.v1.TaxRule.Builder message = io.billing4j.grpc.v1.TaxRule.newBuilder()
                .setTaxRuleId(rule.id().value())
                .setCategory(rule.category().value())
                .setFrom(rule.from().toString());
        if (rule.place() != null) {
            message.setPlace(TaxMessages.of(rule.place()));
        }
        if (rule.until() != null) {
            message.setUntil(rule.until().toString());
        }
        if (rule.effect() instanceof TaxRule.Due due) {
            message.setDue(of(due));
        } else if (rule.effect() instanceof TaxRule.NotDue none) {
            message.setNotDue(of(none.untaxed()));
        }
        return message.setRevision(Writing.revision(message.build())).build();
    }

    static io.billing4j.grpc.v1.TaxProfile of(TaxProfile profile) {
        io.billing4j.grpc.v1.TaxProfile.Builder message = io.billing4j.grpc.v1.TaxProfile.newBuilder()
                .setCustomerId(profile.customer().value())
                .setFrom(profile.from().toString())
                .setPlace(TaxMessages.of(profile.place()));
        if (profile.untaxed() != null) {
            message.setUntaxed(of(profile.untaxed()));
        }
        if (profile.taxNumber() != null) {
            message.setTaxNumber(profile.taxNumber());
        }
        return message.build();
    }

    private static @Nullable TaxPlace place(boolean given, io.billing4j.grpc.v1.TaxPlace message) {
        return given ? Inputs.within("place", () -> TaxMessages.place(message)) : null;
    }

    private static TaxRule.Effect effect(AddTaxRuleRequest request) {
        return switch (request.getEffectCase()) {
            case DUE -> Inputs.within("due", () -> read(request.getDue()));
            case NOT_DUE -> new TaxRule.NotDue(Inputs.within("notDue", () -> read(request.getNotDue())));
            case EFFECT_NOT_SET -> throw ErrorCode.MISSING_FIELD.at("effect", "one of due and notDue is required");
        };
    }

    private static TaxRule.Due read(DueTax message) {
        return new TaxRule.Due(
                new TaxComponent(
                        TaxId.of(message.getTaxId()),
                        message.getName(),
                        Values.decimal("percent", message.getPercent()),
                        message.getCompound()),
                message.getOrdinal());
    }

    private static Untaxed read(io.billing4j.grpc.v1.Untaxed message) {
        return new Untaxed(Reading.choice("why", message.getWhy(), NoTax.class), message.getReason());
    }

    private static DueTax of(TaxRule.Due due) {
        TaxComponent component = due.component();
        return DueTax.newBuilder()
                .setTaxId(component.tax().value())
                .setName(component.name())
                .setPercent(Writing.decimal(component.percent()))
                .setCompound(component.compound())
                .setOrdinal(due.ordinal())
                .build();
    }

    private static io.billing4j.grpc.v1.Untaxed of(Untaxed untaxed) {
        return io.billing4j.grpc.v1.Untaxed.newBuilder()
                .setWhy(io.billing4j.grpc.v1.NoTax.valueOf(untaxed.why().name()))
                .setReason(untaxed.reason())
                .build();
    }
}
