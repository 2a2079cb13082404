package io.billing4j.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.usage.UsageEvent;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TraceTest {
    @Nested
    class ThePublishedFiles {
        @Test
        void hold_what_their_publisher_says() {
            assertTokens(Trace.resource("conv.csv"), 19_366, 22_361_870, 4_088_665);
            assertTokens(Trace.resource("code.csv"), 8_819, 18_059_974, 245_896);
        }

        @Test
        void become_two_events_a_request_under_lasting_ids_cut_to_microseconds() {
            DemoService assistant = DemoBooks.standard().services().get(0);
            List<UsageEvent> events = assistant.events().toList();

            assertThat(events).hasSize(2 * 19_366);
            assertThat(events.get(0).id()).hasToString("conv-00000-context");
            assertThat(events.get(0).quantity()).isEqualByComparingTo("374");
            assertThat(events.get(0).occurredAt()).isEqualTo(Instant.parse("2023-11-16T18:15:46.680590Z"));
            assertThat(events.get(1).id()).hasToString("conv-00000-generated");
            assertThat(events.get(1).quantity()).isEqualByComparingTo("44");
            assertThat(events.get(83).id()).hasToString("conv-00041-generated");
            assertThat(events.get(83).customer()).hasToString("conv-01");
        }

        private void assertTokens(Trace trace, int requests, long context, long generated) {
            assertThat(trace.requests()).hasSize(requests);
            assertThat(trace.requests().stream()
                            .mapToLong(Trace.Request::contextTokens)
                            .sum())
                    .isEqualTo(context);
            assertThat(trace.requests().stream()
                            .mapToLong(Trace.Request::generatedTokens)
                            .sum())
                    .isEqualTo(generated);
        }
    }

    @Nested
    class AFileThatIsNone {
        @Test
        void is_refused_without_its_header() {
            assertThatThrownBy(() -> Trace.read(new StringReader("2023-11-16 18:15:46.6805900,374,44")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("header");
        }

        @Test
        void is_refused_at_the_line_that_cannot_be_read() {
            for (String line :
                    List.of("2023-11-16,1,2", "2023-11-16 18:15:46.68,1", "2023-11-16 18:15:46.68,1,x", "")) {
                assertThatThrownBy(() ->
                                Trace.read(new StringReader("TIMESTAMP,ContextTokens,GeneratedTokens\n" + line + "\n")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageEndingWith("but found " + line);
            }
        }
    }
}
