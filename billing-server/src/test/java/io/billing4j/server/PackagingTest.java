package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the server is shipped with fits the server: its image, its unit and its scripts, by what stands in them. */
class PackagingTest {
    private static final Path ROOT = Path.of("..");
    private static final String JAR = "/opt/billing4j/billing4j.jar";

    @Nested
    class TheImage {
        private final List<Instruction> last = lastStage();

        @Test
        void runs_as_somebody_else_than_root_whose_name_it_has() throws IOException {
            String user = one(last, "USER");

            assertThat(user).matches("[1-9][0-9]*:[1-9][0-9]*");
            assertThat(one(last, "RUN")).contains("useradd --uid " + user.replaceFirst(":.*", "") + " ");
        }

        @Test
        void starts_what_the_command_line_knows() throws IOException {
            List<String> command = new ArrayList<>(words(one(last, "ENTRYPOINT")));
            command.addAll(words(one(last, "CMD")));

            assertThat(commandOf(command)).isEqualTo("serve");
        }

        @Test
        void asks_for_its_health_by_a_command() throws IOException {
            String check = one(last, "HEALTHCHECK");

            assertThat(commandOf(words(check.substring(check.indexOf("CMD ") + 4))))
                    .isEqualTo("health");
        }

        @Test
        void has_the_jar_that_the_build_makes() throws IOException {
            String[] copy = one(last, "COPY").split(" ", -1);
            String made = "/home/build/source/billing-server/target/" + jarName();

            assertThat(copy).hasSize(3).endsWith(JAR);
            PathMatcher source = FileSystems.getDefault().getPathMatcher("glob:" + copy[1]);
            assertThat(source.matches(Path.of(made)))
                    .as(copy[1] + " is " + made)
                    .isTrue();
            assertThat(source.matches(Path.of(made.replace("-all.jar", ".jar"))))
                    .isFalse();
        }

        @Test
        void keeps_its_data_in_its_volume_and_opens_the_port_that_is_listened_on() throws IOException {
            assertThat(environment())
                    .containsEntry(Setting.DATA_DIRECTORY.variable(), one(last, "VOLUME"))
                    .doesNotContainKey(Setting.SERVER_PORT.variable());
            assertThat(one(last, "EXPOSE")).isEqualTo(Setting.SERVER_PORT.fallback());
        }

