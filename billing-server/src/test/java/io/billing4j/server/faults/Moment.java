package io.billing4j.server.faults;

import java.sql.Connection;
import java.util.List;

/**
 * Something that happens on a watched connection.
 *
 * @param sql the statement; of a commit, no text
 * @param before what the transaction has done before this
 * @param connection the real one, which nobody watches
 */
record Moment(Kind kind, Sql sql, List<Sql> before, Connection connection) {
    /** When it is. */
    enum Kind {
        BEFORE_STATEMENT,
        AFTER_STATEMENT,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    /** Whether this is right before something goes to the server: what is counted when statements are. */
    boolean sends() {
        return kind == Kind.BEFORE_STATEMENT || kind == Kind.BEFORE_COMMIT;
    }
}
