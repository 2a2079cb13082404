package io.billing4j.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserProgramTest {
    @TempDir
    private Path folder;

    @Test
    void is_the_first_that_is_installed() throws IOException {
        assertThat(BrowserProgram.find(environment(""))).isEmpty();
        Path chrome = program("google-chrome");
        assertThat(BrowserProgram.find(environment(""))).contains(chrome);
        Path chromium = program("chromium");
        assertThat(BrowserProgram.find(environment(""))).contains(chromium);
    }

    @Test
    void is_the_one_that_is_named_by_its_path_or_as_it_is_called() throws IOException {
        program("chromium");
        Path other = program("other");
        assertThat(BrowserProgram.find(environment("other"))).contains(other);
        assertThat(BrowserProgram.find(environment(other.toString()))).contains(other);
    }

    @Test
    void is_refused_if_what_is_named_is_none() throws IOException {
        program("chromium");
        Path text = Files.writeString(folder.resolve("text"), "no program");
        for (String named : new String[] {"none", folder.resolve("none").toString(), text.toString()}) {
            assertThatThrownBy(() -> BrowserProgram.find(environment(named)))
                    .hasMessage("BILLING_TEST_BROWSER: expected a program but found '" + named + "'");
        }
    }

    private Map<String, String> environment(String named) {
        return Map.of("PATH", folder.resolve("nothing") + File.pathSeparator + folder, BrowserProgram.VARIABLE, named);
    }

    private Path program(String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
