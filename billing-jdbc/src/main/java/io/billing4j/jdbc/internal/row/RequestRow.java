package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.REMEMBERED_REQUEST;

import io.billing4j.id.ContentHash;
import io.billing4j.store.Remembered;
import org.jooq.Record;

/** Requests in {@code remembered_request}. */
public final class RequestRow {
    private RequestRow() {}

    /** What is kept in a row. */
    public static Remembered read(Record row) {
        return Stored.read(() -> "request " + row.get(REMEMBERED_REQUEST.REQUEST_KEY), () -> {
            Remembered claimed = Remembered.claimed(
                    Stored.get(row, REMEMBERED_REQUEST.CALL),
                    ContentHash.ofBytes(Stored.get(row, REMEMBERED_REQUEST.REQUEST_HASH)));
            byte[] answer = row.get(REMEMBERED_REQUEST.ANSWER);
            return answer == null ? claimed : claimed.with(answer);
        });
    }
}
