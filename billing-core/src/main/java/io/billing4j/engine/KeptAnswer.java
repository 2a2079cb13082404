package io.billing4j.engine;

/** An answer that is kept: by this transaction, or by the one of the first time. */
final class KeptAnswer implements RequestAnswer {
    private final byte[] bytes;
    private final boolean replayed;

    KeptAnswer(byte[] bytes, boolean replayed) {
        this.bytes = bytes.clone();
        this.replayed = replayed;
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean replayed() {
        return replayed;
    }

    @Override
    public String toString() {
        return bytes.length + " bytes" + (replayed ? ", replayed" : "");
    }
}
