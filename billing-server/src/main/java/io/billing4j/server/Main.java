package io.billing4j.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line: starts the server, and serves until the process is told to stop. */
@Command(name = "billing4j", description = "Bills plans and usage over gRPC and REST, on one port.")
public final class Main {
    /** The status of a process that could not start, or could not go on. */
    static final int FAILED = 1;

    /** The status of a process that was started with arguments or settings that cannot be used. */
    static final int MISUSED = 2;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "a YAML file with settings, else the one that BILLING_CONFIG names; the environment goes over it")
    private @Nullable Path config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this, and ends")
    private boolean help;

    Main() {}

    /**
     * Serves until the process is told to stop. If it cannot, it says why and ends: in a line with status 1, or in a line for each
     * setting that cannot be used with status 2.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        int status = new Main().run(arguments, System.getenv(), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The status to end with; while all is well it does not return. */
    int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        CommandLine commandLine = new CommandLine(this);
        try {
            commandLine.parseArgs(arguments);
            if (help) {
                commandLine.usage(out);
                showSettings(out);
                return 0;
            }
            Configuration configuration = Configuration.read(config, environment, Path.of(""));
            // Where the log is on the standard output, that holds nothing else.
            return new Session(configuration, configuration.log().toConsole() ? err : out).serve();
        } catch (ParameterException e) {
            err.println("billing4j: " + e.getMessage());
            return MISUSED;
        } catch (ConfigurationException e) {
            e.faults().forEach(fault -> err.println("billing4j: " + fault));
            return MISUSED;
        }
    }

    private static void showSettings(PrintStream out) {
        out.println("Settings, as variables of the environment and as keys of the file:");
        for (Setting setting : Setting.values()) {
            String fallback = setting.fallback().isEmpty() ? "" : "; " + setting.fallback() + " by default";
            showSetting(out, setting.variable(), setting.key(), setting.meaning() + fallback);
            if (setting.isSecret()) {
                showSetting(out, setting.fileVariable(), setting.fileKey(), "a file that holds it instead");
            }
        }
    }

    private static void showSetting(PrintStream out, String variable, String key, String meaning) {
        out.println(String.format(Locale.ROOT, "  %-42s %-34s %s", variable, key, meaning));
    }
}
