package io.billing4j.store.memory;

import io.billing4j.store.Remembered;
import java.time.Instant;

/** A request, and when it was claimed by the machine's clock. */
record KeptRequest(Remembered remembered, Instant recordedAt) {}
