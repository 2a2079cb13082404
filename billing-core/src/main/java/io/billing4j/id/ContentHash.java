package io.billing4j.id;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of some content, with the version of its list of fields in front: equal exactly where the content is. Each
 * field goes in with its length in front, so that no two sequences of fields look alike, and null differs from the empty
 * text.
 *
 * @param hex 66 lower-case hexadecimal digits: two of the version, 64 of the hash
 */
public record ContentHash(String hex) {
    /** How many bytes it has: one of the version, 32 of the hash. */
    public static final int LENGTH = 33;

    private static final int VERSION_DIGITS = 2;

    /** Refuses anything but 66 lower-case hexadecimal digits with STORED_DATA_UNREADABLE. */
    public ContentHash {
        Inputs.required("hex", hex);
        if (!isHash(hex)) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("expected 66 hexadecimal digits of a content hash");
        }
    }

    /** The hash of {@value #LENGTH} bytes as a store keeps it. */
    public static ContentHash ofBytes(byte[] bytes) {
        return new ContentHash(HexFormat.of().formatHex(Inputs.required("bytes", bytes)));
    }

    /** Which list of fields it was made of, from 1: whoever checks it takes the same list. */
    public int version() {
        return Integer.parseInt(hex.substring(0, VERSION_DIGITS), 16);
    }

    /** Its {@value #LENGTH} bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /**
     * Starts the hash of one kind of content.
     *
     * @param kind tells kinds of content apart, such as {@code invoice}
     * @param version of the list of fields, 1 to 255; raised when fields are added, and kept with the hash, so that an old one can still be checked
     */
    public static Builder builder(String kind, int version) {
        return new Builder(kind, version);
    }

    /**
     * The first digits of the hash, without the version: enough to tell a few contents apart, and no proof of any.
     *
     * @param count 1 to 64
     */
    public String digits(int count) {
        return hex.substring(VERSION_DIGITS, VERSION_DIGITS + count);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static boolean isHash(String hex) {
        if (hex.length() != 2 * LENGTH) {
            return false;
        }
        for (int i = 0; i < hex.length(); i++) {
            char digit = hex.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Takes fields in a fixed order. Not for use by several threads. */
    public static final class Builder {
        private static final int USUAL_SIZE = 1024;
        private static final int LENGTH_AND_MARK = 5;
        private static final int ASCII = 0x80;

        private final StringBuilder instants = new StringBuilder();
        private final byte version;
        private byte[] content = new byte[USUAL_SIZE];
        private int size;

        private Builder(String kind, int version) {
            this.version = (byte) version;
            content[size++] = this.version;
            field(kind);
        }

        /** Adds the text of the value, or a mark of its absence. */
        public Builder field(@Nullable Object value) {
            if (value == null) {
                reserve(1);
                content[size++] = 0;
            } else if (value instanceof Instant instant) {
                instants.setLength(0);
                text(IsoInstant.append(instants, instant));
            } else {
                text(value.toString());
            }
            return this;
        }

        /** Nearly all text is ASCII, of which a character is a byte. */
        private void text(CharSequence text) {
            int length = text.length();
            reserve(length + LENGTH_AND_MARK);
            int at = size + LENGTH_AND_MARK;
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                if (c >= ASCII) {
                    bytes(text.toString().getBytes(StandardCharsets.UTF_8));
                    return;
                }
                content[at + i] = (byte) c;
            }
            length(length);
            size += length;
        }

        /** Adds bytes that have an order of their own, such as those of a file; text adds the same as its UTF-8. */
        public Builder bytes(byte[] bytes) {
            reserve(bytes.length + LENGTH_AND_MARK);
            length(bytes.length);
            System.arraycopy(bytes, 0, content, size, bytes.length);
            size += bytes.length;
            return this;
        }

        private void length(int length) {
            content[size] = 1;
            content[size + 1] = (byte) (length >>> 24);
            content[size + 2] = (byte) (length >>> 16);
            content[size + 3] = (byte) (length >>> 8);
            content[size + 4] = (byte) length;
            size += LENGTH_AND_MARK;
        }

        private void reserve(int more) {
            if (size + more > content.length) {
                content = Arrays.copyOf(content, Math.max(2 * content.length, size + more));
            }
        }

        /** Adds the entries in the order of their keys. */
        public Builder fields(Map<String, String> values) {
            field(values.size());
            new TreeMap<>(values).forEach((key, value) -> field(key).field(value));
            return this;
        }

        /** The hash of all fields so far; the builder is used up. */
        public ContentHash build() {
            MessageDigest digest = sha256();
            digest.update(content, 0, size);
            return ofBytes(ByteBuffer.allocate(LENGTH)
                    .put(version)
                    .put(digest.digest())
                    .array());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has SHA-256", e);
            }
        }
    }
}
