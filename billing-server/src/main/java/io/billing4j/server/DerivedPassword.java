package io.billing4j.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A password that follows from a stronger secret, and does not give that away. */
final class DerivedPassword {
    private static final String ALGORITHM = "HmacSHA256";

    private DerivedPassword() {}

    /**
     * The same 64 hexadecimal digits for the same secret and purpose.
     *
     * @param secret of at least 128 random bits
     */
    static String of(String secret, String purpose) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
