package io.billing4j.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.server.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {

    @Nested
    class TheArchive {

        @ParameterizedTest
        @CsvSource({
            "Linux, amd64, postgres-linux-x86_64",
            "Linux, aarch64, postgres-linux-arm_64",
            "Mac OS X, aarch64, postgres-darwin-arm_64",
        })
        void is_chosen_by_system_and_processor_and_keyed_by_content(String system, String processor, String name)
                throws IOException {
            assertThat(PostgresArchive.forMachine(system, processor).key()).matches(name + "-[0-9a-f]{8}");
        }

        @ParameterizedTest
        @CsvSource({"Windows 11, amd64", "Linux, riscv64", "Mac OS X, x86_64"})
        void of_any_other_machine_is_refused_by_name(String system, String processor) {
            assertThatExceptionOfType(EmbeddedPostgresException.class)
                    .isThrownBy(() -> PostgresArchive.forMachine(system, processor))
                    .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(Problem.UNSUPPORTED_PLATFORM));
        }
    }

    @Nested
    class Unpacking {

        @TempDir
        private Path directory;

        @Test
        void keeps_content_links_and_the_right_to_execute() throws IOException {
            PostgresBinaries binaries = PostgresBinaries.unpack(directory.resolve("cache"), archive("bin/postgres"));
            Path program = binaries.program("postgres");
            assertThat(program).hasContent("content of bin/postgres").isExecutable();
            Path link = program.resolveSibling("link");
            assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("postgres"));
            assertThat(program.resolveSibling("note.txt"))
                    .satisfies(note ->
                            assertThat(Files.getPosixFilePermissions(note)).hasSize(4));
        }

        @Test
        void by_many_at_once_leaves_one_complete_directory() throws Exception {
            PostgresArchive archive = archive("bin/postgres");
            int many = 8;
            CyclicBarrier start = new CyclicBarrier(many);
            ExecutorService threads = Executors.newFixedThreadPool(many);
            try {
                Callable<Path> unpack = () -> {
                    start.await();
                    return PostgresBinaries.unpack(directory.resolve("cache"), archive)
                            .program("postgres");
                };
                for (Future<Path> program : threads.invokeAll(
                        Stream.generate(() -> unpack).limit(many).toList())) {
                    assertThat(program.get()).hasContent("content of bin/postgres");
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(directory.resolve("cache")).isDirectoryContaining("glob:**/test-*");
            try (Stream<Path> children = Files.list(directory.resolve("cache"))) {
                assertThat(children).hasSize(1);
            }
        }

        @Test
        void another_content_goes_to_another_directory() throws IOException {
            Path first =
                    PostgresBinaries.unpack(directory, archive("bin/postgres")).program("postgres");
            Path second =
                    PostgresBinaries.unpack(directory, archive("bin/other")).program("other");
            assertThat(first).isRegularFile();
            assertThat(second).isRegularFile();
            assertThat(first.resolveSibling("other")).doesNotExist();
        }

        @Test
        void refuses_an_archive_that_reaches_outside_and_leaves_nothing() throws IOException {
            PostgresArchive archive = archive("../../outside");
            assertThatExceptionOfType(EmbeddedPostgresException.class)
                    .isThrownBy(() -> PostgresBinaries.unpack(directory.resolve("cache"), archive))
                    .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(Problem.BINARIES_UNUSABLE))
                    .withMessageContaining("../../outside");
            assertThat(directory.resolve("outside")).doesNotExist();
            assertThat(directory.resolve("cache")).isEmptyDirectory();
        }

        private PostgresArchive archive(String program) throws IOException {
            Path file = directory.resolve("test-" + program.hashCode() + ".txz");
            try (OutputStream out = Files.newOutputStream(file);
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZCompressorOutputStream(out))) {
                put(tar, new TarArchiveEntry("bin/note.txt"), 0644, "a note");
                put(tar, new TarArchiveEntry(program, true), 0755, "content of " + program);
                TarArchiveEntry link = new TarArchiveEntry("bin/link", TarArchiveEntry.LF_SYMLINK);
                link.setLinkName("postgres");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
            return new PostgresArchive("test", file.toUri().toURL());
        }

        private void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode, String content)
                throws IOException {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            entry.setSize(bytes.length);
            entry.setMode(mode);
            tar.putArchiveEntry(entry);
            tar.write(bytes);
            tar.closeArchiveEntry();
        }
    }
}
