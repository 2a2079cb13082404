package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the database refuses by itself to do to documents, slots and numbers; and what it must not refuse. */
class InvoiceGuardsTest {
    private static final String NOT_GRANTED = "42501";
    private static final String GUARDED = "23001";
    private static final String CHECKED = "23514";
    private static final String NOT_UNIQUE = "23505";

    private static final String OF_DRAFT = " WHERE invoice_id = '" + SchemaRows.DRAFT + "'";
    private static final String OF_FINAL = " WHERE invoice_id = '" + SchemaRows.FINAL + "'";
    private static final String OF_VOIDED = " WHERE invoice_id = '" + SchemaRows.VOIDED + "'";

    private static Connection application;

    @BeforeAll
    static void fill() throws SQLException {
        application = TestDatabase.freshDatabase().application().getConnection();
        SchemaRows.insertAll(application, "alpha");
        Sql.execute(application, "SET search_path = billing");
    }

    @AfterAll
    static void close() throws SQLException {
        application.close();
    }

    @Nested
    class AFinalisedDocument {
        @TestFactory
        Stream<DynamicTest> keeps() {
            return Stream.concat(
                    // every column that the application may update at all, but settlement
                    Stream.of(
                                    "status = 'DRAFT'",
                                    "invoice_number = 'INV-9'",
                                    "sequence_value = 9",
                                    "scope_key = '209901'",
                                    "issue_date = issue_date + 1",
                                    "subtotal = 21.00, total = 21.00",
                                    "discount = 1.00, total = 19.00",
                                    "tax = 1.00, total = 21.00",
                                    "credit = 1.00, total = 19.00",
                                    "total = 20.0",
                                    "discounts = '{}'",
                                    "line_count = 2",
                                    "finalize_at = '2023-12-05Z'",
                                    "content_hash = '\\x01' || sha256('other')",
                                    "finalized_at = finalized_at + interval '1 microsecond'",
                                    "settlement = 'PAID', line_count = 2")
                            .map(change -> refused(GUARDED, "UPDATE invoice SET " + change + OF_FINAL)),
                    Stream.of(
                            refused(GUARDED, "DELETE FROM invoice" + OF_FINAL),
                            refused(GUARDED, "DELETE FROM invoice_line" + OF_FINAL),
                            refused(GUARDED, addedLine(SchemaRows.FINAL)),
                            refused(
                                    GUARDED,
                                    SchemaRows.lines(
                                            "alpha",
                                            SchemaRows.line(SchemaRows.DRAFT, 2),
                                            SchemaRows.line(SchemaRows.FINAL, 2))),
                            refused(NOT_GRANTED, "UPDATE invoice_line SET amount = 1" + OF_FINAL),
                            refused(NOT_GRANTED, "UPDATE invoice_line SET discount = 1" + OF_FINAL),
                            refused(NOT_GRANTED, "UPDATE invoice SET customer_id = 'c9'" + OF_FINAL),
                            refused(NOT_GRANTED, "UPDATE invoice SET currency = 'EUR'" + OF_FINAL),
                            refused(
                                    NOT_GRANTED,
                                    "UPDATE invoice SET period_end = period_end + interval '1 day'" + OF_FINAL),
                            refused(NOT_GRANTED, "TRUNCATE invoice, invoice_line")));
        }

        @Test
        void isSettled() throws SQLException {
            assertThat(updated("UPDATE invoice SET settlement = 'PAID'" + OF_FINAL))
                    .isOne();
        }

        @Test
        void isVoidedOnce() throws SQLException {
            String voiding = "UPDATE invoice SET status = 'VOIDED', voided_at = '2023-12-03Z', void_intent = 'WAIVE'";
            assertThat(updated(voiding + OF_FINAL)).isOne();
            assertThat(Sql.refusal(application, "alpha", voiding + OF_VOIDED)).isEqualTo(GUARDED);
        }
    }

