package io.billing4j.server.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that nobody but the test trusts, made by the JDK's keytool. */
public record SelfSigned(X509Certificate certificate, PrivateKey key) {
    private static final String PASSWORD = "changeit";

    /** One that is valid now, with a key of this algorithm. */
    public static SelfSigned of(Path directory, String algorithm) {
        return of(directory, algorithm, List.of("-validity", "2"));
    }

    /** One that was valid for a day, until yesterday. */
    public static SelfSigned expired(Path directory) {
        return of(directory, "EC", List.of("-startdate", "-2d", "-validity", "1"));
    }

    private static SelfSigned of(Path directory, String algorithm, List<String> more) {
        Path store = directory.resolve(UUID.randomUUID() + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=billing",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(more);
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                made.load(in, PASSWORD.toCharArray());
            }
            return new SelfSigned((X509Certificate) made.getCertificate("server"), (PrivateKey)
                    made.getKey("server", PASSWORD.toCharArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes both in PEM, the key as it is. */
    public TlsFiles writeTo(Path certificateFile, Path keyFile) throws IOException {
        writeCertificate(certificateFile);
        Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
        return new TlsFiles(certificateFile, keyFile, null);
    }

    /** Writes both in PEM, the key encrypted. */
    public TlsFiles writeTo(Path certificateFile, Path keyFile, String password)
            throws IOException, GeneralSecurityException {
        writeCertificate(certificateFile);
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                new SecureRandom());
        byte[] pbes2 = HexFormat.of().parseHex("06092a864886f70d01050d");
        byte[] encrypted = der(
                0x30,
                der(0x30, pbes2, cipher.getParameters().getEncoded()),
                der(0x04, cipher.doFinal(key.getEncoded())));
        Files.writeString(keyFile, pem("ENCRYPTED PRIVATE KEY", encrypted));
        return new TlsFiles(certificateFile, keyFile, password);
    }

    /** What a client needs that trusts this certificate and no other. */
    public SSLContext trusted() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeCertificate(Path file) throws IOException {
        try {
            Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        // A length of two bytes is read for short contents as well.
        whole.writeBytes(new byte[] {(byte) 0x82, (byte) (content.size() >> 8), (byte) content.size()});
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
