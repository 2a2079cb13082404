package io.billing4j.jdbc.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** At least one row for every table and every partition, so that a table nobody thought of is found empty. */
final class SchemaRows {
    /** Instants in two months, hence in two partitions of usage. */
    static final String FIRST_EVENT = "2023-11-16 18:15:46.680559Z";

    static final String SECOND_EVENT = "2023-12-01 00:00:00Z";

    /** A draft of one line, for slot 1 of subscription s1. */
    static final String DRAFT = "00000000-0000-7000-8000-000000000001";

    /** A finalised document of one line, for slot 2. */
    static final String FINAL = "00000000-0000-7000-8000-000000000002";

    /** A voided document of one line, for slot 3. */
    static final String VOIDED = "00000000-0000-7000-8000-000000000003";

    private static final Map<String, String> INSERTS = inserts();

    private SchemaRows() {}

    /** For each table, in an order that keeps the foreign keys, a statement that inserts rows of the tenant. */
    static Map<String, String> insertsFor(String tenant) {
        Map<String, String> inserts = new LinkedHashMap<>();
        INSERTS.forEach((table, sql) -> inserts.put(table, sql.replace(":tenant", "'" + tenant + "'")));
        return inserts;
    }

    /** Inserts them all, in one transaction of the tenant's own. */
    static void insertAll(Connection application, String tenant) throws SQLException {
        Sql.inTenant(application, tenant, () -> {
            Sql.execute(application, "SELECT billing.ensure_usage_partition('" + FIRST_EVENT + "')");
            Sql.execute(application, "SELECT billing.ensure_usage_partition('" + SECOND_EVENT + "')");
            for (String insert : insertsFor(tenant).values()) {
                Sql.execute(application, insert);
            }
        });
    }

