package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.DIRECTORY_UNUSABLE;
import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.WRONG_VERSION;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * The data of PostgreSQL, together with the superuser's password in a file of its own (mode 0600).
 *
 * <p>Both are made aside and appear under their final name in one rename, so a kill in the middle leaves nothing but a
 * directory that the next start deletes.
 */
final class DataDirectory {

    static final String SUPERUSER = "billing_admin";
    private static final String PASSWORD_FILE = "billing_admin.password";
    private static final String UNFINISHED = "initdb-";

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /** Checks the data that is there against the programs, or creates it. The caller holds the lock of the home. */
    static DataDirectory open(Path home, PostgresPrograms programs, Duration limit) {
        Path path = home.resolve("data");
        try {
            if (!Files.exists(path) || FileTree.isEmpty(path)) {
                create(home, path, programs, limit);
            }
            deleteUnfinished(home);
            // The programs chdir into the real path and write it down.
            DataDirectory data = new DataDirectory(path.toRealPath());
            data.checkVersion(programs);
            return data;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(DIRECTORY_UNUSABLE, "usable data in " + path, e.toString(), e);
        }
    }

    /** The password of the data below this home, if there is any. */
    static String passwordOf(Path home) {
        return new DataDirectory(home.resolve("data")).password();
    }

    Path path() {
        return path;
    }

    String password() {
        Path file = path.resolve(PASSWORD_FILE);
        try {
            return Files.readString(file, UTF_8).strip();
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    DIRECTORY_UNUSABLE, "the password of " + SUPERUSER + " in " + file, e.toString(), e);
        }
    }

    /** Gives the data to the account that PostgreSQL runs under, which may differ from that of the last time. */
    void claimFor(PostgresUser user) {
        try {
            user.claim(path);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    DIRECTORY_UNUSABLE, "to make user " + user.owner() + " the owner of " + path, e.toString(), e);
        }
    }

    private void checkVersion(PostgresPrograms programs) throws IOException {
        Path file = path.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new EmbeddedPostgresException(
                    DIRECTORY_UNUSABLE, "data of PostgreSQL or nothing in " + path, "files but no PG_VERSION");
        }
        String found = Files.readString(file, UTF_8).strip();
        if (!found.equals(programs.majorVersion())) {
            throw new EmbeddedPostgresException(
                    WRONG_VERSION,
                    "data of PostgreSQL " + programs.majorVersion() + ", the version of the programs (move the data by"
                            + " dump and restore or pg_upgrade)",
                    "PG_VERSION " + found + " in " + path);
        }
    }

    private static void create(Path home, Path path, PostgresPrograms programs, Duration limit) throws IOException {
        Path unfinished = Files.createTempDirectory(
                home, UNFINISHED, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path passwordFile = writePassword(unfinished);
        programs.user().claim(unfinished);
        Path cluster = unfinished.resolve("cluster");
        CommandResult result = programs.run(
                "initdb",
                List.of(
                        "--pgdata=" + cluster,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth-host=scram-sha-256",
                        "--auth-local=scram-sha-256",
                        "--data-checksums",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--text-search-config=simple",
                        "--no-instructions"),
                limit);
        if (!result.succeeded()) {
            throw new EmbeddedPostgresException(DIRECTORY_UNUSABLE, "initdb to create " + path, result.output());
        }
        Files.move(passwordFile, cluster.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
        FileTree.sync(cluster);
        Files.move(cluster, path, StandardCopyOption.ATOMIC_MOVE);
        FileTree.sync(home);
    }

    /** After the creation: by then also an initdb whose owner was killed has come to its end and fills them no more. */
    private static void deleteUnfinished(Path home) throws IOException {
        for (Path unfinished : FileTree.childrenNamed(home, UNFINISHED)) {
            FileTree.delete(unfinished);
        }
    }

    private static Path writePassword(Path directory) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Path file = Files.createFile(
                directory.resolve(PASSWORD_FILE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n", UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return file;
    }
}
