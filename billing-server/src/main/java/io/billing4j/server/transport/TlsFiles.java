package io.billing4j.server.transport;

import com.linecorp.armeria.common.TlsKeyPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a certificate and its key.
 *
 * @param certificate a chain in PEM, the server's own certificate first
 * @param key of the certificate, RSA or EC, PKCS#8 in PEM
 * @param keyPassword that opens the key; null where it is not encrypted
 */
public record TlsFiles(Path certificate, Path key, @Nullable String keyPassword) {
    /**
     * What the files hold now.
     *
     * @throws UnusableTlsFileException if one of them cannot be used, or they do not belong together
     */
    TlsKeyPair read() {
        byte[] chain = bytes(certificate, false);
        List<X509Certificate> certificates = certificates(chain);
        TlsKeyPair pair = TlsKeyPair.of(key(chain), certificates);
        if (!belongTogether(pair.privateKey(), certificates.get(0))) {
            throw new UnusableTlsFileException(
                    true, "expected the key of the certificate but found another one in " + key);
        }
        return pair;
    }

    /**
     * What is to be said of the certificate at this time although it is served.
     *
     * @throws UnusableTlsFileException as when it is served
     */
    public Optional<String> warning(Instant now) {
        return warning(read().certificateChain().get(0), now);
    }

    /** What is to be said of a certificate of these files. */
    Optional<String> warning(X509Certificate own, Instant now) {
        if (now.isAfter(own.getNotAfter().toInstant())) {
            return Optional.of(certificate + " has expired: it was valid until "
                    + own.getNotAfter().toInstant());
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            return Optional.of(certificate + " is not valid yet: it will be from "
                    + own.getNotBefore().toInstant());
        }
        return Optional.empty();
    }

    /** The files; of the password only whether there is one. */
    @Override
    public String toString() {
        return certificate + ", " + key + (keyPassword == null ? "" : " with a password");
    }

    private static byte[] bytes(Path file, boolean ofKey) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UnusableTlsFileException(ofKey, "expected a readable file but found " + e);
        }
    }

    private List<X509Certificate> certificates(byte[] chain) {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(chain))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            // Refused below, like a file that has none.
        }
        throw new UnusableTlsFileException(
                false, "expected certificates in PEM but found something else in " + certificate);
    }

    private PrivateKey key(byte[] chain) {
        byte[] content = bytes(key, true);
        try {
            return TlsKeyPair.of(new ByteArrayInputStream(content), keyPassword, new ByteArrayInputStream(chain))
                    .privateKey();
        } catch (RuntimeException e) {
            throw new UnusableTlsFileException(
                    true,
                    "expected an RSA or EC key, PKCS#8 in PEM, "
                            + (keyPassword == null ? "without a password" : "that the password opens")
                            + " but found something else in " + key);
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        // The transport reads keys of RSA, EC and DSA, and TLS 1.3 knows nothing of the last.
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        byte[] text = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
