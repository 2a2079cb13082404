package io.billing4j.server.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The command line of {@code postgres}. Settings travel there and not in a file, so that neither an edited {@code
 * postgresql.conf} nor an {@code ALTER SYSTEM} quietly makes the data less durable or reachable from elsewhere.
 */
final class ServerArguments {

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?");

    private static final Set<String> RESERVED = Set.of(
            "listen_addresses",
            "port",
            "unix_socket_directories",
            "data_directory",
            "config_file",
            "hba_file",
            "ident_file",
            "external_pid_file",
            "logging_collector",
            "log_destination");

    private ServerArguments() {}

    /** Refuses names that are malformed or that {@link #of} must decide itself. */
    static void check(Map<String, String> settings) {
        for (String name : settings.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "server setting: expected a lower-case name of PostgreSQL, found '" + name + "'");
            }
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException(
                        "server setting: expected one that the launcher does not set itself, found '" + name + "'");
            }
        }
    }

    /** Arguments for {@code postgres} on this data and port. */
    static List<String> of(Path data, int port, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("fsync", "on");
        all.put("full_page_writes", "on");
        all.put("synchronous_commit", "on");
        all.put("max_connections", "60");
        all.put("shared_buffers", "128MB");
        all.put("timezone", "UTC");
        all.put("log_timezone", "UTC");
        // One file takes the log, and nothing rotates it while the server runs: it holds the life of the server, not
        // the statements that failed, whose errors (and personal data) the client has anyway.
        all.put("log_min_messages", "log");
        all.put("log_min_error_statement", "panic");
        all.put("log_checkpoints", "off");
        all.putAll(settings);
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        all.put("logging_collector", "off");
        all.put("log_destination", "stderr");

        List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
        all.forEach((name, value) -> {
            arguments.add("-c");
            arguments.add(name + "=" + value);
        });
        return List.copyOf(arguments);
    }
}
