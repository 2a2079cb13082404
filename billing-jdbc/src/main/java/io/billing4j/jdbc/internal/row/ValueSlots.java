package io.billing4j.jdbc.internal.row;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** In which slots of a bucket a value was put in and taken out. */
public final class ValueSlots {
    private final int size;
    private final BitSet put = new BitSet();
    private final BitSet taken = new BitSet();

    /**
     * In none.
     *
     * @param size how many slots there are; a multiple of 4
     */
    ValueSlots(int size) {
        this.size = size;
    }

    void add(int slot, boolean puts) {
        (puts ? put : taken).set(slot);
    }

    /** Four slots per hexadecimal digit, the last one leading: so the last that is set is the first bit to be found. */
    String put() {
        return hex(put);
    }

    /** The same of those where it was taken out; null for none. */
    @Nullable
    String taken() {
        return taken.isEmpty() ? null : hex(taken);
    }

    private String hex(BitSet slots) {
        char[] hex = new char[size / 4];
        Arrays.fill(hex, '0');
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            int at = hex.length - 1 - slot / 4;
            hex[at] = Character.forDigit(Character.digit(hex[at], 16) | 1 << slot % 4, 16);
        }
        return new String(hex);
    }
}
