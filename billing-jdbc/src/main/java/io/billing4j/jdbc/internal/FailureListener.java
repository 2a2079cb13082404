package io.billing4j.jdbc.internal;

import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

/** Turns what a statement fails with into an error of this library, and the end of its session. */
final class FailureListener implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    private final transient Session session;

    FailureListener(Session session) {
        this.session = session;
    }

    @Override
    public void exception(ExecuteContext context) {
        SQLException failure = context.sqlException();
        if (failure != null) {
            context.exception(session.refuse(SqlFailures.of(failure)));
        }
    }
}
