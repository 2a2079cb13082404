package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LoadProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void on_a_terminal_it_draws_a_bar_up_to_the_end() {
        load(true);

        assertThat(shown()).contains("\r").contains("Loading events").contains("100%");
    }

    @Test
    void elsewhere_it_says_one_line_and_draws_nothing() {
        load(false);

        assertThat(shown()).isEqualToNormalizingNewlines("Loading 2,000 events\n");
    }

    @Test
    void without_a_load_it_says_nothing() {
        new LoadProgress(stream(), true).close();

        assertThat(shown()).isEmpty();
    }

    private void load(boolean terminal) {
        try (LoadProgress progress = new LoadProgress(stream(), terminal)) {
            progress.loaded(0, 2_000);
            progress.loaded(1_000, 2_000);
            progress.loaded(2_000, 2_000);
        }
    }

    private PrintStream stream() {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
