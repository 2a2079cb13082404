package io.billing4j.id;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.UUID;

/** The id of a billing run: a time-ordered UUID made by an {@link IdSource}. */
public record RunId(UUID value) {
    /** Refuses null with MISSING_FIELD at {@code runId}. */
    public RunId {
        Inputs.required("runId", value);
    }

    /** The UUID as a typed id. */
    public static RunId of(UUID value) {
        return new RunId(value);
    }

    /** Reads the canonical form with dashes; {@code INVALID_KEY} at {@code runId} otherwise. */
    public static RunId parse(String text) {
        try {
            UUID value = UUID.fromString(Inputs.required("runId", text));
            if (value.toString().equalsIgnoreCase(text)) {
                return new RunId(value);
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one refusal below: the JDK's parser also accepts shortened forms.
        }
        throw ErrorCode.INVALID_KEY.at("runId", "expected a UUID with dashes");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
