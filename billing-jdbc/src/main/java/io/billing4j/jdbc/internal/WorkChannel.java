package io.billing4j.jdbc.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/**
 * The channel on which those who wait for hints are woken. Channels belong to a database and not to a schema, so the schema is in
 * the name. What is sent is empty: whoever may connect to the database may listen.
 */
public final class WorkChannel {
    private static final String PREFIX = "billing4j.";

    /** The longest name that PostgreSQL takes, in bytes. */
    private static final int LONGEST = 63;

    private WorkChannel() {}

    /** The channel of the books in a schema, 1 to 63 characters; of a long name, what is made of it. */
    public static String of(String schema) {
        return PREFIX.length() + schema.length() <= LONGEST
                ? PREFIX + schema
                : PREFIX + UUID.nameUUIDFromBytes(schema.getBytes(UTF_8));
    }
}
