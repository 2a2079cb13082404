package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsolidatedInvoiceTest {
    @Test
    void prints_one_document_for_what_is_due_on_one_day() {
        // 20.50 * 0.07 = 1.435; 3.00 * 0.07 = 0.21.
        assertThat(Printed.by(ConsolidatedInvoice::bill))
                .containsExactly(
                        "INV-202511-00001",
                        "    adas-domain Domain 0.50",
                        "    adas-hosting Hosting 20.00",
                        "  20.50 + 1.44 = 21.94",
                        "INV-202511-00002",
                        "    adas-mail Mail 3.00",
                        "  3.00 + 0.21 = 3.21",
                        "INV-202512-00001",
                        "    adas-domain Domain 0.50",
                        "    adas-hosting Hosting 20.00",
                        "  20.50 + 1.44 = 21.94",
                        "INV-202512-00002",
                        "    adas-mail Mail 3.00",
                        "  3.00 + 0.21 = 3.21");
    }
}