    @Nested
    class AVoidedDocument {
        @TestFactory
        Stream<DynamicTest> keeps() {
            return Stream.of(
                    refused(
                            GUARDED,
                            "UPDATE invoice SET status = 'FINALIZED', voided_at = NULL, void_intent = NULL"
                                    + OF_VOIDED),
                    refused(GUARDED, "UPDATE invoice SET void_intent = 'WAIVE'" + OF_VOIDED),
                    refused(GUARDED, "UPDATE invoice SET voided_at = voided_at + interval '1 day'" + OF_VOIDED),
                    refused(GUARDED, "DELETE FROM invoice" + OF_VOIDED),
                    refused(GUARDED, "DELETE FROM invoice_line" + OF_VOIDED),
                    refused(GUARDED, addedLine(SchemaRows.VOIDED)));
        }
    }

    @Nested
    class ADraft {
        @TestFactory
        Stream<DynamicTest> refuses() {
            return Stream.of(
                    refused(
                            GUARDED,
                            "UPDATE invoice SET status = 'VOIDED', voided_at = '2023-12-03Z', void_intent = 'WAIVE'"
                                    + OF_DRAFT),
                    refused(CHECKED, "UPDATE invoice SET status = 'FINALIZED'" + OF_DRAFT),
                    refused(CHECKED, "UPDATE invoice SET invoice_number = 'INV-9'" + OF_DRAFT),
                    refused(CHECKED, "UPDATE invoice SET total = 21.00" + OF_DRAFT),
                    refused(CHECKED, "UPDATE invoice SET discounts = '[]'" + OF_DRAFT),
                    refused(CHECKED, "UPDATE invoice SET subtotal = -1.00, total = -1.00" + OF_DRAFT),
                    refused(NOT_GRANTED, "UPDATE invoice SET customer_id = 'c9'" + OF_DRAFT));
        }

        @Test
        void isWrittenAnew() throws SQLException {
            assertThat(updated("DELETE FROM invoice_line" + OF_DRAFT)).isOne();
            assertThat(updated(addedLine(SchemaRows.DRAFT))).isOne();
            assertThat(updated("UPDATE invoice SET subtotal = 21.00, total = 21.00" + OF_DRAFT))
                    .isOne();
        }

        @Test
        void isDeleted() throws SQLException {
            assertThat(updated("DELETE FROM invoice" + OF_DRAFT)).isOne();
        }

        @Test
        void isFinalised() throws SQLException {
            assertThat(updated("UPDATE invoice SET " + finalised("INV-202312-00003") + OF_DRAFT))
                    .isOne();
        }

        @Test
        void takesNoNumberThatWasGiven() throws SQLException {
            assertThat(Sql.refusal(
                            application, "alpha", "UPDATE invoice SET " + finalised("INV-202312-00001") + OF_DRAFT))
                    .isEqualTo(NOT_UNIQUE);
        }
    }

    /** Written while the document is a draft, as each document's are before its header is there. */
    @Nested
    class WhatCouponsTakeOff {
        @Test
        void isWrittenAnewForADraft() throws SQLException {
            assertThat(updated("DELETE FROM coupon_redemption" + OF_DRAFT)).isOne();
            assertThat(updated(redemption(SchemaRows.DRAFT, 1))).isOne();
        }

        @Test
        void staysOnceTheDocumentIsFinalised() throws SQLException {
            String finalising = "UPDATE invoice SET " + finalised("INV-202312-00003") + OF_DRAFT + "; ";

            assertThat(Sql.refusal(application, "alpha", finalising + "DELETE FROM coupon_redemption" + OF_DRAFT))
                    .isEqualTo(GUARDED);
            assertThat(Sql.refusal(application, "alpha", finalising + redemption(SchemaRows.DRAFT, 1)))
                    .isEqualTo(GUARDED);
            assertThat(Sql.refusal(application, "alpha", redemption(SchemaRows.FINAL, 1)))
                    .isEqualTo(GUARDED);
        }

