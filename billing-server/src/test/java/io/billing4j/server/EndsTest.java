package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndsTest {
    private final List<String> ended = new ArrayList<>();
    private final Ends ends = new Ends();

    @Test
    void the_latest_is_ended_first_and_everything_once() {
        ends.add(() -> ended.add("database"));
        ends.add(() -> ended.add("server"));
        ends.close();
        ends.close();

        assertThat(ended).containsExactly("server", "database");
    }

    @Test
    void what_fails_keeps_nothing_else_open() {
        ends.add(() -> ended.add("database"));
        ends.add(() -> fail("server"));
        ends.add(() -> fail("runs"));

        assertThatThrownBy(ends::close)
                .hasMessage("runs")
                .extracting(e -> e.getSuppressed()[0])
                .hasToString("java.lang.IllegalStateException: server");
        assertThat(ended).containsExactly("runs", "server", "database");
    }

    private void fail(String what) {
        ended.add(what);
        throw new IllegalStateException(what);
    }
}
