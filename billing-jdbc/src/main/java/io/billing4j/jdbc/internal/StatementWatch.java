package io.billing4j.jdbc.internal;

import io.billing4j.error.Uncaught;
import io.billing4j.id.SystemSource;
import io.billing4j.jdbc.ObservedStatement;
import io.billing4j.jdbc.StatementObserver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells an observer of statements, if there is one; what it throws does not end the work. */
final class StatementWatch {
    private static final String UNKNOWN = "08000";
    private static final String COMMENT_END = "*/";

    private final StatementObserver observer;

    StatementWatch(StatementObserver observer) {
        this.observer = observer;
    }

    /** When a statement begins; 0 where nobody wants to know. */
    long begin() {
        return observer == StatementObserver.NONE ? 0 : SystemSource.nanoTime();
    }

    /** A statement that began then has been executed. */
    void ended(Area area, @Nullable String text, long begun) {
        tell(area, text, begun, null);
    }

    /** A statement that began then has failed. */
    void failed(Area area, @Nullable String text, long begun, SQLException failure) {
        tell(area, text, begun, Objects.requireNonNullElse(failure.getSQLState(), UNKNOWN));
    }

    private void tell(Area area, @Nullable String text, long begun, @Nullable String sqlState) {
        if (observer == StatementObserver.NONE) {
            return;
        }
        Duration took = Duration.ofNanos(SystemSource.nanoTime() - begun);
        Uncaught.guard(() -> observer.ended(
                new ObservedStatement(area.word(), operation(text == null ? "" : text), took, sqlState)));
    }

    /** The first word behind the comment. */
    private static String operation(String text) {
        int from = text.startsWith("/*") ? text.indexOf(COMMENT_END) + COMMENT_END.length() : 0;
        while (from < text.length() && !Character.isLetter(text.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < text.length() && Character.isLetter(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to).toLowerCase(Locale.ROOT);
    }
}
