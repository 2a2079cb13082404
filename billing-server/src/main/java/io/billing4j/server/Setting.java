package io.billing4j.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set: in a file under its {@link #key()}, over that in the environment under its {@link #variable()}.
 * A secret may be given by the name of a file that holds it instead, under {@link #fileKey()} and {@link #fileVariable()}.
 */
enum Setting {
    /** The address that it listens on. */
    SERVER_HOST("server.host", "127.0.0.1", "address to listen on; one that others reach needs TLS"),
    /** The port there. */
    SERVER_PORT("server.port", "8016", "port to listen on; 0 for a free one"),
    /** How long it goes on serving when it is told to stop. */
    SERVER_DRAIN_SECONDS(
            "server.drain-seconds", "0", "how long it still serves when it is to stop and /ready says so, 0 to 600"),
    /** How long it waits for calls then. */
    SERVER_GRACE_SECONDS("server.grace-seconds", "30", "how long calls that run may go on after that, 1 to 600"),
    /** The certificate of the server. */
    TLS_CERTIFICATE("tls.certificate", "", "file with the certificate chain in PEM; plain text without it"),
    /** Its key. */
    TLS_KEY("tls.key", "", "file with its key, RSA or EC, PKCS#8 in PEM"),
    /** What opens the key. */
    TLS_KEY_PASSWORD("tls.key-password", Kind.SECRET, "the key's password, if it has one"),
    /** Whether others may be served in plain text. */
    TLS_OFF_ON_PURPOSE("tls.off-on-purpose", "off", "on or off: TLS is not needed, as behind a proxy that has it"),
    /** Whether everybody may read about the API. */
    DOCS_OPEN(
            "docs.open",
            "",
            "on or off: /docs and openapi.json are for everybody; without it, if only the machine itself can connect"),
    /** How long a request may be. */
    LIMITS_REQUEST_BYTES(
            "limits.request-bytes", "8388608", "bytes of a request, or of a message of a stream, 1024 to 104857600"),
    /** How long a call may take. */
    LIMITS_CALL_SECONDS("limits.call-seconds", "60", "how long a call may take that is no run, 1 to 3600"),
    /** How long a client may stream. */
    LIMITS_STREAM_SECONDS("limits.stream-seconds", "3600", "how long a client may stream, 1 to 86400"),
    /** How often a tenant may call. */
    LIMITS_CALLS_PER_SECOND(
            "limits.calls-per-second", "200", "of one tenant on this node, 1 to 1000000; twice as many after a pause"),
    /** How many calls a tenant has at once. */
    LIMITS_CALLS_AT_ONCE(
            "limits.calls-at-once", "", "of one tenant under way on this node; half of limits.calls-in-all without it"),
    /** How many calls there are at once. */
    LIMITS_CALLS_IN_ALL(
            "limits.calls-in-all",
            "",
            "of all tenants under way on this node, 1 to 1000; four to a connection without it"),
    /** Where the log goes. */
    LOG_TO("log.to", "file", "file or console: below data.directory, or as lines of JSON to the standard output"),
    /** What is logged. */
    LOG_LEVEL("log.level", "info", "error, warn or info: the least that is logged"),
    /** Where everything is kept. */
    DATA_DIRECTORY("data.directory", "data", "where the embedded PostgreSQL and the log are kept"),
    /** The database to use. */
    DATABASE_URL("database.url", "", "jdbc:postgresql://... of your own PostgreSQL; the embedded one without it"),
    /** Whom the store's connections log in as. */
    DATABASE_USER("database.user", "billing_app", "application role; it must not own anything"),
    /** Their password. */
    DATABASE_PASSWORD("database.password", Kind.SECRET, "its password"),
    /** Who may migrate the schema. */
    DATABASE_OWNER_USER("database.owner-user", "", "who installs the schema at start; without, it must be current"),
    /** Their password. */
    DATABASE_OWNER_PASSWORD("database.owner-password", Kind.SECRET, "its password"),
    /** Who may keep house for usage. */
    DATABASE_MAINTENANCE_USER(
            "database.maintenance-user",
            "",
            "who deletes usage past its retention; database.owner-user without it, if there is one"),
    /** Their password. */
    DATABASE_MAINTENANCE_PASSWORD("database.maintenance-password", Kind.SECRET, "its password"),
    /** The size of the pool. */
    DATABASE_CONNECTIONS("database.connections", "10", "connections in the pool, 2 to 1000"),
    /** How long the database may be silent. */
    DATABASE_ANSWER_SECONDS(
            "database.answer-seconds",
            "",
            "how long a statement may take before its connection is given up, 1 to 3600;"
                    + " half of limits.call-seconds without it"),
    /** How many bill at once in runs. */
    RUNS_WORKERS(
            "runs.workers",
            "",
            "who bill at once, 1 to connections less 4 (less 2 without runs.join); one per processor without it"),
    /** Whether runs of others are joined. */
    RUNS_JOIN("runs.join", "on", "on or off: take part in runs that other nodes were asked for"),
    /** How often it looks for them. */
    RUNS_POLL_SECONDS("runs.poll-seconds", "10", "how soon it finds a run if nothing wakes it, 1 to 3600"),
    /** Whether jobs are done. */
    JOBS_ON("jobs.on", "on", "on or off: do what falls due by itself, for all tenants, with other nodes or alone"),
    /** When a day is billed. */
    JOBS_BILLING_AT("jobs.billing-at", "01:00", "when each tenant's day is billed, 00:00 to 23:59 in its zone"),
    /** How many jobs there are at once. */
    JOBS_THREADS(
            "jobs.threads",
            "2",
            "how many jobs are done at once, 1 to connections less 2, 16 at most; each takes a connection"),
    /** How often it looks for them. */
    JOBS_POLL_SECONDS("jobs.poll-seconds", "10", "how soon it finds a job whose time has come, 1 to 3600"),
    /** Where the keys of tokens are published. */
    AUTH_JWKS_URL(
            "auth.jwks-url",
            "",
            "https://... of a JWK set: the public keys that tokens are signed with, RS256 or ES256"),
    /** A file of such keys. */
    AUTH_JWKS_FILE("auth.jwks-file", "", "a file with a JWK set instead, read again as often"),
    /** A secret instead of keys. */
    AUTH_SECRET("auth.secret", Kind.SECRET, "a secret instead, for HS256; at least 32 bytes"),
    /** Who issues tokens. */
    AUTH_ISSUER("auth.issuer", "", "the iss of tokens; needed with public keys"),
    /** For whom they are. */
    AUTH_AUDIENCE("auth.audience", "", "what the aud of tokens has to hold; needed with public keys"),
    /** By how much clocks may differ. */
    AUTH_CLOCK_SKEW_SECONDS("auth.clock-skew-seconds", "60", "by how much clocks may differ, 0 to 600"),
    /** The claim of the tenant. */
    AUTH_TENANT_CLAIM("auth.tenant-claim", "billing_tenant", "the claim that holds the tenant's key"),
    /** The claim of the roles. */
    AUTH_ROLES_CLAIM("auth.roles-claim", "billing_roles", "the claim that holds the roles"),
    /** Which tenants are served. */
    TENANTS_SERVE("tenants.serve", "all", "all, live or sandbox: which tenants this node serves"),
    /** Who may read the metrics from elsewhere. */
    METRICS_TOKEN(
            "metrics.token",
            Kind.SECRET,
            "what a reader of /metrics brings as a Bearer token; without it only the machine itself may"),
    /** Where traces go. */
    TRACING_ENDPOINT(
            "tracing.endpoint",
            "",
            "http://... of a collector that takes OTLP over HTTP, with its path; no traces without it"),
    /** How many calls are traced. */
    TRACING_SAMPLE("tracing.sample", "1", "share of the calls that are traced if the caller does not say, 0 to 1"),
    /** Whether there is a demo. */
    DEMO("demo", "", "on or off: load and bill the tenant demo; without it, on with the embedded PostgreSQL only");

    private enum Kind {
        PLAIN,
        SECRET
    }

    private final String key;
    private final Kind kind;
    private final String fallback;
    private final String meaning;

    /**
     * @param fallback its text where it is not set; empty where there is none, or where it depends on others, as the meaning says
     */
    Setting(String key, String fallback, String meaning) {
        this(key, Kind.PLAIN, fallback, meaning);
    }

    Setting(String key, Kind kind, String meaning) {
        this(key, kind, "", meaning);
    }

    Setting(String key, Kind kind, String fallback, String meaning) {
        this.key = key;
        this.kind = kind;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** Its name in a file, with a dot for each level: {@code database.owner-user}. */
    String key() {
        return key;
    }

    /** Its name in the environment: {@code BILLING_DATABASE_OWNER_USER}. */
    String variable() {
        return variable(key);
    }

    /** For a secret, what names a file that holds it: {@code database.owner-password-file}. */
    String fileKey() {
        return key + "-file";
    }

    /** The same in the environment: {@code BILLING_DATABASE_OWNER_PASSWORD_FILE}. */
    String fileVariable() {
        return variable(fileKey());
    }

    /** Whether nobody is to see its value. */
    boolean isSecret() {
        return kind == Kind.SECRET;
    }

    /** Its text where it is not set; empty where there is none, or where it depends on others. */
    String fallback() {
        return fallback;
    }

    /** What it is for, in one line, without its default. */
    String meaning() {
        return meaning;
    }

    /** Its name in a message about it where it is not set. */
    String named() {
        return key + " (" + variable() + ")";
    }

    /** What people may see of a text of it: nothing of a secret, and of an address not what may hold one. */
    String shown(String text) {
        if (isSecret()) {
            return text.isEmpty() ? "" : "***";
        }
        return this == DATABASE_URL || this == AUTH_JWKS_URL || this == TRACING_ENDPOINT
                ? text.replaceFirst("//[^/?#]*@", "//***@").replaceFirst("\\?.*", "?***")
                : text;
    }

    /** The setting of this key, if there is one. */
    static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    /** The secret that a file of this key holds, if there is one. */
    static Optional<Setting> ofFile(String fileKey) {
        return Arrays.stream(values())
                .filter(setting -> setting.isSecret() && setting.fileKey().equals(fileKey))
                .findFirst();
    }

    private static String variable(String key) {
        return "BILLING_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
