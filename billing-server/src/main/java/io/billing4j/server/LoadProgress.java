package io.billing4j.server;

import io.billing4j.server.demo.DemoProgress;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the load has come: as a bar on a terminal, elsewhere as one line at its beginning. */
final class LoadProgress implements DemoProgress, AutoCloseable {
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean terminal;
    private boolean begun;
    private @Nullable ProgressBar bar;

    LoadProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** On the process's standard output. */
    static LoadProgress on(PrintStream out) {
        return new LoadProgress(out, onTerminal());
    }

    @Override
    public void loaded(long events, long total) {
        if (!begun) {
            begun = true;
            begin(total);
        }
        if (bar != null) {
            bar.stepTo(events);
            if (events == total) {
                close();
            }
        }
    }

    /** Leaves the bar as it is, and the cursor below it. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private void begin(long total) {
        if (terminal) {
            bar = bar(out, "Loading events", total);
        } else {
            out.println(String.format(Locale.ROOT, "Loading %,d events", total));
        }
    }

    /**
     * A bar as all commands have it.
     *
     * @param total below zero where nobody knows
     */
    static ProgressBar bar(PrintStream out, String name, long total) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                .build();
    }

    /** Whether the process's standard output is one. */
    static boolean onTerminal() {
        return onTerminal(System.console());
    }

    /** From Java 22 on there is a console without a terminal, too, and a method to tell. */
    private static boolean onTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
