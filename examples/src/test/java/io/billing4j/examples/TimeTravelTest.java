package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeTravelTest {
    @Test
    void prints_all_that_fell_due_in_half_a_year() {
        // The trial ends on 17 + 14 = 31 January, the term four months later on 31 May.
        // From 15 April on 15 of the 30 days up to 30 April are left: 10.00 of 20.00 back, 15.00 of 30.00 more.
        assertThat(Printed.by(TimeTravel::travel))
                .containsExactly(
                        "2024-01-31T00:00:00Z  documents: 1",
                        "2024-02-29T00:00:00Z  documents: 1",
                        "2024-03-31T00:00:00Z  documents: 1",
                        "2024-04-30T00:00:00Z  documents: 1",
                        "2024-05-31T00:00:00Z  documents: 0",
                        "INV-202401-00001  [2024-01-31, 2024-02-29) UTC  USD 20.00",
                        "    Basic  1  [2024-01-31, 2024-02-29) UTC   USD 20.00",
                        "INV-202402-00001  [2024-02-29, 2024-03-31) UTC  USD 20.00",
                        "    Basic  1  [2024-02-29, 2024-03-31) UTC   USD 20.00",
                        "INV-202403-00001  [2024-03-31, 2024-04-30) UTC  USD 20.00",
                        "    Basic  1  [2024-03-31, 2024-04-30) UTC   USD 20.00",
                        "INV-202404-00001  [2024-04-30, 2024-05-31) UTC  USD 35.00",
                        "    Basic  1  [2024-04-15, 2024-04-30) UTC  USD -10.00  takes back INV-202403-00001, line 1",
                        "    Pro    1  [2024-04-15, 2024-04-30) UTC   USD 15.00",
                        "    Pro    1  [2024-04-30, 2024-05-31) UTC   USD 30.00",
                        "2024-07-01T00:00:00Z  EXPIRED");
    }
}
