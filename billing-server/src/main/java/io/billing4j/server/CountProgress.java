package io.billing4j.server;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows on a terminal how many of something are done, where nobody knows how many there are; elsewhere nothing. */
final class CountProgress implements AutoCloseable {
    private static final long UNKNOWN = -1;

    private final @Nullable ProgressBar bar;

    private CountProgress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static CountProgress on(PrintStream out, String name) {
        return new CountProgress(LoadProgress.onTerminal() ? LoadProgress.bar(out, name, UNKNOWN) : null);
    }

    void done(long count) {
        if (bar != null) {
            bar.stepTo(count);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
