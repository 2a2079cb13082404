package io.billing4j.server;

import io.billing4j.server.security.CallLimits;
import io.billing4j.server.security.TokenKeys;
import io.billing4j.server.security.TokenRules;
import io.billing4j.server.security.TokenVerifier;
import io.billing4j.tenant.TenantKind;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in.
 *
 * @param tokens which count; null for those that the server issues itself, beside an embedded PostgreSQL
 * @param kinds of tenants that are served
 * @param limits of calls
 * @param metricsToken what a reader of the metrics brings; null where only the machine itself may read them
 */
record AccessConfiguration(
        @Nullable TokenRules tokens,
        Set<TenantKind> kinds,
        CallLimits limits,
        @Nullable String metricsToken) {
    private static final List<Setting> KEYS =
            List.of(Setting.AUTH_JWKS_URL, Setting.AUTH_JWKS_FILE, Setting.AUTH_SECRET);
    private static final String PURPOSE = "tokens";
    // Each has a thread while it is under way.
    private static final int MOST_CALLS = 1_000;

    private enum Serve {
        ALL,
        LIVE,
        SANDBOX
    }

    /**
     * As it was set.
     *
     * @param embedded whether there is an embedded PostgreSQL, with a secret to issue tokens by
     * @param connections in the pool
     */
    static AccessConfiguration of(SettingValues values, boolean embedded, int connections) {
        return new AccessConfiguration(
                tokens(values, embedded),
                kinds(values),
                limits(values, connections),
                values.text(Setting.METRICS_TOKEN).orElse(null));
    }

    /**
     * Which tokens count.
     *
     * @param root the secret that lives with the embedded PostgreSQL, for a server that issues tokens itself
     */
    TokenRules tokens(Supplier<String> root) {
        return tokens != null ? tokens : TokenRules.of(new TokenKeys.Shared(DerivedPassword.of(root.get(), PURPOSE)));
    }

    /** Whether the server issues tokens itself. */
    boolean issues() {
        return tokens == null;
    }

    /** Does not show the token. */
    @Override
    public String toString() {
        return "AccessConfiguration[tokens=" + tokens + ", kinds=" + kinds + ", limits=" + limits + "]";
    }

    private static @Nullable TokenRules tokens(SettingValues values, boolean embedded) {
        List<Setting> set = KEYS.stream().filter(values::isSet).toList();
        for (Setting other : set.stream().skip(1).toList()) {
            values.refuse(
                    other,
                    "expected one of " + keys() + " but found " + set.get(0).key() + " as well");
        }
        TokenKeys keys = keys(values);
        String issuer = values.text(Setting.AUTH_ISSUER).orElse(null);
        String audience = values.text(Setting.AUTH_AUDIENCE).orElse(null);
        Duration skew = Duration.ofSeconds(values.number(Setting.AUTH_CLOCK_SKEW_SECONDS, 0, 600));
        String tenant = values.text(Setting.AUTH_TENANT_CLAIM).orElse(TokenRules.TENANT_CLAIM);
        String roles = values.text(Setting.AUTH_ROLES_CLAIM).orElse(TokenRules.ROLES_CLAIM);
        if (set.isEmpty()) {
            Stream.of(Setting.AUTH_ISSUER, Setting.AUTH_AUDIENCE)
                    .forEach(by -> values.require(Setting.AUTH_JWKS_URL, by));
            if (!embedded) {
                values.refuse(
                        Setting.AUTH_JWKS_URL,
                        "expected one of " + keys()
                                + " to be set, since a database of your own needs tokens of your own");
            }
            return null;
        }
        if (!set.contains(Setting.AUTH_SECRET)) {
            // Others have tokens of the same keys too: theirs are not for here.
            values.require(Setting.AUTH_ISSUER, set.get(0));
            values.require(Setting.AUTH_AUDIENCE, set.get(0));
        }
        return keys == null ? null : new TokenRules(keys, issuer, audience, skew, tenant, roles);
    }

    private static @Nullable TokenKeys keys(SettingValues values) {
        TokenKeys published = values.text(Setting.AUTH_JWKS_URL)
                .flatMap(text -> published(values, text))
                .orElse(null);
        TokenKeys filed = values.path(Setting.AUTH_JWKS_FILE)
                .map(file -> filed(values, file))
                .orElse(null);
        TokenKeys shared = values.text(Setting.AUTH_SECRET)
                .map(text -> shared(values, text))
                .orElse(null);
        return published != null ? published : filed != null ? filed : shared;
    }

    private static TokenKeys filed(SettingValues values, Path file) {
        TokenKeys keys = new TokenKeys.Filed(file);
        try {
            TokenVerifier.of(TokenRules.of(keys)).close();
        } catch (IllegalArgumentException e) {
            values.refuse(Setting.AUTH_JWKS_FILE, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        return keys;
    }

    private static Optional<TokenKeys> published(SettingValues values, String text) {
        try {
            URI address = URI.create(text);
            if ("https".equals(address.getScheme()) || isLocal(address)) {
                return Optional.of(new TokenKeys.Published(address.toURL()));
            }
        } catch (IllegalArgumentException | MalformedURLException e) {
            // Refused below, like an address of another kind.
        }
        values.refuse(
                Setting.AUTH_JWKS_URL, "expected https://... but found '" + Setting.AUTH_JWKS_URL.shown(text) + "'");
        return Optional.empty();
    }

    /** What is on the way could put keys of its own there; not so within the machine. */
    private static boolean isLocal(URI address) {
        String host = address.getHost();
        return "http".equals(address.getScheme()) && ("127.0.0.1".equals(host) || "localhost".equals(host));
    }

    private static TokenKeys shared(SettingValues values, String text) {
        if (!TokenKeys.Shared.longEnough(text)) {
            values.refuse(
                    Setting.AUTH_SECRET, "expected at least " + TokenKeys.Shared.SHORTEST + " bytes but found fewer");
        }
        return new TokenKeys.Shared(text);
    }

    private static Set<TenantKind> kinds(SettingValues values) {
        return switch (values.choice(Setting.TENANTS_SERVE, Serve.class)) {
            case ALL -> EnumSet.allOf(TenantKind.class);
            case LIVE -> EnumSet.of(TenantKind.LIVE);
            case SANDBOX -> EnumSet.of(TenantKind.SANDBOX);
        };
    }

    private static CallLimits limits(SettingValues values, int connections) {
        int inAll = values.number(Setting.LIMITS_CALLS_IN_ALL, 1, MOST_CALLS, Math.min(MOST_CALLS, 4 * connections));
        int atOnce = values.number(Setting.LIMITS_CALLS_AT_ONCE, 1, inAll, Math.max(1, inAll / 2));
        return new CallLimits(values.number(Setting.LIMITS_CALLS_PER_SECOND, 1, 1_000_000), atOnce, inAll);
    }

    private static String keys() {
        return String.join(", ", KEYS.stream().map(Setting::key).toList());
    }
}
