package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageReportingTest {
    @Test
    void prints_what_becomes_of_each_event_and_counts_it_once(@TempDir Path directory) {
        // 400 + 350 + 250 = 1,000; 1,000 * 0.002 = 2.00. call-4 is reported twice.
        assertThat(Printed.by(out -> UsageReporting.report(out, directory)))
                .containsExactly(
                        "refused call-2: METER_NOT_FOUND at meterId: there is no meter tokns",
                        "call-1 acknowledged: true",
                        "call-2 acknowledged: false",
                        "call-3 and call-4 acknowledged: true",
                        "before the end:    accepted 2, replayed 0, sent 0, waiting 2",
                        "after the restart: accepted 1, replayed 2, sent 3, waiting 0",
                        "INV-202502-00001  [2025-02-01, 2025-03-01) UTC  USD 2.00",
                        "    Tokens 1000  [2025-01-01, 2025-02-01) UTC    USD 2.00");
    }

    @Test
    void is_the_code_that_the_page_on_metering_shows() throws IOException {
        assertThat(squeezed(shown(Path.of("../docs/metering.md"), "```java", "```")))
                .isEqualTo(squeezed(shown(
                        Path.of("src/main/java/io/billing4j/examples/UsageReporting.java"),
                        "// manual:begin",
                        "// manual:end")));
    }

    private static String shown(Path file, String begin, String end) throws IOException {
        String text = Files.readString(file);
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    /** Layout is the formatter's affair; the code is what counts. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
