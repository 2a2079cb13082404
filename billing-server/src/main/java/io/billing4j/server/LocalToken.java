package io.billing4j.server;

import io.billing4j.id.SystemSource;
import io.billing4j.server.demo.DemoJob;
import io.billing4j.server.security.Identity;
import io.billing4j.server.security.LocalIssuer;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.TokenRules;
import io.billing4j.tenant.TenantKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * What makes a server that keeps its own database usable without an identity provider: a token of the tenant {@code demo} in a
 * file that only the server's user can read, as the database's password beside it.
 */
final class LocalToken {
    /** How long it counts; each start writes a new one. */
    static final Duration LIFETIME = Duration.ofDays(30);

    private static final String SUBJECT = "local";

    private LocalToken() {}

    /** Writes a token that these rules take, in the place of the one that was there. */
    static void write(Path file, TokenRules rules) {
        Identity demo = new Identity(SUBJECT, DemoJob.TENANT, TenantKind.SANDBOX, Set.of(Role.ADMIN));
        String token = new LocalIssuer(rules, SystemSource.clock()).issue(demo, LIFETIME);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(next, (token + "\n").getBytes(StandardCharsets.UTF_8));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the token cannot be written to " + file, e);
        }
    }
}
