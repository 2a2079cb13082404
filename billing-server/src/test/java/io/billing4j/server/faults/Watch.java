package io.billing4j.server.faults;

import java.sql.SQLException;

/** Is told what happens on connections, in the thread where it happens; it goes on when this returns. */
@FunctionalInterface
interface Watch {
    /** What it throws, the statement or the commit seems to have thrown. */
    void reached(Moment moment) throws SQLException;
}
