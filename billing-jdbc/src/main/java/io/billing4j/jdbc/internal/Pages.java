package io.billing4j.jdbc.internal;

import io.billing4j.error.ErrorCode;
import io.billing4j.store.Page;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Where a page of a list begins. */
final class Pages {
    private Pages() {}

    /** Keys after the last one that was seen. */
    static Condition after(Field<String> key, Page page) {
        String after = page.after();
        return after == null ? DSL.noCondition() : key.gt(after);
    }

    /** Ids after the last one that was seen; INVALID_KEY at {@code after} if that is no UUID. */
    static Condition afterId(Field<UUID> id, Page page) {
        String after = page.after();
        return after == null ? DSL.noCondition() : id.gt(uuid(after));
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.INVALID_KEY.at("after", "expected a UUID with dashes");
        }
    }
}
