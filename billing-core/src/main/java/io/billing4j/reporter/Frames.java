package io.billing4j.reporter;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How records lie in a file: five bytes of the format and its version, then each record with the length of its content and a
 * CRC-32C of length and content in front, four bytes each, big-endian.
 */
final class Frames {
    /** Bytes in front of a record's content. */
    static final int HEADER = 8;

    /** The most bytes that a record's content has. */
    static final int MAX_CONTENT = 1 << 15;

    private static final byte VERSION = 1;
    private static final byte[] FORMAT = {'B', '4', 'J', 'U', VERSION};

    /** Bytes in front of a file's first record. */
    static final int FILE_HEADER = FORMAT.length;

    private Frames() {}

    static byte[] fileHeader() {
        return FORMAT.clone();
    }

    /** Whether a file begins as this version writes them. */
    static boolean isFileHeader(byte[] bytes) {
        return isFormat(bytes) && bytes[FORMAT.length - 1] == VERSION;
    }

    /** Whether it begins as a newer version writes them. */
    static boolean isNewerVersion(byte[] bytes) {
        return isFormat(bytes) && bytes[FORMAT.length - 1] > VERSION;
    }

    private static boolean isFormat(byte[] bytes) {
        for (int i = 0; i < FORMAT.length - 1; i++) {
            if (bytes.length < FORMAT.length || bytes[i] != FORMAT[i]) {
                return false;
            }
        }
        return true;
    }

    /** The record with what stands in front. */
    static byte[] frame(byte[] content) {
        return ByteBuffer.allocate(HEADER + content.length)
                .putInt(content.length)
                .putInt(checksum(content, 0, content.length))
                .put(content)
                .array();
    }

    /**
     * The length of the content of the record that begins at an offset, or -1 if none does.
     *
     * @param limit where the bytes end
     */
    static int contentLength(byte[] bytes, int offset, int limit) {
        if (limit - offset < HEADER) {
            return -1;
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, offset, HEADER);
        int length = header.getInt();
        int checksum = header.getInt();
        boolean whole = isLength(length) && length <= limit - offset - HEADER;
        return whole && checksum == checksum(bytes, offset + HEADER, length) ? length : -1;
    }

    /**
     * Whether bytes look like a write that did not come to its end: a record that is cut off, or space that was never filled.
     */
    static boolean isTorn(byte[] bytes) {
        if (bytes.length < HEADER) {
            return true;
        }
        int length = ByteBuffer.wrap(bytes).getInt();
        if (isLength(length)) {
            return length > bytes.length - HEADER;
        }
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLength(int length) {
        return length > 0 && length <= MAX_CONTENT;
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
