package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the application role may not do, and what the tables do not take. */
class RefusalsTest {
    private static final String NOT_GRANTED = "42501";
    private static final String CHECKED = "23514";
    private static final String NOT_UNIQUE = "23505";
    private static final String NO_PARENT = "23503";
    private static final String GUARDED = "23001";
    private static final String NO_COPY = "0A000";

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
    class WhatIsOnlyEverAdded {
        @TestFactory
        Stream<DynamicTest> isNeitherChangedNorDeleted() {
            return Stream.of(
                            "audit",
                            "usage_key",
                            "usage_event",
                            "meter",
                            "plan_version",
                            "charge",
                            "subscription_change",
                            "finding")
                    .flatMap(table -> Stream.of(
                            refused(NOT_GRANTED, "UPDATE " + table + " SET tenant_id = tenant_id"),
                            refused(NOT_GRANTED, "DELETE FROM " + table),
                            refused(NOT_GRANTED, "TRUNCATE " + table)));
        }

        @TestFactory
        Stream<DynamicTest> holdsNoContentThatMayChange() {
            return Stream.of(
                    refused(NOT_GRANTED, "UPDATE audit SET after = '{}'"),
                    refused(NOT_GRANTED, "UPDATE usage_event SET quantity = 1"),
                    refused(NOT_GRANTED, "UPDATE charge SET price_model = '{}'"),
                    refused(NOT_GRANTED, "UPDATE plan SET currency = 'EUR'"),
                    refused(NOT_GRANTED, "UPDATE subscription SET currency = 'EUR'"),
                    refused(NOT_GRANTED, "UPDATE customer SET currency = 'EUR'"),
                    refused(NOT_GRANTED, "UPDATE tenant SET status = 'CLOSED'"));
        }
    }

    @Nested
    class AClock {
        private static final String SET = "UPDATE tenant SET clock_at = '2024-01-15Z' WHERE tenant_id = ";

        @BeforeEach
        void ofASandbox() throws SQLException {
            Sql.execute(
                    application,
                    "INSERT INTO tenant VALUES ('sandbox', 'SANDBOX', 'ACTIVE', '2023-11-01Z') ON CONFLICT DO NOTHING");
            Sql.inTenant(application, "sandbox", () -> Sql.execute(application, SET + "'sandbox'"));
        }

        @Test
        void goesForwardAndStaysWhereItIs() throws SQLException {
            Sql.inTenant(
                    application,
                    "sandbox",
                    () -> assertThat(Sql.update(application, SET + "'sandbox'")).isOne());
        }

        @TestFactory
        Stream<DynamicTest> isNotSet() {
            return Stream.of(
                            "UPDATE tenant SET clock_at = '2024-01-14 23:59:59.999999Z' WHERE tenant_id = 'sandbox'",
                            "UPDATE tenant SET clock_at = NULL WHERE tenant_id = 'sandbox'",
                            SET + "'alpha'")
                    .flatMap(set -> Stream.of("sandbox", "alpha")
                            .map(tenant -> dynamicTest(
                                    tenant + " " + set,
                                    () -> assertThat(Sql.refusal(application, tenant, set))
                                            .isEqualTo(GUARDED))));
        }

        @Test
        void isNotSetByAnother() throws SQLException {
            assertThat(Sql.refusal(application, "alpha", SET + "'sandbox'")).isEqualTo(GUARDED);
            assertThat(Sql.refusal(application, "", SET + "'sandbox'")).isEqualTo(GUARDED);
        }
    }

    @Nested
    class AChange {
        @TestFactory
        Stream<DynamicTest> lacksNothingOfItsKind() {
            return Stream.of(
                    refused(CHECKED, change("'GONE', NULL, NULL, NULL, '{}'")),
                    refused(CHECKED, change("'CREATED', 'assistant', 1, NULL, NULL")),
                    refused(CHECKED, change("'PLAN_CHANGED', NULL, NULL, 1, NULL")),
                    refused(CHECKED, change("'QUANTITY_CHANGED', 'assistant', 1, NULL, NULL")),
                    refused(CHECKED, change("'ADD_ON_SET', NULL, NULL, 1, NULL")),
                    refused(CHECKED, change("'ADD_ON_SET', 'assistant', 1, NULL, NULL")),
                    refused(CHECKED, change("'PAUSED', NULL, NULL, NULL, NULL")),
                    refused(CHECKED, change("'WITHDRAWN', NULL, NULL, NULL, '[]'")),
                    refused(NO_PARENT, change("'PLAN_CHANGED', 'assistant', 9, NULL, NULL")));
        }

