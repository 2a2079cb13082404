package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackdatedChangeTest {
    @Test
    void prints_invoices_that_correct_the_ones_before_them() {
        // 3 seats are 30.00 and 5 are 50.00. From 15 February on half of its 28 days is left: 15.00 back, 25.00 more.
        // April: -15.00 + 25.00 - 30.00 + 50.00 + 50.00 = 80.00.
        // From noon of 18 March on: 50.00 - 50.00 * 17.5 / 31 = 50.00 - 28.23 = 21.77; with April 71.77.
        assertThat(Printed.by(BackdatedChange::bill))
                .containsExactly(
                        "INV-202501-00001  [2025-01-01, 2025-02-01) UTC  USD 30.00",
                        "    Seats  3  [2025-01-01, 2025-02-01) UTC   USD 30.00",
                        "INV-202502-00001  [2025-02-01, 2025-03-01) UTC  USD 30.00",
                        "    Seats  3  [2025-02-01, 2025-03-01) UTC   USD 30.00",
                        "INV-202503-00001  [2025-03-01, 2025-04-01) UTC  USD 30.00",
                        "    Seats  3  [2025-03-01, 2025-04-01) UTC   USD 30.00",
                        "INV-202504-00001  [2025-04-01, 2025-05-01) UTC  USD 80.00",
                        "    Seats  3  [2025-02-15, 2025-03-01) UTC  USD -15.00  takes back INV-202502-00001, line 1",
                        "    Seats  5  [2025-02-15, 2025-03-01) UTC   USD 25.00",
                        "    Seats  3  [2025-03-01, 2025-04-01) UTC  USD -30.00  takes back INV-202503-00001, line 1",
                        "    Seats  5  [2025-03-01, 2025-04-01) UTC   USD 50.00",
                        "    Seats  5  [2025-04-01, 2025-05-01) UTC   USD 50.00",
                        "INV-202504-00002  [2025-03-01, 2025-03-18T12:00Z) UTC  USD 0.00",
                        "    Seats  5  [2025-03-18T12:00Z, 2025-04-01) UTC  USD -21.77"
                                + "  takes back INV-202504-00001, line 4",
                        "    Seats  5  [2025-04-01, 2025-05-01) UTC  USD -50.00  takes back INV-202504-00001, line 5",
                        "    put on the balance: USD 71.77");
    }
}
