package io.billing4j.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Under an ordinary user every other test is the proof; these are what root needs beyond. */
@ExtendWith(TestHome.Provider.class)
@EnabledOnOs(OS.LINUX)
@EnabledIf(value = "isRoot", disabledReason = "only root has to become somebody else")
@Timeout(60)
class EmbeddedPostgresUserTest {

    private static final Pattern NEEDED =
            Pattern.compile("postgres-binaries-linux|postgresql|commons-|xz-|slf4j-|logback-|jspecify");

    private static final int NAMELESS = 54_321;

    static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    @Test
    void root_hands_the_data_to_nobody_and_keeps_them_itself_where_nobody_cannot_go(@TestHome.Empty TestHome home)
            throws Exception {
        assertThat(ownersOfTwoStarts(home, "rwx--x--x", 1)).containsExactly(65_534, 65_534);
        assertThat(ownersOfTwoStarts(home, "rwx------", 2)).containsExactly(0, 0);
        assertThat(ownersOfTwoStarts(home, "rwx--x--x", 3)).containsExactly(65_534, 65_534);
    }

    @Test
    void an_ordinary_user_needs_no_rights_of_root(@TestHome.Empty TestHome home) throws Exception {
        home.programs();
        FileTree.give(home.directory(), 65_534);
        Path jars = copyForEverybody(home.directory().resolve("jars"));
        String classPath = String.join(File.pathSeparator, paths(jars));
        try (OtherServer other = OtherServer.start(home, PostgresUser.nobody().prefix(), classPath)) {
            assertThat(other.nextLine()).startsWith("started");
            assertThat(other.nextLine()).isEqualTo("1.");
            other.kill(1);
        }
        try (EmbeddedPostgres postgres = home.postgres()) {
            assertThat(Ledger.count(postgres.start())).isPositive();
        }
    }

    /** As in a container that is run under a number of somebody's choice. */
    @Test
    void whoever_has_no_name_is_not_taken_for_root_and_told_that_one_is_missing(@TestHome.Empty TestHome home)
            throws Exception {
        try (OtherServer other = nameless(home)) {
            assertThat(other.nextLine())
                    .startsWith("refused ")
                    .contains("could not look up effective user ID " + NAMELESS);
        }
    }

    @Test
    void whoever_has_no_name_can_use_data_that_somebody_has_made(TestHome home) throws Exception {
        try (OtherServer other = nameless(home)) {
            assertThat(other.nextLine()).startsWith("started");
            assertThat(other.nextLine()).isEqualTo("1.");
            other.kill(1);
        }
    }

    private static OtherServer nameless(TestHome home) throws IOException {
        home.programs();
        Path jars = copyForEverybody(home.directory().resolve("jars"));
        FileTree.give(home.directory(), NAMELESS);
        List<String> prefix = List.of("setpriv", "--reuid=" + NAMELESS, "--regid=" + NAMELESS, "--clear-groups");
        return OtherServer.start(home, prefix, String.join(File.pathSeparator, paths(jars)));
    }

    /** Owners of the process and of the data. */
    private static List<Integer> ownersOfTwoStarts(TestHome home, String permissions, long entry) throws Exception {
        Files.setPosixFilePermissions(home.directory(), PosixFilePermissions.fromString(permissions));
        try (EmbeddedPostgres postgres = home.postgres()) {
            EmbeddedPostgresConnection admin = postgres.start();
            Ledger.create(admin);
            Ledger.commit(admin, entry, entry);
            assertThat(Ledger.count(admin)).isEqualTo(entry);
            return List.of(owner(Path.of("/proc", Long.toString(postgres.pid().orElseThrow()))), owner(home.data()));
        }
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    /** What the launcher needs of the class path, copied, since that may lie in root's own directory. */
    private static Path copyForEverybody(Path target) throws IOException {
        Files.createDirectory(target);
        String classPath = System.getProperty("java.class.path");
        int number = 0;
        for (String element : classPath.split(File.pathSeparator, -1)) {
            Path source = Path.of(element);
            if (Files.isDirectory(source) || NEEDED.matcher(element).find()) {
                copy(source, target.resolve(number++ + "-" + source.getFileName()));
            }
        }
        return target;
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path copy = target.resolve(source.relativize(path).toString());
                Files.copy(path, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static List<String> paths(Path directory) throws IOException {
        List<String> paths = new ArrayList<>();
        try (Stream<Path> children = Files.list(directory)) {
            children.sorted().forEach(child -> paths.add(child.toString()));
        }
        return paths;
    }
}
