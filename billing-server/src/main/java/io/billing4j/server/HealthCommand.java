package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.server.transport.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Asks the server of this machine, as a container's health check does. */
@Command(
        name = "health",
        description =
                "Asks the server of this machine whether it is ready. Ends with 4 if it is not, or cannot be reached.")
final class HealthCommand extends SubCommand {
    private static final int PATIENCE_MILLIS = 5_000;

    @Override
    int run(Main main) {
        ServerConfiguration server = main.configuration().server();
        String address = server.localUrl() + "/ready";
        boolean ready;
        String found;
        try {
            int status = status(URI.create(address), server.tls());
            ready = status == 200;
            found = ready ? "ready" : "not ready: " + status;
        } catch (IOException | GeneralSecurityException e) {
            ready = false;
            found = "not reachable: " + e.getMessage();
        }
        ObjectNode document = Answer.object();
        document.put("ready", ready);
        document.put("found", found);
        main.answer().give(List.of(address + ": " + found), document);
        return ready ? ExitStatus.DONE : ExitStatus.UNAVAILABLE;
    }

    private static int status(URI address, @Nullable TlsFiles tls) throws IOException, GeneralSecurityException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure && tls != null) {
            // It is this machine that is asked, whatever name the certificate is for; but it has to be that
            // certificate.
            secure.setHostnameVerifier((host, session) -> true);
            secure.setSSLSocketFactory(trusting(tls).getSocketFactory());
        }
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static SSLContext trusting(TlsFiles tls) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream certificates = Files.newInputStream(tls.certificate())) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
                trusted.setCertificateEntry(Integer.toString(number++), certificate);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