    private static Map<String, String> inserts() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("tenant", "(:tenant, 'LIVE', 'ACTIVE', '2023-11-01Z')");
        rows.put(
                "tenant_settings",
                "(:tenant, 1, 'UTC', 'USD', 'HALF_UP', 'CORRECT', 'INV-{yyyyMM}-{seq:5}', '{}', '2023-11-01Z')");
        rows.put("customer", "(:tenant, 'c1', 'USD', NULL, 'main', 'ACTIVE', '2023-11-01Z', NULL, '2023-11-01Z')");
        rows.put("customer_profile", "(:tenant, 'c1', '{\"name\": \"A customer\"}', NULL)");
        rows.put("meter", "(:tenant, 'tokens', 'SUM', false, '{}', '2023-11-01Z')");
        rows.put("plan", "(:tenant, 'assistant', 'Assistant', 'USD', NULL, '2023-11-01Z')");
        rows.put("plan_version", "(:tenant, 'assistant', 1, 'MONTH', 1, '2023-11-01Z')");
        rows.put(
                "charge",
                "(:tenant, 'assistant', 1, 'base', 0, 'Base', 'IN_ADVANCE', NULL, '{\"flat\": \"20.00\"}', 'BY_SECOND', false)");
        rows.put(
                "subscription",
                "(:tenant, 's1', 'c1', 'ACTIVE', 'USD', 'UTC', '2023-11-01', '2023-11-01Z', NULL, 1, 1, '2023-11-01Z', 1, NULL, NULL)");
        rows.put(
                "subscription_change",
                "(:tenant, 's1', 1, 'CREATED', '2023-11-01Z', '2023-11-01Z', 'assistant', 1, 1, NULL)");
        rows.put("subscription_boundary", "(:tenant, 's1', 1, 0, '2023-11-01Z', '2023-11-01', 'UTC')");
        rows.put(
                "invoice_line",
                line(DRAFT, "2023-11-01Z", "2023-12-01Z") + ", " + line(FINAL, "2023-12-01Z", "2024-01-01Z") + ", "
                        + line(VOIDED, "2024-01-01Z", "2024-02-01Z"));
        rows.put(
                "invoice",
                invoice(DRAFT, "DRAFT", 0) + ", " + invoice(FINAL, "FINALIZED", 1) + ", "
                        + invoice(VOIDED, "VOIDED", 2));
        rows.put(
                "invoice_slot",
                slot(1, DRAFT, "2023-11-01Z", "2023-12-01Z", false) + ", "
                        + slot(2, FINAL, "2023-12-01Z", "2024-01-01Z", false) + ", "
                        + slot(3, VOIDED, "2024-01-01Z", "2024-02-01Z", true));
        rows.put("number_series", "(:tenant, 'INVOICE', 'main', '2023-12-01')");
        rows.put("number_counter", "(:tenant, 'INVOICE', 'main', '202312', 2)");
        rows.put("usage_event", event("e1", FIRST_EVENT) + ", " + event("e2", SECOND_EVENT));
        rows.put("usage_rollup", "(:tenant, 'c1', '', 'tokens', 'DAY', '2023-11-16Z', '', 1, 7)");
        rows.put("usage_touched", "(:tenant, " + uuid(1) + ", 'c1', '', 'tokens', '2023-11-16Z', '2023-12-02Z', NULL)");
        rows.put(
                "billing_run",
                "(:tenant, " + uuid(1)
                        + ", '2023-11-01Z', '2023-11-01', 'RUNNING', 1, 0, 0, 0, 0, NULL, '2023-11-01Z', NULL)");
        rows.put("billing_run_failure", "(:tenant, " + uuid(1) + ", 'c1', 'INTERNAL', 'a message', 1, NULL)");
        rows.put(
                "finding",
                "(:tenant, " + uuid(1) + ", 'USAGE_WITHOUT_CHARGE', 'c1', NULL, 'tokens', '{}', NULL, '2023-12-01Z')");
        rows.put("outbox", "(:tenant, 'c1', 1, " + uuid(1) + ", 'evt.billing.test', 'c1', '2023-12-01Z', '{}')");
        rows.put(
                "audit",
                "(:tenant, " + uuid(1) + ", 'somebody', 'create', 'customer', 'c1', NULL, '{}', NULL, '2023-12-01Z')");
        rows.put("work_due", "(gen_random_uuid(), :tenant, 'outbox', 'c1', '2023-12-01Z', NULL, NULL)");
        Map<String, String> inserts = new LinkedHashMap<>();
        rows.forEach((table, values) -> inserts.put(table, "INSERT INTO billing." + table + " VALUES " + values));
        // enough for a row in each of the hash partitions
        inserts.put(
                "usage_key",
                "INSERT INTO billing.usage_key SELECT :tenant, 'e' || i, '\\x00', '" + FIRST_EVENT
                        + "' FROM generate_series(1, 200) i");
        return inserts;
    }

    private static String line(String invoice, String start, String end) {
        return "(:tenant, '" + invoice + "', 1, 's1', 'assistant', 1, 'base', 'CHARGE', '" + start + "', '" + end
                + "', '', NULL, NULL, 'Base', 1, 20.00, NULL, '{}')";
    }

    private static String invoice(String id, String status, int number) {
        String numbered = number == 0
                ? "NULL, NULL, NULL, NULL"
                : "'INV-202312-0000" + number + "', " + number + ", '202312', '2023-12-01'";
        return "(:tenant, '" + id + "', 'c1', 'INVOICE', '" + status
                + "', 'UNPAID', 'USD', '2023-11-01Z', '2023-12-01Z', 'UTC', 'main', " + numbered
                + ", 20.00, 0.00, 0.00, 0.00, 20.00, 1, 'key-" + status + "', '\\x01', "
                + (number == 0 ? "NULL" : "sha256('" + id + "')") + ", NULL, '2023-12-01Z', "
                + (number == 0 ? "NULL" : "'2023-12-01Z'") + ", "
                + (status.equals("VOIDED") ? "'2023-12-02Z', 'REISSUE'" : "NULL, NULL") + ")";
    }

    private static String slot(int sequence, String invoice, String start, String end, boolean voided) {
        return "(:tenant, 's1', 1, " + sequence + ", 0, 'CYCLE', 'INVOICED', '" + start + "', '" + end + "', NULL, '"
                + invoice + "', " + voided + ", false)";
    }

    private static String event(String id, String occurredAt) {
        return "(:tenant, 'c1', 'tokens', '" + occurredAt + "', '" + id + "', '', NULL, 7, NULL, '2023-12-01Z')";
    }

    private static String uuid(int number) {
        return "'00000000-0000-7000-8000-00000000000" + number + "'";
    }
}