        @Test
        void isAddedWithWhatItNeeds() throws SQLException {
            assertThat(inserted(change("'PLAN_CHANGED', 'assistant', 1, NULL, NULL")))
                    .isOne();
            assertThat(inserted(change("'PAUSED', NULL, NULL, NULL, '{}'"))).isOne();
            assertThat(inserted(change("'RESUMED', NULL, NULL, NULL, NULL"))).isOne();
        }

        private static String change(String values) {
            return "INSERT INTO subscription_change (tenant_id, subscription_id, change_no, effective_at, recorded_at, kind,"
                    + " plan_id, plan_version, quantity, detail) VALUES"
                    + " ('alpha', 's1', 2, '2023-11-15Z', '2023-11-15Z', " + values + ")";
        }
    }

    @Nested
    class Content {
        @TestFactory
        Stream<DynamicTest> isRefused() {
            return Stream.of(
                    refused(CHECKED, customer("with space")),
                    refused(CHECKED, customer("")),
                    refused(CHECKED, customer("k".repeat(65))),
                    refused(CHECKED, customer("ümlaut")),
                    refused(CHECKED, customer("line\nbreak")),
                    refused(NOT_UNIQUE, customer("c1")),
                    refused(
                            CHECKED,
                            "INSERT INTO meter VALUES ('alpha', 'm', 'SUM', false, 'not json', '2023-11-01Z')"),
                    refused(CHECKED, SchemaRows.meter("alpha", "'m', 'MEDIAN'")),
                    refused(CHECKED, "UPDATE customer_profile SET profile = 'not json'"),
                    refused(NO_PARENT, SchemaRows.planVersion("alpha", "'nowhere', 1, 'MONTH'")),
                    refused(CHECKED, SchemaRows.planVersion("alpha", "'assistant', 0, 'MONTH'")),
                    refused(CHECKED, SchemaRows.planVersion("alpha", "'assistant', 2, 'LUSTRUM'")),
                    refused(NOT_UNIQUE, SchemaRows.finding("alpha", "gen_random_uuid()")),
                    refused(NOT_UNIQUE, SchemaRows.run("alpha", "gen_random_uuid()")),
                    refused(NO_COPY, "COPY customer FROM STDIN"));
        }

        @Test
        void isTakenAtTheLimitOfAKey() throws SQLException {
            assertThat(inserted(customer("k".repeat(64)))).isOne();
            assertThat(inserted(customer("A-z.0_9:"))).isOne();
        }
    }

    @Nested
    class ACoupon {
        @TestFactory
        Stream<DynamicTest> isRefused() {
            return Stream.of(
                    refused(CHECKED, coupon("NULL, NULL, NULL, 'DOCUMENT', NULL")),
                    refused(CHECKED, coupon("10, 5.00, 'USD', 'DOCUMENT', NULL")),
                    refused(CHECKED, coupon("NULL, 5.00, NULL, 'DOCUMENT', NULL")),
                    refused(CHECKED, coupon("10, NULL, 'USD', 'DOCUMENT', NULL")),
                    refused(CHECKED, coupon("100.1, NULL, NULL, 'DOCUMENT', NULL")),
                    refused(CHECKED, coupon("NULL, 0, 'USD', 'DOCUMENT', NULL")),
                    refused(CHECKED, coupon("10, NULL, NULL, 'DOCUMENT', '{a}'")),
                    refused(CHECKED, coupon("10, NULL, NULL, 'PLANS', NULL")),
                    refused(CHECKED, coupon("10, NULL, NULL, 'CHARGES', '{}'")),
                    refused(CHECKED, "UPDATE coupon SET granted = 2 WHERE coupon_id = 'TEN'"),
                    refused(NOT_GRANTED, "UPDATE coupon SET percent = 20"),
                    refused(NOT_GRANTED, "DELETE FROM coupon"),
                    refused(NOT_GRANTED, "UPDATE coupon_grant SET customer_id = 'c1'"),
                    refused(NOT_GRANTED, "DELETE FROM coupon_grant"),
                    refused(CHECKED, "UPDATE coupon_grant SET ended_at = starts_at - interval '1 microsecond'"),
                    refused(NOT_GRANTED, "UPDATE coupon_redemption SET amount = 1"),
                    refused(NOT_UNIQUE, SchemaRows.redemption("alpha", "'g1', 's1', 0")),
                    refused(CHECKED, SchemaRows.redemption("alpha", "'g1', 's1', -1")));
        }

