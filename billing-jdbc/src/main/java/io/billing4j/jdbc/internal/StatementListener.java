package io.billing4j.jdbc.internal;

import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

/**
 * Marks what jOOQ sends with its area and tells of it; and turns what a statement fails with into an error of this library, and
 * the end of its session. Used by one thread, one statement after the other.
 */
final class StatementListener implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    private final transient Session session;
    private final transient StatementWatch watch;
    private final Area area;
    private long begun;
    private boolean underWay;

    StatementListener(Session session, Area area, StatementWatch watch) {
        this.session = session;
        this.area = area;
        this.watch = watch;
    }

    @Override
    public void renderEnd(ExecuteContext context) {
        String sql = context.sql();
        if (sql != null) {
            context.sql(area.marked(sql));
        }
    }

    @Override
    public void executeStart(ExecuteContext context) {
        begun = watch.begin();
        underWay = true;
    }

    @Override
    public void executeEnd(ExecuteContext context) {
        underWay = false;
        watch.ended(area, context.sql(), begun);
    }

    @Override
    public void exception(ExecuteContext context) {
        SQLException failure = context.sqlException();
        if (failure != null) {
            if (underWay) {
                underWay = false;
                watch.failed(area, context.sql(), begun, failure);
            }
            context.exception(session.refuse(SqlFailures.of(failure)));
        }
    }
}
