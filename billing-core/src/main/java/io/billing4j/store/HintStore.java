package io.billing4j.store;

import java.util.UUID;

/** The hints that one tenant gives to workers who serve all of them; see {@link OpenWork}. */
public interface HintStore {
    /**
     * Adds a hint that may be followed at once. Who waits for hints may be woken when the transaction is
     * committed, and looks for them from time to time in any case. Nothing is unique
     * but the id: where one hint is to be enough, the caller holds what the hint is about, and looks whether it {@link #exists}.
     */
    void add(UUID id, WorkKind kind, String subject);

    /** Whether there is a hint of this. */
    boolean exists(WorkKind kind, String subject);

    /** Takes away all hints of this; how many there were. */
    int remove(WorkKind kind, String subject);
}
