package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FirstInvoiceTest {
    @Test
    void prints_two_invoices_that_can_be_checked_by_hand() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        FirstInvoice.bill(new PrintStream(printed, true, StandardCharsets.UTF_8));
        // 107,703 * 0.0006 = 64.6218, rounded 64.62; 64.62 + 20.00 = 84.62.
        assertThat(printed.toString(StandardCharsets.UTF_8).lines().map(String::stripTrailing))
                .containsExactly(
                        "INV-202502-00001  [2025-01-01, 2025-02-01) UTC  USD 20.00",
                        "    Assistant           1    USD 20.00",
                        "INV-202502-00002  [2025-02-01, 2025-03-01) UTC  USD 84.62",
                        "    Tokens         107703    USD 64.62",
                        "    Assistant           1    USD 20.00");
    }

    @Test
    void is_the_code_that_the_readme_shows() throws IOException {
        assertThat(squeezed(shown(Path.of("../README.md"), "```java", "```")))
                .isEqualTo(squeezed(shown(
                        Path.of("src/main/java/io/billing4j/examples/FirstInvoice.java"),
                        "// README:begin",
                        "// README:end")));
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
