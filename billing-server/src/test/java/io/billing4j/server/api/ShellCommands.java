package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands as somebody pastes them who has a token. */
final class ShellCommands {
    private static final String END = "=== end of a command\n";

    private ShellCommands() {}

    /** Runs them one after the other, with files in this folder; what each printed. */
    static List<String> run(List<String> commands, String token, Path folder) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("TOKEN=" + token + "\n");
        commands.forEach(command ->
                script.append(command).append("\nprintf '%s' '").append(END).append("'\n"));
        Path file = Files.writeString(folder.resolve("commands"), script);
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        int status = new ProcessBuilder("bash", "-euo", "pipefail", file.toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(errors)).isZero();
        return List.of(Files.readString(output).split(END));
    }
}