        @Test
        void isLessOnceTheDocumentIsVoid() throws SQLException {
            Sql.inTenant(application, "alpha", () -> {
                Sql.execute(application, redemption(SchemaRows.VOIDED, 1));
                assertThat(Sql.update(application, "DELETE FROM coupon_redemption" + OF_VOIDED))
                        .isOne();
            });
        }

        private String redemption(String invoice, int slot) {
            return SchemaRows.redemption("alpha", invoice, "'g1', 's1', " + slot);
        }
    }

    @Nested
    class Slots {
        @TestFactory
        Stream<DynamicTest> refuse() {
            return Stream.of(
                    refused(GUARDED, "UPDATE invoice_slot SET outcome = 'SKIPPED', invoice_id = NULL" + OF_FINAL),
                    refused(GUARDED, "UPDATE invoice_slot SET invoice_id = '" + SchemaRows.DRAFT + "'" + OF_FINAL),
                    refused(GUARDED, "UPDATE invoice_slot SET voided = false" + OF_VOIDED),
                    refused(GUARDED, "UPDATE invoice_slot SET waived = true" + OF_VOIDED),
                    refused(CHECKED, "UPDATE invoice_slot SET waived = true" + OF_FINAL),
                    refused(CHECKED, "UPDATE invoice_slot SET outcome = 'SKIPPED'" + OF_DRAFT),
                    refused(NOT_GRANTED, "UPDATE invoice_slot SET period_end = period_end + interval '1 day'"),
                    refused(NOT_GRANTED, "UPDATE invoice_slot SET billing_sequence = 9"),
                    refused(NOT_GRANTED, "DELETE FROM invoice_slot"),
                    refused(NOT_UNIQUE, slot(9, 0, "CYCLE", "2023-12-01Z", "2024-01-01Z", "NULL", false, false)),
                    refused(NOT_UNIQUE, slot(2, 0, "CYCLE", "2024-05-01Z", "2024-06-01Z", "NULL", false, false)),
                    refused(CHECKED, slot(9, 0, "CYCLE", "2024-06-01Z", "2024-05-01Z", "NULL", false, false)),
                    refused(CHECKED, slot(9, 0, "IMMEDIATE", "2024-05-01Z", "2024-06-01Z", "NULL", false, false)),
                    refused(CHECKED, slot(9, 0, "CORRECTION", "2024-05-01Z", "2024-06-01Z", "4", false, false)),
                    refused(CHECKED, slot(9, 0, "WHATEVER", "2024-05-01Z", "2024-06-01Z", "NULL", false, false)),
                    refused(CHECKED, slot(9, 0, "CYCLE", "2024-05-01Z", "2024-06-01Z", "NULL", false, true)));
        }

        @Test
        void makeRoomForAReissueOnceVoided() throws SQLException {
            assertThat(updated(slot(3, 1, "CYCLE", "2024-01-01Z", "2024-02-01Z", "NULL", false, false)))
                    .isOne();
        }

        @Test
        void keepTheirPlaceWhenWaived() throws SQLException {
            String slots = slot(7, 0, "CYCLE", "2025-01-01Z", "2025-02-01Z", "NULL", true, true);
            String again = slot(7, 1, "CYCLE", "2025-01-01Z", "2025-02-01Z", "NULL", false, false);
            assertThat(Sql.refusal(application, "alpha", slots + "; " + again)).isEqualTo(NOT_UNIQUE);
        }

        @Test
        void holdOneDocumentPerImmediateChange() throws SQLException {
            String first = slot(7, 0, "IMMEDIATE", "2025-01-01Z", "2025-02-01Z", "4", false, false);
            String other = slot(8, 0, "IMMEDIATE", "2025-01-01Z", "2025-02-01Z", "5", false, false);
            String again = slot(9, 0, "IMMEDIATE", "2025-01-03Z", "2025-02-01Z", "4", false, false);
            assertThat(Sql.refusal(application, "alpha", first + "; " + other + "; " + again))
                    .isEqualTo(NOT_UNIQUE);
            assertThat(updated(first + "; " + other)).isOne();
        }

