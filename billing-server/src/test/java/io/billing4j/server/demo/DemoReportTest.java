package io.billing4j.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    @Test
    void it_shows_every_invoice_their_sum_and_the_time_taken() {
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        DemoOutcome outcome = new DemoJob(billing, DemoBooks.standard()).run(DemoProgress.NONE);

        List<String> lines = DemoReport.lines(outcome);

        assertThat(lines).hasSize(1 + 120 + 1 + 1 + 3);
        assertThat(lines.get(0))
                .isEqualTo("NUMBER             CUSTOMER  PERIOD                         TOTAL  CURRENCY");
        assertThat(lines.get(1)).isEqualTo("INV-202311-00001   code-00   2023-11-01 to 2023-12-01       50.00  USD");
        assertThat(lines.get(81)).isEqualTo("INV-202312-00021   conv-00   2023-12-01 to 2024-01-01      150.74  USD");
        assertThat(lines.get(121)).isEqualTo("120 invoices                                             10520.92  USD");
        assertThat(lines.get(123)).matches("Loaded 56,370 events in \\d+\\.\\d{3} s \\([\\d,]+/s\\)");
        assertThat(lines.get(124)).matches("Run 2023-11-01: 60 invoices in \\d+\\.\\d{3} s \\([\\d,]+/s\\)");
        assertThat(lines.get(125)).matches("Run 2023-12-01: 60 invoices in \\d+\\.\\d{3} s \\([\\d,]+/s\\)");
    }

    @Test
    void it_says_when_there_was_nothing_to_do() {
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        new DemoJob(billing, DemoBooks.standard()).run(DemoProgress.NONE);
        DemoOutcome again = new DemoJob(billing, DemoBooks.standard()).run(DemoProgress.NONE);

        assertThat(DemoReport.lines(again))
                .hasSize(1 + 120 + 1 + 1 + 1)
                .endsWith("All of it was billed before: nothing was loaded, nothing was billed again.");
    }
}
