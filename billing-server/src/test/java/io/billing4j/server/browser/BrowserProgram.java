package io.billing4j.server.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which program is the browser: the one that the environment names, else one that is installed. */
final class BrowserProgram {
    /** The variable that names it, by its path or as it is called on the PATH. */
    static final String VARIABLE = "BILLING_TEST_BROWSER";

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    /** What to do where there is none. */
    static final String NONE = "no browser: install one of " + String.join(", ", NAMES)
            + " (Debian: apt-get install --no-install-recommends chromium), or name one in " + VARIABLE;

    private BrowserProgram() {}

    /**
     * The program, or nothing if the environment names none and none is installed.
     *
     * @throws IllegalStateException if what it names is no program
     */
    static Optional<Path> find(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (named.isEmpty()) {
            return NAMES.stream().flatMap(name -> installed(name, environment)).findFirst();
        }
        Stream<Path> found = named.contains(File.separator)
                ? Stream.of(Path.of(named)).filter(BrowserProgram::isProgram)
                : installed(named, environment);
        return Optional.of(found.findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(VARIABLE + ": expected a program but found '" + named + "'")));
    }

    private static Stream<Path> installed(String name, Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(BrowserProgram::isProgram);
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