        @Test
        void is_reached_by_others_with_tls_or_without_it_on_purpose() throws IOException {
            Map<String, String> environment = environment();
            assertThatThrownBy(() -> Configuration.read(null, environment, Path.of("/data")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(Setting.TLS_CERTIFICATE.key());

            environment.put(Setting.TLS_OFF_ON_PURPOSE.variable(), "on");
            Configuration configuration = Configuration.read(null, environment, Path.of("/data"));
            assertThat(configuration.server().host().isAnyLocalAddress()).isTrue();
            assertThat(configuration.log().toConsole()).isTrue();
        }

        @Test
        void is_built_from_the_sources_alone() throws IOException {
            List<String> rules = Files.readAllLines(ROOT.resolve(".dockerignore")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            assertThat(rules).startsWith("*").endsWith("**/target");

            List<PathMatcher> taken = rules.stream()
                    .filter(rule -> rule.startsWith("!"))
                    .map(rule -> FileSystems.getDefault().getPathMatcher("glob:" + rule.substring(1)))
                    .toList();
            List<String> needed = new ArrayList<>(all(read("pom.xml"), "<module>([^<]+)</module>"));
            needed.add("pom.xml");
            assertThat(needed)
                    .allSatisfy(name -> assertThat(taken).as(name).anyMatch(matcher -> matcher.matches(Path.of(name))));
            assertThat(List.of(".env", "data", ".git", "service-config.yaml"))
                    .allSatisfy(name -> assertThat(taken).noneMatch(matcher -> matcher.matches(Path.of(name))));
        }

        private Map<String, String> environment() throws IOException {
            Map<String, String> environment = new HashMap<>();
            for (String entry : one(last, "ENV").split(" +", -1)) {
                String[] parts = entry.split("=", 2);
                environment.put(parts[0], parts[1]);
            }
            assertThat(Arrays.stream(Setting.values()).map(Setting::variable)).containsAll(environment.keySet());
            return environment;
        }

        private static String jarName() throws IOException {
            String pom = read("billing-server/pom.xml");
            assertThat(pom).contains("<mainClass>" + Main.class.getName() + "</mainClass>");
            String version = all(pom, "<version>([^<]+)</version>").get(0);
            String classifier = all(pom, "<shadedClassifierName>([^<]+)</shadedClassifierName>")
                    .get(0);
            return all(pom, "<artifactId>(billing-server)</artifactId>").get(0) + "-" + version + "-" + classifier
                    + ".jar";
        }

        private static List<Instruction> lastStage() {
            try {
                List<Instruction> stage = new ArrayList<>();
                String text = read("Dockerfile").replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
                for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
                    Instruction instruction = Instruction.of(line);
                    if (instruction.name().equals("FROM")) {
                        stage.clear();
                    }
                    stage.add(instruction);
                }
                return stage;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String one(List<Instruction> stage, String name) {
            return stage.stream()
                    .filter(instruction -> instruction.name().equals(name))
                    .map(Instruction::arguments)
                    .reduce((first, second) -> {
                        throw new AssertionError("two of " + name);
                    })
                    .orElseThrow(() -> new AssertionError("no " + name));
        }

        /** Of the form that starts no shell, which would not pass signals on. */
        private static List<String> words(String json) throws IOException {
            return List.of(new ObjectMapper().readValue(json, String[].class));
        }
    }

    @Nested
    class TheUnit {
        /** Of the settings of a service that systemd.service, systemd.exec and systemd.kill describe, those that could be ours. */
        private static final Set<String> KNOWN = Set.of(
                "Type",
                "User",
                "Group",
                "StateDirectory",
                "StateDirectoryMode",
                "WorkingDirectory",
                "ExecStart",
                "EnvironmentFile",
                "KillMode",
                "SuccessExitStatus",
                "TimeoutStopSec",
                "Restart",
                "RestartSec",
                "RestartPreventExitStatus",
                "UMask",
                "LimitNOFILE",
                "NoNewPrivileges",
                "CapabilityBoundingSet",
                "AmbientCapabilities",
                "ProtectSystem",
                "ProtectHome",
                "PrivateTmp",
                "PrivateDevices",
                "ProtectClock",
                "ProtectHostname",
                "ProtectKernelLogs",
                "ProtectKernelModules",
                "ProtectKernelTunables",
                "ProtectControlGroups",
                "ProtectProc",
                "RestrictAddressFamilies",
                "RestrictNamespaces",
                "RestrictRealtime",
                "RestrictSUIDSGID",
                "LockPersonality",
                "SystemCallArchitectures",
                "SystemCallFilter",
                "SystemCallErrorNumber");

        @Test
        void starts_what_the_command_line_knows_as_somebody_else_than_root() throws IOException {
            assertThat(commandOf(List.of(value("ExecStart").split(" ", -1)))).isEqualTo("serve");
            assertThat(value("User")).isNotEqualTo("root");
        }

        @Test
        void knows_with_what_the_server_ends_and_for_how_long_it_stops() throws IOException {
            assertThat(value("SuccessExitStatus")).isEqualTo("143");
            assertThat(value("Restart")).isEqualTo("on-failure");
            assertThat(value("RestartPreventExitStatus")).isEqualTo("" + ExitStatus.MISUSED);
            assertThat(value("KillMode"))
                    .as("its PostgreSQL is not asked to end before it")
                    .isEqualTo("mixed");

            ServerConfiguration server =
                    Configuration.read(null, Map.of(), Path.of("")).server();
            assertThat(Duration.ofSeconds(Long.parseLong(value("TimeoutStopSec"))))
                    .isGreaterThan(server.drain().plus(server.grace()).plusMinutes(1));
        }

        /** Systemd takes no notice of a name or a value that it does not know, but for a line in its log. */
        @Test
        void has_three_sections_of_settings_that_systemd_knows() throws IOException {
            Map<String, Map<String, String>> sections = sections();

            assertThat(sections.keySet()).containsExactly("Unit", "Service", "Install");
            assertThat(sections.get("Unit")).containsOnlyKeys("Description", "Wants", "After");
            assertThat(sections.get("Install")).containsExactly(Map.entry("WantedBy", "multi-user.target"));
            assertThat(KNOWN).containsAll(service().keySet());
            assertThat(service()).containsEntry("Type", "exec");
            assertThat(service().get("StateDirectoryMode")).matches("0[0-7]{3}");
            assertThat(service().get("SystemCallFilter")).isEqualTo("@system-service");
            service().forEach((key, value) -> {
                if (key.matches("(Private|Protect|Restrict|Lock|No).+")
                        && !List.of("ProtectSystem", "ProtectProc", "RestrictAddressFamilies")
                                .contains(key)) {
                    assertThat(value).as(key).isEqualTo("yes");
                }
            });
        }

        @Test
        void writes_nowhere_but_to_its_own_directory_and_has_no_rights_beside() throws IOException {
            assertThat(value("WorkingDirectory")).isEqualTo("/var/lib/" + value("StateDirectory"));
            assertThat(value("UMask")).isEqualTo("0077");
            assertThat(service())
                    .containsEntry("ProtectSystem", "strict")
                    .containsEntry("ProtectProc", "invisible")
                    .containsEntry("CapabilityBoundingSet", "")
                    .containsEntry("AmbientCapabilities", "")
                    .doesNotContainKeys("ReadWritePaths", "PermissionsStartOnly");
            // The minus: there need be none.
            assertThat(value("EnvironmentFile")).startsWith("-/etc/");
            assertThat(value("ExecStart")).startsWith("/").contains(" --config /etc/");
        }

        /**
         * By the judge of such files as well, where there is one: it says nothing of a unit that is well. The program of the JVM may be
         * another than the unit's here.
         */
        @Test
        void is_one_to_systemd_as_well(@TempDir Path directory, TestReporter reporter) throws Exception {
            Path judge = Path.of("/usr/bin/systemd-analyze");
            if (!Files.isExecutable(judge)) {
                reporter.publishEntry(
                        "systemd-analyze", "not on this machine: the unit is judged by its content alone");
                return;
            }
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Path unit = directory.resolve("billing4j.service");
            Files.writeString(unit, read("deploy/billing4j.service").replace("/usr/bin/java", java));

            Process process = new ProcessBuilder(judge.toString(), "verify", "--man=no", unit.toString())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.onExit().join().exitValue()).as(said).isZero();
            assertThat(said).doesNotContain("billing4j.service");
        }

        private static Map<String, String> service() throws IOException {
            return Objects.requireNonNull(sections().get("Service"));
        }

        /** The settings of each section, each once. */
        private static Map<String, Map<String, String>> sections() throws IOException {
            Map<String, Map<String, String>> sections = new LinkedHashMap<>();
            Map<String, String> section = new HashMap<>();
            for (String line : read("deploy/billing4j.service").lines().toList()) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                if (line.matches("\\[[A-Z][a-z]+]")) {
                    section = new HashMap<>();
                    assertThat(sections.put(line.substring(1, line.length() - 1), section))
                            .as(line)
                            .isNull();
                } else {
                    assertThat(line).matches("[A-Z][A-Za-z]+=(\\S|\\S.*\\S)?");
                    String[] setting = line.split("=", 2);
                    assertThat(section.put(setting[0], setting[1])).as(line).isNull();
                }
            }
            return sections;
        }

        private static String value(String key) throws IOException {
            List<String> values = all(read("deploy/billing4j.service"), "(?m)^" + key + "=(.*)$");
            assertThat(values).as(key).hasSize(1);
            return values.get(0);
        }
    }

    @Nested
    class TheScripts {
        @Test
        void can_be_run() throws IOException {
            assertThat(List.of("run_all_unit_tests.sh", "measure_start.sh")).allSatisfy(name -> {
                Path script = ROOT.resolve("scripts").resolve(name);
                assertThat(script).isExecutable();
                assertThat(Files.readString(script)).startsWith("#!/usr/bin/env bash\n");
            });
        }

        @Test
        void run_the_tests_as_the_readme_says() throws IOException {
            assertThat(read("scripts/run_all_unit_tests.sh")).contains("exec .ci/run");
            assertThat(read(".ci/run")).contains("README.md");
        }
    }

    /** What is behind the jar is what the command line is given: the command of it. */
    private static String commandOf(List<String> words) {
        assertThat(words).contains(JAR);
        assertThat(words.get(0)).matches("java|/usr/bin/java");
        String[] arguments = words.subList(words.indexOf(JAR) + 1, words.size()).toArray(String[]::new);
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        CommandLine commandLine = new CommandLine(new Main(Map.of(), nowhere, nowhere));
        return commandLine.parseArgs(arguments).subcommand().commandSpec().name();
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private record Instruction(String name, String arguments) {
        private static final Pattern LINE = Pattern.compile("([A-Z]+) +(.*)");

        static Instruction of(String line) {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            return new Instruction(matcher.group(1), matcher.group(2).strip());
        }
    }
}
