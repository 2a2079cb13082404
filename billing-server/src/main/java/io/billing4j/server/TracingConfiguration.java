package io.billing4j.server;

import io.billing4j.server.tracing.Tracing;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go.
 *
 * @param endpoint of a collector, with its path; null for nowhere
 * @param share of the calls that are traced whose caller has not decided that, 0 to 1
 */
record TracingConfiguration(@Nullable URI endpoint, BigDecimal share) {
    /** As it was set. */
    static TracingConfiguration of(SettingValues values) {
        return new TracingConfiguration(endpoint(values), share(values));
    }

    /** Begins to send them, if they go somewhere. */
    Tracing start() {
        return endpoint == null ? Tracing.off() : Tracing.to(endpoint, share.doubleValue());
    }

    private static @Nullable URI endpoint(SettingValues values) {
        Optional<String> text = values.text(Setting.TRACING_ENDPOINT);
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI endpoint = new URI(text.get());
            boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
            if (web && endpoint.getHost() != null && endpoint.getUserInfo() == null) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            // Refused below, like one of another kind.
        }
        values.refuse(
                Setting.TRACING_ENDPOINT,
                "expected an address such as http://127.0.0.1:4318/v1/traces, without a user, but found '"
                        + Setting.TRACING_ENDPOINT.shown(text.get()) + "'");
        return null;
    }

    private static BigDecimal share(SettingValues values) {
        String text = values.text(Setting.TRACING_SAMPLE).orElseThrow();
        try {
            BigDecimal share = new BigDecimal(text);
            if (share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        values.refuse(Setting.TRACING_SAMPLE, "expected 0 to 1 but found '" + text + "'");
        return BigDecimal.ONE;
    }
}
