package io.billing4j.id;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.UUID;

/** The id of a one-off charge: a time-ordered UUID made by an {@link IdSource}. */
public record OneOffId(UUID value) implements Comparable<OneOffId> {
    /** Refuses null with MISSING_FIELD at {@code oneOffId}. */
    public OneOffId {
        Inputs.required("oneOffId", value);
    }

    /** The UUID as a typed id. */
    public static OneOffId of(UUID value) {
        return new OneOffId(value);
    }

    /** Reads the canonical form with dashes; {@code INVALID_KEY} at {@code oneOffId} otherwise. */
    public static OneOffId parse(String text) {
        try {
            UUID value = UUID.fromString(Inputs.required("oneOffId", text));
            if (value.toString().equalsIgnoreCase(text)) {
                return new OneOffId(value);
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one refusal below: the JDK's parser also accepts shortened forms.
        }
        throw ErrorCode.INVALID_KEY.at("oneOffId", "expected a UUID with dashes");
    }

    /** By bytes, as their texts: of one source the earlier first. */
    @Override
    public int compareTo(OneOffId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high == 0
                ? Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits())
                : high;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