        @Test
        void isAddedWithWhatItNeeds() throws SQLException {
            assertThat(inserted(coupon("NULL, 5.00, 'USD', 'DOCUMENT', NULL"))).isOne();
            assertThat(inserted(coupon("100, NULL, NULL, 'CHARGES', '{a, b}'"))).isOne();
        }

        private static String coupon(String values) {
            return SchemaRows.coupon("alpha", values);
        }
    }

    @Nested
    class ATaxRule {
        @TestFactory
        Stream<DynamicTest> isRefused() {
            return Stream.of(
                    refused(
                            CHECKED,
                            rule("'DE', NULL, '2021-01-01', NULL", "NULL, NULL, NULL, NULL, NULL, NULL, NULL")),
                    refused(
                            CHECKED,
                            rule("'DE', NULL, '2021-01-01', NULL", "'vat', 'VAT', 19, false, NULL, NULL, NULL")),
                    refused(
                            CHECKED,
                            rule("'DE', NULL, '2021-01-01', NULL", "'vat', NULL, NULL, NULL, NULL, 'EXEMPT', 'x'")),
                    refused(
                            CHECKED,
                            rule("'DE', NULL, '2021-01-01', NULL", "NULL, NULL, NULL, NULL, NULL, 'EXEMPT', NULL")),
                    refused(
                            CHECKED,
                            rule("'DE', NULL, '2021-01-01', NULL", "NULL, NULL, NULL, NULL, NULL, 'NONE', 'x'")),
                    refused(
                            CHECKED,
                            rule("'DE', NULL, '2021-01-01', NULL", "'vat', 'VAT', 100.1, false, 0, NULL, NULL")),
                    refused(
                            CHECKED,
                            rule("'DE', NULL, '2021-01-01', NULL", "'vat', 'VAT', 'NaN', false, 0, NULL, NULL")),
                    refused(CHECKED, rule("'DE', NULL, '2021-01-01', NULL", "'vat', 'VAT', -1, false, 0, NULL, NULL")),
                    refused(
                            CHECKED,
                            rule("'DE', NULL, '2021-01-01', NULL", "'vat', 'VAT', 19, false, 100, NULL, NULL")),
                    refused(CHECKED, rule("'de', NULL, '2021-01-01', NULL", DUE)),
                    refused(CHECKED, rule("'DE', 'BAYE', '2021-01-01', NULL", DUE)),
                    refused(CHECKED, rule("NULL, 'BY', '2021-01-01', NULL", DUE)),
                    refused(CHECKED, rule("'DE', NULL, '2021-01-01', '2020-12-31'", DUE)),
                    refused(NOT_UNIQUE, SchemaRows.taxRule("alpha", "'de', NULL, NULL, '2021-01-01', NULL, " + DUE)),
                    refused(NOT_GRANTED, "UPDATE tax_rule SET percent = 20"),
                    refused(NOT_GRANTED, "UPDATE tax_rule SET starts_on = '2020-01-01'"),
                    refused(NOT_GRANTED, "DELETE FROM tax_rule"),
                    refused(CHECKED, "UPDATE tax_rule SET ends_on = starts_on - 1"));
        }

        @Test
        void isAddedWithWhatItNeeds() throws SQLException {
            assertThat(inserted(rule(
                            "NULL, NULL, '2021-01-01', '2021-01-02'", "NULL, NULL, NULL, NULL, NULL, 'EXEMPT', 'x'")))
                    .isOne();
            assertThat(inserted(rule("'US', 'CA', '2021-01-01', NULL", "'vat', 'VAT', 100, true, 99, NULL, NULL")))
                    .isOne();
        }

        private static final String DUE = "'vat', 'VAT', 19, false, 0, NULL, NULL";

        private static String rule(String placeAndDays, String dueOrNot) {
            return SchemaRows.taxRule("alpha", "'another', " + placeAndDays + ", " + dueOrNot);
        }
    }

