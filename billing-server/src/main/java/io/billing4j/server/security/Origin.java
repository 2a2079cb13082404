package io.billing4j.server.security;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where something came from, as it is counted: whoever has an address of version 6 has all that begin as it does.
 *
 * @param network an address of version 4, or the first 64 bits of one of version 6
 * @param site the first 48 bits of one of version 6, below which somebody may have 65,536 networks; null for version 4
 */
record Origin(ByteBuffer network, @Nullable ByteBuffer site) {
    private static final int NETWORK_BYTES = 8;
    private static final int SITE_BYTES = 6;

    // RFC 6052, 64:ff9b::/96: behind it stands an address of version 4, and all of those would be one network.
    // Prefixes that translators choose for themselves are not known here.
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    static Origin of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length <= NETWORK_BYTES) {
            return new Origin(ByteBuffer.wrap(bytes), null);
        }
        if (Arrays.mismatch(bytes, TRANSLATED) == TRANSLATED.length) {
            return new Origin(part(bytes, TRANSLATED.length, bytes.length), null);
        }
        return new Origin(part(bytes, 0, NETWORK_BYTES), part(bytes, 0, SITE_BYTES));
    }

    private static ByteBuffer part(byte[] bytes, int from, int to) {
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to));
    }
}
