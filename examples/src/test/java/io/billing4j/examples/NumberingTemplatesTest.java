package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberingTemplatesTest {
    @Test
    void prints_invoices_and_their_numbers_under_each_template() {
        // Bob has 17 of December's 31 days: 31.00 - 31.00 * 14 / 31 = 17.00.
        assertThat(Printed.by(NumberingTemplates::show))
                .containsExactly(
                        "INV-202511-00001  [2025-11-01, 2025-12-01) UTC  USD 31.00",
                        "    Basic  1  [2025-11-01, 2025-12-01) UTC   USD 31.00",
                        "INV-202512-00001  [2025-12-01, 2026-01-01) UTC  USD 31.00",
                        "    Basic  1  [2025-12-01, 2026-01-01) UTC   USD 31.00",
                        "INV-202512-00002  [2025-12-15, 2026-01-01) UTC  USD 17.00",
                        "    Basic  1  [2025-12-15, 2026-01-01) UTC   USD 17.00",
                        "INV-202601-00001  [2026-01-01, 2026-02-01) UTC  USD 31.00",
                        "    Basic  1  [2026-01-01, 2026-02-01) UTC   USD 31.00",
                        "INV-202601-00002  [2026-01-01, 2026-02-01) UTC  USD 31.00",
                        "    Basic  1  [2026-01-01, 2026-02-01) UTC   USD 31.00",
                        "INV-{yyyyMM}-{seq:5}  begins anew each month",
                        "    2025-11-01  ada  INV-202511-00001",
                        "    2025-12-01  ada  INV-202512-00001",
                        "    2025-12-15  bob  INV-202512-00002",
                        "    2026-01-01  ada  INV-202601-00001",
                        "    2026-01-01  bob  INV-202601-00002",
                        "{yyyy}/{seq:4}  begins anew each year",
                        "    2025-11-01  ada  2025/0001",
                        "    2025-12-01  ada  2025/0002",
                        "    2025-12-15  bob  2025/0003",
                        "    2026-01-01  ada  2026/0001",
                        "    2026-01-01  bob  2026/0002",
                        "{yyyyMM}/{seq:4}  shows the month and begins anew each year",
                        "    2025-11-01  ada  202511/0001",
                        "    2025-12-01  ada  202512/0002",
                        "    2025-12-15  bob  202512/0003",
                        "    2026-01-01  ada  202601/0001",
                        "    2026-01-01  bob  202601/0002",
                        "R-{seq}  counts on for ever",
                        "    2025-11-01  ada  R-1",
                        "    2025-12-01  ada  R-2",
                        "    2025-12-15  bob  R-3",
                        "    2026-01-01  ada  R-4",
                        "    2026-01-01  bob  R-5",
                        "{customer}-{seq:3}  counts by customer",
                        "    2025-11-01  ada  ada-001",
                        "    2025-12-01  ada  ada-002",
                        "    2025-12-15  bob  bob-001",
                        "    2026-01-01  ada  ada-003",
                        "    2026-01-01  bob  bob-002",
                        "{yyyy}#{customer}-{seq:2}  counts by customer and year",
                        "    2025-11-01  ada  2025#ada-01",
                        "    2025-12-01  ada  2025#ada-02",
                        "    2025-12-15  bob  2025#bob-01",
                        "    2026-01-01  ada  2026#ada-01",
                        "    2026-01-01  bob  2026#bob-01",
                        "{entity}/{yyyy}-{seq:4}  shows in whose name it is issued",
                        "    2025-11-01  ada  main/2025-0001",
                        "    2025-12-01  ada  main/2025-0002",
                        "    2025-12-15  bob  main/2025-0003",
                        "    2026-01-01  ada  main/2026-0001",
                        "    2026-01-01  bob  main/2026-0002",
                        "INVALID_TEMPLATE: a sequence that restarts MONTHLY would repeat numbers of {yyyy}/{seq:4}");
    }
}