    @Nested
    class ATaxProfile {
        @TestFactory
        Stream<DynamicTest> isRefused() {
            return Stream.of(
                    refused(CHECKED, profile("'2024-01-01', 'd', NULL, NULL, NULL, NULL")),
                    refused(CHECKED, profile("'2024-01-01', 'US', 'CALI', NULL, NULL, NULL")),
                    refused(CHECKED, profile("'2024-01-01', 'DE', NULL, 'EXEMPT', NULL, NULL")),
                    refused(CHECKED, profile("'2024-01-01', 'DE', NULL, NULL, 'x', NULL")),
                    refused(CHECKED, profile("'2024-01-01', 'DE', NULL, 'NONE', 'x', NULL")),
                    refused(CHECKED, profile("'2024-01-01', 'DE', NULL, 'REVERSE_CHARGE', 'x', NULL")),
                    refused(NOT_UNIQUE, profile("'2023-11-01', 'AT', NULL, NULL, NULL, NULL")),
                    refused(NOT_GRANTED, "UPDATE tax_profile SET starts_on = starts_on - 1"),
                    refused(NOT_GRANTED, "DELETE FROM tax_profile"));
        }

        @Test
        void isAddedWithWhatItNeeds() throws SQLException {
            assertThat(inserted(profile("'2024-01-01', 'AT', '9', 'REVERSE_CHARGE', 'x', 'ATU12345678'")))
                    .isOne();
        }

        private static String profile(String values) {
            return SchemaRows.taxProfile("alpha", values);
        }
    }

    @Nested
    class ATaxAnswer {
        @TestFactory
        Stream<DynamicTest> isRefused() {
            return Stream.of(
                    refused(CHECKED, SchemaRows.taxAnswer("alpha", "g", "{}")),
                    refused(CHECKED, SchemaRows.taxAnswer("alpha", "12", "{}")),
                    refused(CHECKED, SchemaRows.taxAnswer("alpha", "1", "[]")),
                    refused(NOT_UNIQUE, SchemaRows.taxAnswer("alpha", "0", "{}")),
                    refused(NOT_GRANTED, "UPDATE tax_answer SET question = question"));
        }
    }

    @Nested
    class ARememberedRequest {
        @TestFactory
        Stream<DynamicTest> isRefused() {
            return Stream.of(
                    refused(CHECKED, SchemaRows.request("alpha", "", "CreatePlan", 33)),
                    refused(CHECKED, SchemaRows.request("alpha", "k".repeat(51), "CreatePlan", 33)),
                    refused(CHECKED, SchemaRows.request("alpha", "key-2", "", 33)),
                    refused(CHECKED, SchemaRows.request("alpha", "key-2", "CreatePlan", 32)),
                    refused(NOT_UNIQUE, SchemaRows.request("alpha", "key-1", "CreatePlan", 33)),
                    refused(NOT_GRANTED, "UPDATE remembered_request SET request_hash = request_hash"),
                    refused(NOT_GRANTED, "UPDATE remembered_request SET recorded_at = recorded_at"));
        }
    }

    @Nested
    class ABalanceEntry {
        @TestFactory
        Stream<DynamicTest> isRefused() {
            return Stream.of(
                    refused(NOT_UNIQUE, entry("'2023-11-01Z', 1, 'ADJUSTMENTS', 'BALANCE', 5.00", "NULL, NULL")),
                    refused(NOT_UNIQUE, entry("'2023-11-01Z', 2, 'ADJUSTMENTS', 'BALANCE', 5.00", "'key-1', '\\x00'")),
                    refused(CHECKED, entry("'2023-11-01Z', 0, 'ADJUSTMENTS', 'BALANCE', 5.00", "NULL, NULL")),
                    refused(CHECKED, entry("'2023-11-01Z', 2, 'BALANCE', 'BALANCE', 5.00", "NULL, NULL")),
                    refused(CHECKED, entry("'2023-11-01Z', 2, 'ELSEWHERE', 'BALANCE', 5.00", "NULL, NULL")),
                    refused(CHECKED, entry("'2023-11-01Z', 2, 'BALANCE', 'ELSEWHERE', 5.00", "NULL, NULL")),
                    refused(CHECKED, entry("'2023-11-01Z', 2, 'ADJUSTMENTS', 'BALANCE', 0", "NULL, NULL")),
                    refused(CHECKED, entry("'2023-11-01Z', 2, 'ADJUSTMENTS', 'BALANCE', 5.00", "'key-2', NULL")),
                    refused(NOT_GRANTED, "UPDATE balance_entry SET amount = 1"),
                    refused(NOT_GRANTED, "DELETE FROM balance_entry"));
        }

