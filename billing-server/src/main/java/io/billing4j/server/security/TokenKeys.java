package io.billing4j.server.security;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What tokens are signed with. */
public sealed interface TokenKeys {
    /**
     * Public keys of an issuer, fetched again every few minutes and when a token names a key that is not among them: RS256 and
     * ES256.
     */
    record Published(URL url) implements TokenKeys {
        /** Shows no more than the host: the rest may hold a secret. */
        @Override
        public String toString() {
            return "Published[host=" + url.getHost() + "]";
        }
    }

    /** The same in a file, which is read again as often. */
    record Filed(Path file) implements TokenKeys {}

    /**
     * A secret that issuer and server share: HS256.
     *
     * @param text at least {@value #SHORTEST} bytes of UTF-8, as RFC 7518 3.2 asks for
     */
    record Shared(String text) implements TokenKeys {
        /** The fewest bytes of a secret. */
        public static final int SHORTEST = 32;

        /** Whether the secret is long enough. */
        public static boolean longEnough(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length >= SHORTEST;
        }

        /** The bytes of the secret. */
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** Does not show the secret. */
        @Override
        public String toString() {
            return "Shared[text=***]";
        }
    }
}
