package io.billing4j.engine;

import io.billing4j.audit.Actor;
import io.billing4j.usage.UsageEvent;
import java.util.List;

/** Events that one actor reports as a whole. */
record UsageBatch(Actor actor, List<UsageEvent> events) {
    UsageBatch {
        events = List.copyOf(events);
    }
}
