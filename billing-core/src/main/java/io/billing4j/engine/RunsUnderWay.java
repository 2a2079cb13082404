package io.billing4j.engine;

import io.billing4j.id.TenantId;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which runs this process works on, and in how many calls. A run is known by its cut-off, which it has before it has an id. */
final class RunsUnderWay {
    private final ConcurrentMap<Key, Integer> calls = new ConcurrentHashMap<>();

    /** Takes note of one more call. */
    void enter(TenantId tenant, Instant cutOff) {
        calls.merge(new Key(tenant, cutOff), 1, Integer::sum);
    }

    /** Takes note of a call unless there is one; whether it did. */
    boolean enterFirst(TenantId tenant, Instant cutOff) {
        return calls.putIfAbsent(new Key(tenant, cutOff), 1) == null;
    }

    /** Takes note that a call has ended. */
    void leave(TenantId tenant, Instant cutOff) {
        calls.computeIfPresent(new Key(tenant, cutOff), (key, count) -> count == 1 ? null : count - 1);
    }

    private record Key(TenantId tenant, Instant cutOff) {}
}
