package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.RequestKey;
import io.billing4j.id.SystemSource;
import io.billing4j.store.Remembered;
import io.billing4j.store.RequestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests by their keys. A transaction has the books to itself, so that nobody else has a key meanwhile. */
final class MemoryRequests implements RequestStore {
    private final Rows<String, KeptRequest> requests;

    MemoryRequests(Books books, Transaction transaction) {
        requests = books.requests.in(transaction);
    }

    @Override
    public Optional<Remembered> claim(RequestKey key, String call, ContentHash request) {
        Optional<Remembered> kept = find(key);
        if (kept.isEmpty()) {
            requests.put(key.value(), new KeptRequest(Remembered.claimed(call, request), now()));
        }
        return kept;
    }

    @Override
    public void answer(RequestKey key, byte[] answer) {
        KeptRequest kept =
                requests.require(key.value(), () -> ErrorCode.INTERNAL.because("nothing is kept under " + key));
        requests.put(key.value(), new KeptRequest(kept.remembered().with(answer), kept.recordedAt()));
    }

    @Override
    public Optional<Remembered> find(RequestKey key) {
        return requests.find(key.value()).map(KeptRequest::remembered);
    }

    @Override
    public int forgetOlderThan(Duration age, int limit) {
        Instant latest = now().minus(age);
        List<String> old = requests.entriesAfter("")
                .filter(entry -> !entry.getValue().recordedAt().isAfter(latest))
                .sorted(Comparator.comparing(entry -> entry.getValue().recordedAt()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(requests::remove);
        return old.size();
    }

    private static Instant now() {
        return SystemSource.clock().instant();
    }
}
