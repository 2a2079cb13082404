package io.billing4j.server.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts words for what the server makes up: the first UUID that a tenant sees is the first, whatever it is. */
final class Masks {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64,}|(?<=\"revision\":\")[0-9a-f]{16}(?=\")");
    private static final Pattern TOKEN = Pattern.compile("(?<=\"nextPageToken\":\")[A-Za-z0-9_-]+");

    private final Map<String, String> words = new HashMap<>();

    /** The text with words for ids, and for what is worked out of them. */
    String masked(String text) {
        String open = TOKEN.matcher(text)
                .replaceAll(token -> Matcher.quoteReplacement(
                        new String(Base64.getUrlDecoder().decode(token.group()), StandardCharsets.UTF_8)));
        return HASH.matcher(UUID.matcher(open)
                        .replaceAll(id -> words.computeIfAbsent(id.group(), any -> "id-" + words.size())))
                .replaceAll("hash");
    }

    /** The ids that it has seen. */
    Set<String> ids() {
        return Set.copyOf(words.keySet());
    }
}
