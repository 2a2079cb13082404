package io.billing4j.jdbc.internal;

/**
 * The last slots of a stretch of time in which a value was put in and taken out.
 *
 * @param put counted from 1970 on in slots; {@link #NEVER} where it was not
 * @param taken the same
 * @param seconds of a slot
 */
record ValueSlot(long put, long taken, long seconds) {
    /** Before all slots. */
    static final long NEVER = Long.MIN_VALUE;

    /** Of two stretches of time together. */
    ValueSlot with(ValueSlot other) {
        return new ValueSlot(Math.max(put, other.put), Math.max(taken, other.taken), seconds);
    }

    /** Whether the slots say which came last. */
    boolean certain() {
        return put != taken;
    }

    /** Whether the value was put in last. */
    boolean puts() {
        return put > taken;
    }

    /** The start of the last slot, in seconds since 1970. */
    long startSeconds() {
        return Math.max(put, taken) * seconds;
    }

    /** The same in microseconds. */
    long startMicros() {
        return startSeconds() * 1_000_000;
    }
}
