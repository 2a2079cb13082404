package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UpgradeInMidMonthTest {
    @Test
    void prints_an_upgrade_on_the_next_invoice_and_one_on_its_own() {
        // 10 of 30 days: 20.00 * 10 / 30 = 6.67 and 50.00 * 10 / 30 = 16.67.
        // 20.00 - 6.67 = 13.33 back, 50.00 - 16.67 = 33.33 more: 20.00; with December 20.00 + 50.00 = 70.00.
        assertThat(Printed.by(UpgradeInMidMonth::bill))
                .containsExactly(
                        "The upgrade costs USD 20.00",
                        "Ada",
                        "INV-202511-00001  [2025-11-01, 2025-12-01) UTC  USD 20.00",
                        "    Basic  1  [2025-11-01, 2025-12-01) UTC   USD 20.00",
                        "INV-202512-00001  [2025-12-01, 2026-01-01) UTC  USD 70.00",
                        "    Basic  1  [2025-11-11, 2025-12-01) UTC  USD -13.33  takes back INV-202511-00001, line 1",
                        "    Pro    1  [2025-11-11, 2025-12-01) UTC   USD 33.33",
                        "    Pro    1  [2025-12-01, 2026-01-01) UTC   USD 50.00",
                        "Bob",
                        "INV-202511-00002  [2025-11-01, 2025-12-01) UTC  USD 20.00",
                        "    Basic  1  [2025-11-01, 2025-12-01) UTC   USD 20.00",
                        "INV-202511-00003  [2025-11-01, 2025-12-01) UTC  USD 20.00",
                        "    Basic  1  [2025-11-11, 2025-12-01) UTC  USD -13.33  takes back INV-202511-00002, line 1",
                        "    Pro    1  [2025-11-11, 2025-12-01) UTC   USD 33.33",
                        "INV-202512-00002  [2025-12-01, 2026-01-01) UTC  USD 50.00",
                        "    Pro    1  [2025-12-01, 2026-01-01) UTC   USD 50.00");
    }
}