        @Test
        void isAddedWithWhatItNeeds() throws SQLException {
            assertThat(inserted(entry("'2023-11-01Z', 2, 'BALANCE', 'REFUNDS', 5.00", "NULL, NULL")))
                    .isOne();
        }

        private static String entry(String whenAccountsAndAmount, String key) {
            return SchemaRows.entry("alpha", "'c1', " + whenAccountsAndAmount + ", 'USD', 'ADJUSTMENT', 5.00, " + key);
        }
    }

    @Nested
    class AOneOffCharge {
        private static final String ID = "'00000000-0000-7000-8000-000000000019'";

        @TestFactory
        Stream<DynamicTest> isRefused() {
            return Stream.of(
                    refused(
                            NOT_UNIQUE,
                            charge("'00000000-0000-7000-8000-000000000011', 5.00", "NULL, NULL, NULL, NULL")),
                    refused(NOT_UNIQUE, charge(ID + ", 5.00", "'key-1', '\\x00', NULL, NULL")),
                    refused(CHECKED, charge(ID + ", 0", "NULL, NULL, NULL, NULL")),
                    refused(CHECKED, charge(ID + ", 5.00", "'key-2', NULL, NULL, NULL")),
                    refused(CHECKED, charge(ID + ", 5.00", "NULL, NULL, " + ID + ", '2023-11-02Z'")),
                    refused(GUARDED, "UPDATE one_off_charge SET invoice_id = NULL WHERE invoice_id IS NOT NULL"),
                    refused(GUARDED, "UPDATE one_off_charge SET invoice_id = gen_random_uuid()"),
                    refused(NOT_GRANTED, "UPDATE one_off_charge SET amount = 1"),
                    refused(NOT_GRANTED, "DELETE FROM one_off_charge"));
        }

        @Test
        void isAddedWithWhatItNeeds() throws SQLException {
            assertThat(inserted(charge(ID + ", 5.00", "NULL, NULL, NULL, NULL")))
                    .isOne();
        }

        private static String charge(String idAndAmount, String keyDocumentAndEnd) {
            return SchemaRows.oneOff("alpha", idAndAmount, keyDocumentAndEnd);
        }
    }

    @Nested
    class Objects {
        @TestFactory
        Stream<DynamicTest> areNotTheApplicationsToChange() {
            return Stream.of(
                    refused(NOT_GRANTED, "ALTER TABLE invoice DISABLE TRIGGER guard"),
                    refused(NOT_GRANTED, "ALTER TABLE invoice DISABLE ROW LEVEL SECURITY"),
                    refused(NOT_GRANTED, "DROP TRIGGER guard ON invoice"),
                    refused(NOT_GRANTED, "DROP POLICY tenant_only ON invoice"),
                    refused(NOT_GRANTED, "CREATE POLICY all_tenants ON invoice USING (true)"),
                    refused(NOT_GRANTED, "DROP TABLE usage_event_202311"),
                    refused(NOT_GRANTED, "ALTER TABLE usage_event DETACH PARTITION usage_event_202311"),
                    refused(NOT_GRANTED, "CREATE TABLE billing.mine (tenant_id text)"),
                    refused(NOT_GRANTED, "CREATE INDEX ON invoice (total)"),
                    refused(NOT_GRANTED, "SELECT setval('outbox_seq', 1)"),
                    refused(NOT_GRANTED, "SELECT isolate_by_tenant('invoice')"),
                    refused(NOT_GRANTED, "SELECT close_partition('usage_key_0')"),
                    refused(NOT_GRANTED, "INSERT INTO schema_history DEFAULT VALUES"));
        }
    }

    private static DynamicTest refused(String state, String sql) {
        return dynamicTest(
                state + " " + sql,
                () -> assertThat(Sql.refusal(application, "alpha", sql)).isEqualTo(state));
    }

    /** Rows inserted, and rolled back, so that tests stay apart. */
    private static int inserted(String statement) throws SQLException {
        application.setAutoCommit(false);
        try {
            Sql.execute(application, "SELECT set_config('billing.tenant', 'alpha', true)");
            return Sql.update(application, statement);
        } finally {
            application.rollback();
            application.setAutoCommit(true);
        }
    }

    private static String customer(String id) {
        return SchemaRows.customer("alpha", "'" + id + "'");
    }
}
