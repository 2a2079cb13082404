package io.billing4j.balance;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;

/**
 * Where an entry stands among those of its customer. As text it is the key of a page, such as {@code
 * 2023-12-01T00:00:00.000001Z/1}.
 *
 * @param recordedAt of the command or document; no other of the customer's has the same
 * @param number of the entry within that, from 1
 */
public record EntryPosition(Instant recordedAt, int number) implements Comparable<EntryPosition> {
    private static final Comparator<EntryPosition> ORDER =
            Comparator.comparing(EntryPosition::recordedAt).thenComparingInt(EntryPosition::number);

    /** Cuts the instant to microseconds; refuses a number below 1 with INVALID_NUMBER at {@code number}. */
    public EntryPosition {
        recordedAt = Inputs.instant("recordedAt", recordedAt);
        if (number < 1) {
            throw ErrorCode.INVALID_NUMBER.at("number", "expected 1 or more but found " + number);
        }
    }

    /** The position of a text; INVALID_KEY at {@code after} if it is none. */
    public static EntryPosition parse(String text) {
        int slash = text.indexOf('/');
        try {
            return new EntryPosition(
                    Instant.parse(text.substring(0, Math.max(slash, 0))), Integer.parseInt(text.substring(slash + 1)));
        } catch (DateTimeException | NumberFormatException e) {
            throw ErrorCode.INVALID_KEY.at("after", "expected an instant and a number such as 2023-12-01T00:00:00Z/1");
        }
    }

    @Override
    public int compareTo(EntryPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return recordedAt + "/" + number;
    }
}
