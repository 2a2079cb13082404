package io.billing4j.server;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on a terminal how many of something are done, where nobody knows how many there are; elsewhere nothing. */
final class CountProgress implements AutoCloseable {
    private static final int WIDTH = 79;

    private final @Nullable ProgressBar bar;

    private CountProgress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static CountProgress on(PrintStream out, String name) {
        return new CountProgress(
                LoadProgress.onTerminal()
                        ? new ProgressBarBuilder()
                                .setTaskName(name)
                                .setInitialMax(-1)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setUpdateIntervalMillis(100)
                                .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                                .build()
                        : null);
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
