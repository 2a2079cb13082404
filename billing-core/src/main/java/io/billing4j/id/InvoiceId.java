package io.billing4j.id;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.UUID;

/** The id of an invoice: a time-ordered UUID made by an {@link IdSource}. */
public record InvoiceId(UUID value) {
    /** Refuses null with MISSING_FIELD at {@code invoiceId}. */
    public InvoiceId {
        Inputs.required("invoiceId", value);
    }

    /** The UUID as a typed id. */
    public static InvoiceId of(UUID value) {
        return new InvoiceId(value);
    }

    /** Reads the canonical form with dashes; {@code INVALID_KEY} at {@code invoiceId} otherwise. */
    public static InvoiceId parse(String text) {
        try {
            UUID value = UUID.fromString(Inputs.required("invoiceId", text));
            if (value.toString().equalsIgnoreCase(text)) {
                return new InvoiceId(value);
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one refusal below: the JDK's parser also accepts shortened forms.
        }
        throw ErrorCode.INVALID_KEY.at("invoiceId", "expected a UUID with dashes");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
