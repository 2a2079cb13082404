package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the examples and the manual say of the settings is what the server says of them. */
class ExampleConfigurationTest {
    private static final Path ROOT = Path.of("..");
    private static final String IN_A_FILE = "a file that holds it instead";

    @Nested
    class TheYamlFile {
        private static final Path FILE = ROOT.resolve("service-config.example.yaml");
        private static final Pattern LINE = Pattern.compile("( *)(# )?([a-z-]+):(?: (\\S+))?");

        @Test
        void has_each_setting_once_with_its_meaning_and_its_default() throws IOException {
            assertThat(entries()).isEqualTo(expected(Setting::key, Setting::fileKey));
        }

        @Test
        void sets_what_is_so_without_it() {
            assertThat(values(FILE, Map.of())).isEqualTo(values(null, Map.of()));
        }

        private List<Entry> entries() throws IOException {
            List<Entry> found = new ArrayList<>();
            String group = "";
            String comment = "";
            for (String line : Files.readAllLines(FILE)) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches() && matcher.group(4) == null) {
                    group = matcher.group(3) + ".";
                } else if (matcher.matches()) {
                    String key = (matcher.group(1).isEmpty() ? "" : group) + matcher.group(3);
                    found.add(new Entry(key, comment, matcher.group(2) == null ? matcher.group(4) : null));
                }
                comment = line.strip().startsWith("# ") ? line.strip().substring(2) : "";
            }
            return found;
        }
    }

    @Nested
    class TheEnvironment {
        private static final Path FILE = ROOT.resolve(".env.example");
        private static final Pattern LINE = Pattern.compile("(# )?(BILLING_[A-Z_]+)=(\\S+)");

        @Test
        void has_each_setting_once_with_its_meaning_and_its_default() throws IOException {
            List<Entry> entries = entries();

            assertThat(entries.remove(0).name()).isEqualTo(Configuration.FILE_VARIABLE);
            assertThat(entries).isEqualTo(expected(Setting::variable, Setting::fileVariable));
        }

        @Test
        void sets_what_is_so_without_it() throws IOException {
            Map<String, String> environment = new HashMap<>();
            entries().stream()
                    .filter(entry -> entry.value() != null)
                    .forEach(entry -> environment.put(entry.name(), Objects.requireNonNull(entry.value())));

            assertThat(values(null, environment)).isEqualTo(values(null, Map.of()));
        }

        private List<Entry> entries() throws IOException {
            List<Entry> found = new ArrayList<>();
            String comment = "";
            for (String line : Files.readAllLines(FILE)) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    found.add(new Entry(matcher.group(2), comment, matcher.group(1) == null ? matcher.group(3) : null));
                }
                comment = line.startsWith("# ") ? line.substring(2) : "";
            }
            return found;
        }
    }

    @Nested
    class TheManual {
        @Test
        void has_each_setting_in_a_row_with_its_default_and_its_meaning() throws IOException {
            List<String> rows = Files.readAllLines(ROOT.resolve("docs/server.md")).stream()
                    .dropWhile(line -> !line.equals("## Configuration"))
                    .takeWhile(line -> !line.startsWith("## ") || line.equals("## Configuration"))
                    .filter(line -> line.startsWith("| `"))
                    .toList();

            assertThat(rows)
                    .containsExactlyElementsOf(Arrays.stream(Setting.values())
                            .map(setting -> "| `" + setting.key() + "` | "
                                    + (setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "` ") + "| "
                                    + setting.meaning() + (setting.isSecret() ? "; a secret |" : " |"))
                            .toList());
        }
    }

    private static List<Entry> expected(Function<Setting, String> name, Function<Setting, String> fileName) {
        return Arrays.stream(Setting.values())
                .flatMap(setting -> Stream.of(
                                Optional.of(new Entry(
                                        name.apply(setting),
                                        setting.meaning(),
                                        setting.fallback().isEmpty() ? null : setting.fallback())),
                                setting.isSecret()
                                        ? Optional.of(new Entry(fileName.apply(setting), IN_A_FILE, null))
                                        : Optional.<Entry>empty())
                        .flatMap(Optional::stream))
                .toList();
    }

    /** What everything comes to. */
    private static List<String> values(@Nullable Path file, Map<String, String> environment) {
        return Configuration.read(file, environment, Path.of("/srv")).report().settings().stream()
                .map(line -> line.setting().key() + "=" + line.value())
                .toList();
    }

    /**
     * One setting of an example.
     *
     * @param comment the line above it
     * @param value null where it is commented out
     */
    private record Entry(
            String name, String comment, @Nullable String value) {}
}