        @Test
        void holdAnyNumberOfCorrectionsOfAPeriod() throws SQLException {
            String first = slot(7, 0, "CORRECTION", "2025-01-01Z", "2025-02-01Z", "NULL", false, false);
            String other = slot(8, 0, "CORRECTION", "2025-01-01Z", "2025-02-01Z", "NULL", false, false);
            assertThat(updated(first + "; " + other)).isOne();
        }

        @Test
        void areVoided() throws SQLException {
            assertThat(updated("UPDATE invoice_slot SET voided = true, waived = true" + OF_FINAL))
                    .isOne();
        }

        @Test
        void areSkippedWhenTheirDraftTurnsOutEmpty() throws SQLException {
            assertThat(updated("UPDATE invoice_slot SET outcome = 'SKIPPED', invoice_id = NULL" + OF_DRAFT))
                    .isOne();
        }
    }

    @Nested
    class Numbers {
        @TestFactory
        Stream<DynamicTest> refuse() {
            return Stream.of(
                    refused(GUARDED, "UPDATE number_counter SET last_value = last_value - 1"),
                    refused(GUARDED, "UPDATE number_series SET last_issue_date = last_issue_date - 1"),
                    refused(GUARDED, "UPDATE number_series SET last_issue_date = NULL"),
                    refused(NOT_GRANTED, "UPDATE number_counter SET scope_key = 'x'"),
                    refused(NOT_GRANTED, "DELETE FROM number_counter"),
                    refused(NOT_GRANTED, "DELETE FROM number_series"));
        }

        @Test
        void goOn() throws SQLException {
            assertThat(updated("UPDATE number_counter SET last_value = last_value + 2"))
                    .isOne();
            assertThat(updated("UPDATE number_series SET last_issue_date = last_issue_date"))
                    .isOne();
            assertThat(updated("UPDATE number_series SET last_issue_date = last_issue_date + 1"))
                    .isOne();
        }
    }

    private static DynamicTest refused(String state, String sql) {
        return dynamicTest(
                state + " " + sql,
                () -> assertThat(Sql.refusal(application, "alpha", sql)).isEqualTo(state));
    }

    /** Rows of the last of the statements; all of it is rolled back, so that tests stay apart. */
    private static int updated(String statements) throws SQLException {
        String[] each = statements.split("; ");
        application.setAutoCommit(false);
        try {
            Sql.execute(application, "SELECT set_config('billing.tenant', 'alpha', true)");
            for (String statement : Arrays.copyOf(each, each.length - 1)) {
                Sql.execute(application, statement);
            }
            return Sql.update(application, each[each.length - 1]);
        } finally {
            application.rollback();
            application.setAutoCommit(true);
        }
    }

    private static String finalised(String number) {
        return "status = 'FINALIZED', invoice_number = '" + number
                + "', sequence_value = 3, scope_key = '202312', issue_date = '2023-12-01',"
                + " content_hash = '\\x01' || sha256('x'), finalized_at = '2023-12-01Z'";
    }

    private static String addedLine(String invoice) {
        return SchemaRows.lines("alpha", SchemaRows.line(invoice, 2));
    }

    private static String slot(
            int sequence,
            int revision,
            String reason,
            String start,
            String end,
            String change,
            boolean voided,
            boolean waived) {
        return SchemaRows.slot(
                "alpha",
                "'s1', 1, " + sequence + ", " + revision + ", " + (sequence - 1) + ", '" + reason + "', 'SKIPPED', '"
                        + start + "', '" + end + "', '" + start + "', '" + end + "', 'UTC', " + change + ", NULL, "
                        + voided + ", " + waived);
    }
}
