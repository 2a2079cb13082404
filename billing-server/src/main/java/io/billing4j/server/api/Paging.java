package io.billing4j.server.api;

import io.billing4j.balance.EntryPosition;
import io.billing4j.discount.RedemptionPosition;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.store.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lists page by page. A token is the key of the last entry that was seen, in a form that nobody is tempted to make up; a
 * page goes on after that key, whatever came or went meanwhile.
 */
final class Paging {
    private static final int DEFAULT_SIZE = 50;
    private static final String FIELD = "pageToken";

    private Paging() {}

    /**
     * A page of a list in the order of keys.
     *
     * @param given whether the size was given; {@value #DEFAULT_SIZE} otherwise
     * @throws BillingException INVALID_NUMBER at {@code pageSize}, INVALID_KEY at {@code pageToken}
     */
    static Page byKey(boolean given, int size, String token) {
        return page(given, size, token, key -> Inputs.key(FIELD, key));
    }

    /** A page of a list in the order of UUIDs; otherwise as {@link #byKey}. */
    static Page byId(boolean given, int size, String token) {
        return page(given, size, token, id -> UUID.fromString(id).toString());
    }

    /** A page of a list in the order of positions of entries; otherwise as {@link #byKey}. */
    static Page byPosition(boolean given, int size, String token) {
        return page(
                given, size, token, position -> EntryPosition.parse(position).toString());
    }

    /** A page of a list in the order of positions of redemptions; otherwise as {@link #byKey}. */
    static Page byRedemption(boolean given, int size, String token) {
        return page(
                given,
                size,
                token,
                position -> RedemptionPosition.parse(position).toString());
    }

    /** The token for what follows; empty where the page was not full, so that nothing does. */
    static <T> String next(Page page, List<T> entries, Function<T, Object> key) {
        if (entries.size() < page.size()) {
            return "";
        }
        return token(key.apply(entries.get(entries.size() - 1)).toString());
    }

    /** The token for what follows this key; empty where nothing does. */
    static String token(@Nullable String last) {
        if (last == null) {
            return "";
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static Page page(boolean given, int size, String token, UnaryOperator<String> checked) {
        Page first = Page.first(given ? size : DEFAULT_SIZE);
        return token.isEmpty() ? first : first.after(decoded(token, checked));
    }

    private static String decoded(String token, UnaryOperator<String> checked) {
        try {
            return checked.apply(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | BillingException e) {
            throw ErrorCode.INVALID_KEY.at(FIELD, "expected the nextPageToken of an answer to the same list");
        }
    }
}
