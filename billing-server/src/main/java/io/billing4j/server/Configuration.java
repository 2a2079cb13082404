package io.billing4j.server;

import io.billing4j.server.postgres.EmbeddedPostgres;
import io.billing4j.server.security.TokenRules;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the process runs, validated.
 *
 * @param server where it listens, and how it stops
 * @param limits what requests are held to
 * @param log what is logged, and where
 * @param dataDirectory absolute: the embedded PostgreSQL and the log are kept here
 * @param database the operator's own; null for the embedded one
 * @param pool of connections to it
 * @param access who is let in
 * @param runs how runs are billed
 * @param tracing where traces go
 * @param jobs what is done without being asked for
 * @param demo whether the tenant {@code demo} is loaded and billed
 * @param report what was set, to be shown
 */
record Configuration(
        ServerConfiguration server,
        LimitConfiguration limits,
        LogConfiguration log,
        Path dataDirectory,
        @Nullable DatabaseConfiguration database,
        PoolConfiguration pool,
        AccessConfiguration access,
        RunConfiguration runs,
        TracingConfiguration tracing,
        JobConfiguration jobs,
        boolean demo,
        SettingReport report) {
    /** Names the file in the environment. */
    static final String FILE_VARIABLE = "BILLING_CONFIG";

    /**
     * From a YAML file, if there is one, and over that the environment.
     *
     * @param file null for the one that {@value #FILE_VARIABLE} names, if it names any
     * @param base that relative paths start from
     * @throws ConfigurationException with all that cannot be used
     */
    static Configuration read(@Nullable Path file, Map<String, String> environment, Path base) {
        SettingValues values = SettingValues.read(file == null ? file(environment, base) : file, environment, base);
        ServerConfiguration server = ServerConfiguration.of(values);
        LimitConfiguration limits = LimitConfiguration.of(values);
        LogConfiguration log = LogConfiguration.of(values);
        Path dataDirectory = values.path(Setting.DATA_DIRECTORY).orElse(base);
        DatabaseConfiguration database = DatabaseConfiguration.of(values);
        PoolConfiguration pool = PoolConfiguration.of(values, limits.call());
        RunConfiguration runs = RunConfiguration.of(
                values, pool.connections(), Runtime.getRuntime().availableProcessors());
        AccessConfiguration access = AccessConfiguration.of(values, database == null, pool.connections());
        TracingConfiguration tracing = TracingConfiguration.of(values);
        JobConfiguration jobs = JobConfiguration.of(values, pool.connections());
        boolean demo = values.on(Setting.DEMO, database == null);
        return new Configuration(
                server, limits, log, dataDirectory, database, pool, access, runs, tracing, jobs, demo, values.report());
    }

    /** Where the log goes. */
    Path logDirectory() {
        return dataDirectory.resolve("log");
    }

    /** Where the token is that the server issues itself. */
    Path tokenFile() {
        return dataDirectory.resolve("token");
    }

    /**
     * Which tokens count.
     *
     * @throws io.billing4j.server.postgres.EmbeddedPostgresException where the server issues them itself, and has never been
     *     started in this data directory
     */
    TokenRules tokens() {
        return access.tokens(() -> EmbeddedPostgres.superuserPassword(postgresDirectory()));
    }

    /** Where the embedded PostgreSQL lives. */
    Path postgresDirectory() {
        return dataDirectory.resolve("postgres");
    }

    private static @Nullable Path file(Map<String, String> environment, Path base) {
        String name = environment.getOrDefault(FILE_VARIABLE, "").strip();
        try {
            return name.isEmpty() ? null : base.resolve(name);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(FILE_VARIABLE + ": expected a path but found '" + name + "'");
        }
    }
}
