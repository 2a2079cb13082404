package io.billing4j.id;

import io.billing4j.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    /** Refuses anything but 66 lower-case hexadecimal digits with STORED_DATA_UNREADABLE. */
    public ContentHash {
        if (!hex.matches("[0-9a-f]{66}")) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("expected 66 hexadecimal digits of a content hash");
        }
    }

    /** The hash of {@value #LENGTH} bytes as a store keeps it. */
    public static ContentHash ofBytes(byte[] bytes) {
        return new ContentHash(HexFormat.of().formatHex(bytes));
    }

    /** Which list of fields it was made of, from 1: whoever checks it takes the same list. */
    public int version() {
        return Integer.parseInt(hex.substring(0, 2), 16);
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

    @Override
    public String toString() {
        return hex;
    }

    /** Takes fields in a fixed order. Not for use by several threads. */
    public static final class Builder {
        private static final int USUAL_SIZE = 1024;

        private final ByteArrayOutputStream content = new ByteArrayOutputStream(USUAL_SIZE);
        private final byte version;

        private Builder(String kind, int version) {
            this.version = (byte) version;
            content.write(this.version);
            field(kind);
        }

        /** Adds the text of the value, or a mark of its absence. */
        public Builder field(@Nullable Object value) {
            if (value == null) {
                content.write(0);
                return this;
            }
            byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
            content.write(1);
            content.write(bytes.length >>> 24);
            content.write(bytes.length >>> 16);
            content.write(bytes.length >>> 8);
            content.write(bytes.length);
            content.writeBytes(bytes);
            return this;
        }

        /** Adds the entries in the order of their keys. */
        public Builder fields(Map<String, String> values) {
            field(values.size());
            new TreeMap<>(values).forEach((key, value) -> field(key).field(value));
            return this;
        }

        /** The hash of all fields so far; the builder is used up. */
        public ContentHash build() {
            byte[] hash = sha256().digest(content.toByteArray());
            return ofBytes(ByteBuffer.allocate(LENGTH).put(version).put(hash).array());
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
