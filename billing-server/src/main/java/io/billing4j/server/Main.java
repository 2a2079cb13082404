package io.billing4j.server;

import io.billing4j.error.BillingException;
import io.billing4j.server.postgres.EmbeddedPostgresException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. Without a command it serves. */
@Command(
        name = "billing4j",
        description = "Bills plans and usage over gRPC and REST, on one port. Without a command: serve.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            MigrateCommand.class,
            RunCommand.class,
            PreviewCommand.class,
            VerifyCommand.class,
            TenantCommand.class,
            JobCommand.class,
            DemoCommand.class,
            ConfigCommand.class,
            HealthCommand.class
        },
        exitCodeListHeading = "Ends with%n",
        exitCodeList = {
            "0:all is done",
            "1:refused, or failed",
            "2:arguments or settings cannot be used",
            "3:done, but something could not be billed, or has faults",
            "4:the database or the server cannot be reached; the same may succeed later"
        })
public final class Main implements Callable<Integer> {
    private static final int LINE = 240;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = {"-c", "--config"},
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "a YAML file with settings, else the one that BILLING_CONFIG names; the environment goes over it")
    private @Nullable Path config;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "answers with one document of JSON")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "shows this, and ends")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    Main(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /**
     * Does what the arguments say; without a command serves until the process is told to stop.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        // Such as what observers throw; else it would go past the log, which is set up by the settings when it is first
        // asked for.
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                LoggerFactory.getLogger(Main.class).error("nobody caught what {} threw", thread.getName(), failure));
        int status = new Main(System.getenv(), System.out, System.err).run(arguments);
        if (status != ExitStatus.DONE) {
            System.exit(status);
        }
    }

    /** The status to end with; where it serves, it does not return while all is well. */
    int run(String... arguments) {
        CommandLine commandLine = new CommandLine(this)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(CurrencyUnit.class, CurrencyUnit::of)
                .setParameterExceptionHandler((e, given) -> misused(List.of(e.getMessage())))
                .setExecutionExceptionHandler((e, of, given) -> failed(e));
        // A line of the settings is longer than a screen is wide.
        commandLine
                .getCommandSpec()
                .usageMessage()
                .width(LINE)
                .footer(settings().toArray(String[]::new));
        return commandLine.execute(arguments);
    }

    @Override
    public Integer call() {
        return serve();
    }

    /** Serves until the process is told to stop. */
    int serve() {
        Configuration configuration = configuration();
        // Where the log is on the standard output, that holds nothing else.
        return new Session(configuration, configuration.log().toConsole() ? err : out).serve();
    }

    /**
     * The settings.
     *
     * @throws ConfigurationException with all that cannot be used
     */
    Configuration configuration() {
        return Configuration.read(config, environment, Path.of(""));
    }

    /** Where a command answers. */
    Answer answer() {
        return new Answer(out, json);
    }

    /** Where it tells how far it has come. */
    PrintStream progress() {
        return err;
    }

    private int misused(List<String> faults) {
        faults.forEach(fault -> err.println("billing4j: " + fault));
        return ExitStatus.MISUSED;
    }

    private int failed(Exception e) {
        if (e instanceof ConfigurationException configuration) {
            return misused(configuration.faults());
        }
        if (e instanceof CommandFailure failure) {
            answer().failed(failure);
            err.println("billing4j: " + failure.getMessage());
            return failure.status();
        }
        if (e instanceof EmbeddedPostgresException || e instanceof BillingException) {
            return failed(CommandFailure.of((RuntimeException) e, configuration()));
        }
        return failed(new CommandFailure(ExitStatus.FAILED, null, null, "unexpected " + e, e));
    }

    private static List<String> settings() {
        List<String> lines =
                new ArrayList<>(List.of("Settings, as variables of the environment and as keys of the file:"));
        for (Setting setting : Setting.values()) {
            String fallback = setting.fallback().isEmpty() ? "" : "; " + setting.fallback() + " by default";
            lines.add(line(setting.variable(), setting.key(), setting.meaning() + fallback));
            if (setting.isSecret()) {
                lines.add(line(setting.fileVariable(), setting.fileKey(), "a file that holds it instead"));
            }
        }
        return lines;
    }

    private static String line(String variable, String key, String meaning) {
        // A percent sign would be one of the form.
        return String.format(Locale.ROOT, "  %-42s %-34s %s", variable, key, meaning)
                .replace("%", "%%");
    }
}
