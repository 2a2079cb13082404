package io.billing4j.server;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command below the process's own, whose options it shares. */
abstract class SubCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() {
        return run((Main) spec().root().userObject());
    }

    /** This command as it was given. */
    final CommandLine commandLine() {
        return spec().commandLine();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "set before a call");
    }

    /** The status to end with. */
    abstract int run(Main main);
}
