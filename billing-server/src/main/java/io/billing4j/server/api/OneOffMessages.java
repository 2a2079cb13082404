package io.billing4j.server.api;

import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.error.BillingException;
import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.AddOneOffChargeRequest;
import io.billing4j.grpc.v1.BillOneOffsRequest;
import io.billing4j.grpc.v1.PreviewOneOffsRequest;
import io.billing4j.id.CustomerId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.money.Currencies;
import io.billing4j.server.transport.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is billed once, as messages. */
final class OneOffMessages {
    private OneOffMessages() {}

    static NewOneOff read(AddOneOffChargeRequest request) {
        return new NewOneOff(
                CustomerId.of(request.getCustomerId()),
                Reading.optional(request.getSubscriptionId(), SubscriptionId::of),
                request.getDescription(),
                Reading.optional(request.getCode(), code -> code),
                Currencies.unitPrice(
                        "price",
                        Currencies.currency("currency", request.getCurrency()),
                        Values.decimal("price", request.getPrice())),
                request.hasQuantity() ? Values.decimal("quantity", request.getQuantity()) : null,
                Inputs.within("tax", () -> TaxMessages.read(request.getTax())),
                Reading.optional(request.getDay(), day -> Values.date("day", day)),
                request.hasDueAt() ? Values.instant("dueAt", true, request.getDueAt()) : null,
                Reading.optional(request.getIdempotencyKey(), key -> key));
    }

    static OneOffBilling read(BillOneOffsRequest request) {
        return new OneOffBilling(
                CustomerId.of(request.getCustomerId()),
                Reading.optional(request.getSubscriptionId(), SubscriptionId::of),
                ids(request.getOneOffsList()),
                Reading.optional(request.getIdempotencyKey(), key -> key));
    }

    static OneOffBilling read(PreviewOneOffsRequest request) {
        return new OneOffBilling(
                CustomerId.of(request.getCustomerId()),
                Reading.optional(request.getSubscriptionId(), SubscriptionId::of),
                ids(request.getOneOffsList()),
                null);
    }

    /** Null for none, which means all. */
    private static @Nullable Set<OneOffId> ids(List<String> texts) {
        if (texts.isEmpty()) {
            return null;
        }
        Set<OneOffId> ids = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            ids.add(id("oneOffs[" + i + "]", texts.get(i)));
        }
        return ids;
    }

    private static OneOffId id(String field, String text) {
        try {
            return OneOffId.parse(text);
        } catch (BillingException e) {
            throw e.code().at(field, e.detail());
        }
    }

    static List<io.billing4j.grpc.v1.OneOffCharge> of(List<OneOffCharge> charges) {
        return charges.stream().map(OneOffMessages::of).toList();
    }

    static io.billing4j.grpc.v1.OneOffCharge of(OneOffCharge charge) {
        io.billing4j.grpc.v1.OneOffCharge.Builder message = io.billing4j.grpc.v1.OneOffCharge.newBuilder()
                .setOneOffId(charge.id().toString())
                .setCustomerId(charge.customer().value())
                .setSubscriptionId(Objects.toString(charge.subscription(), ""))
                .setDescription(charge.description())
                .setCode(Objects.requireNonNullElse(charge.code(), ""))
                .setAmount(Writing.money(charge.amount()))
                .setQuantity(Writing.decimal(charge.derivation().quantity().value()))
                .setDerivation(LineMessages.of(charge.derivation()))
                .setTax(TaxMessages.of(charge.tax()))
                .setDay(charge.day().toString())
                .setDueAt(Writing.timestamp(charge.dueAt()))
                .setRecordedAt(Writing.timestamp(charge.recordedAt()))
                .setPending(charge.pending())
                .setInvoiceId(Objects.toString(charge.invoice(), ""))
                .setReissuedInvoiceId(Objects.toString(charge.reissued(), ""));
        if (charge.canceledAt() != null) {
            message.setCanceledAt(Writing.timestamp(charge.canceledAt()));
        }
        return message.build();
    }
}
