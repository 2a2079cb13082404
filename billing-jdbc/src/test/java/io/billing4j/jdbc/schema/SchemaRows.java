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

    private static final String INVOICE_COLUMNS =
            "invoice_id, customer_id, document_type, status, settlement, currency,"
                    + " period_start, period_end, period_zone, entity, invoice_number, sequence_value, scope_key, issue_date,"
                    + " subtotal, discount, tax, credit, total, line_count, idempotency_key, request_hash, content_hash,"
                    + " recorded_at, finalized_at, voided_at, void_intent";
    private static final String LINE_COLUMNS = "invoice_id, line_no, subscription_id, plan_id, plan_version, charge_id,"
            + " kind, service_start, service_end, source, description, quantity, amount, derivation, content_hash";
    private static final String SLOT_COLUMNS =
            "subscription_id, term, billing_sequence, revision, period_index, reason,"
                    + " outcome, period_start, period_end, window_start, window_end, period_zone, source_change, invoice_id, voided, waived";
    private static final String BALANCE_COLUMNS = "customer_id, recorded_at, entry_no, debit, credit, amount, currency,"
            + " cause, balance_after, idempotency_key, request_hash";
    private static final String ONE_OFF_COLUMNS = "one_off_id, customer_id, description, amount, currency, derivation,"
            + " tax_category, due_at, recorded_at, idempotency_key, request_hash, invoice_id, canceled_at";
    private static final String EVENT_COLUMNS =
            "customer_id, meter_id, occurred_at, event_id, subscription_id, quantity, recorded_at";
    private static final String ID = "'00000000-0000-7000-8000-000000000001'";

    private SchemaRows() {}

    /** Inserts them all, in one transaction of the tenant's own; an older version has fewer tables. */
    static void insertAll(Connection application, String tenant) throws SQLException {
        Sql.inTenant(application, tenant, () -> {
            Sql.execute(application, "SELECT billing.ensure_usage_partition('" + FIRST_EVENT + "')");
            Sql.execute(application, "SELECT billing.ensure_usage_partition('" + SECOND_EVENT + "')");
            for (Map.Entry<String, String> insert : insertsFor(tenant).entrySet()) {
                if (isThere(application, insert.getKey())) {
                    Sql.execute(application, insert.getValue());
                }
            }
        });
    }

    private static boolean isThere(Connection application, String table) throws SQLException {
        return Sql.strings(application, "SELECT to_regclass('billing." + table + "')")
                        .get(0)
                != null;
    }

    /** For each table, in an order that keeps the foreign keys, a statement that inserts rows of the tenant. */
    static Map<String, String> insertsFor(String tenant) {
        Inserts to = new Inserts(tenant, new LinkedHashMap<>());
        to.insert("tenant", "kind, status, created_at", "'LIVE', 'ACTIVE', '2023-11-01Z'");
        to.insert(
                "tenant_settings",
                "version, zone, default_currency, rounding_mode, late_usage_policy, invoice_template, invoice_reset, settings",
                "1, 'UTC', 'USD', 'HALF_UP', 'CORRECT', 'INV-{yyyyMM}-{seq:5}', 'MONTHLY', '{}'");
        to.rows.put("customer", customer(tenant, "'c1'"));
        to.insert("customer_profile", "customer_id, profile", "'c1', '{\"name\": \"A customer\"}'");
        to.rows.put("meter", meter(tenant, "'tokens', 'SUM'"));
        to.insert("plan", "plan_id, name, currency, created_at", "'assistant', 'Assistant', 'USD', '2023-11-01Z'");
        to.rows.put("plan_version", planVersion(tenant, "'assistant', 1, 'MONTH'"));
        to.insert(
                "charge",
                "plan_id, plan_version, charge_id, ordinal, description, timing, price_model, proration, store_zero_line",
                "'assistant', 1, 'base', 0, 'Base', 'IN_ADVANCE', '{\"flat\": \"20.00\"}', 'BY_SECOND', false");
        to.rows.put("subscription", subscription(tenant, "'s1'", "'c1'"));
        to.insert(
                "subscription_change",
                "subscription_id, change_no, kind, effective_at, recorded_at, plan_id, plan_version, quantity",
                "'s1', 1, 'CREATED', '2023-11-01Z', '2023-11-01Z', 'assistant', 1, 1");
        to.insert("invoice_line", LINE_COLUMNS, line(DRAFT, 1), line(FINAL, 1), line(VOIDED, 1));
        to.insert(
                "invoice",
                INVOICE_COLUMNS,
                invoice(DRAFT, "DRAFT", 0),
                invoice(FINAL, "FINALIZED", 1),
                invoice(VOIDED, "VOIDED", 2));
        to.insert(
                "invoice_slot",
                SLOT_COLUMNS,
                "'s1', 1, 1, 0, 0, 'CYCLE', 'INVOICED', '2023-11-01Z', '2023-12-01Z', '2023-11-01Z', '2023-12-01Z', 'UTC', NULL, '"
                        + DRAFT + "', false, false",
                "'s1', 1, 2, 0, 1, 'CYCLE', 'INVOICED', '2023-12-01Z', '2024-01-01Z', '2023-12-01Z', '2024-01-01Z', 'UTC', NULL, '"
                        + FINAL + "', false, false",
                "'s1', 1, 3, 0, 2, 'CYCLE', 'INVOICED', '2024-01-01Z', '2024-02-01Z', '2024-01-01Z', '2024-02-01Z', 'UTC', NULL, '"
                        + VOIDED + "', true, false");
        to.insert("invoicing_entity", "entity_id, name, created_at", "'de', 'Acme GmbH', '2023-11-01Z'");
        to.insert(
                "coupon",
                "coupon_id, name, percent, scope, scope_keys, periods, max_grants, granted, created_at",
                "'TEN', 'Ten percent', 10, 'PLANS', '{assistant}', 3, 1, 1, '2023-11-01Z'");
        to.insert(
                "coupon_grant",
                "grant_id, coupon_id, customer_id, starts_at, recorded_at",
                "'g1', 'TEN', 'c1', '2023-11-01Z', '2023-11-01Z'");
        to.insert(
                "balance_entry",
                BALANCE_COLUMNS,
                "'c1', '2023-11-01Z', 1, 'ADJUSTMENTS', 'BALANCE', 5.00, 'USD', 'ADJUSTMENT', 5.00, 'key-1', '\\x00'");
        to.insert(
                "one_off_charge",
                ONE_OFF_COLUMNS,
                "'00000000-0000-7000-8000-000000000011', 'c1', 'Parts', 5.00, 'USD', '{}', 'standard', '2023-11-01Z', '2023-11-01Z',"
                        + " 'key-1', '\\x00', NULL, NULL",
                "'00000000-0000-7000-8000-000000000012', 'c1', 'Parts', 5.00, 'USD', '{}', 'standard', '2023-11-01Z', '2023-11-01Z',"
                        + " NULL, NULL, '" + FINAL + "', NULL");
        to.rows.put("coupon_redemption", redemption(tenant, "'g1', 's1', 0"));
        to.rows.put(
                "tax_rule",
                taxRule(tenant, "'de', 'DE', NULL, '2021-01-01', NULL, 'vat', 'VAT', 19, false, 0, NULL, NULL"));
        to.rows.put("tax_profile", taxProfile(tenant, "'2023-11-01', 'DE', NULL, NULL, NULL, NULL"));
        to.rows.put("tax_answer", taxAnswer(tenant, "0", "{}"));
        to.rows.put("remembered_request", request(tenant, "key-1", "CreatePlan", 33));
        to.insert("number_series", "document_type, entity, last_issue_date", "'INVOICE', 'main', '2023-12-01'");
        to.insert("number_counter", "document_type, entity, scope_key, last_value", "'INVOICE', 'main', '202312', 2");
        // enough for a row in each of the hash partitions
        to.rows.put(
                "usage_key",
                "INSERT INTO billing.usage_key (tenant_id, event_id, content_hash, occurred_at) SELECT '" + tenant
                        + "', 'e' || i, '\\x00', '" + FIRST_EVENT + "' FROM generate_series(1, 200) i");
        to.rows.put("usage_event", event(tenant, "e1", FIRST_EVENT) + "; " + event(tenant, "e2", SECOND_EVENT));
        to.insert(
                "usage_rollup",
                "customer_id, subscription_id, meter_id, grain, bucket_start, group_key, event_count, quantity_sum",
                "'c1', '', 'tokens', 'DAY', '2023-11-16Z', '', 1, 7");
        to.insert(
                "usage_value",
                "customer_id, subscription_id, meter_id, bucket_start, group_key, value, put_slots",
                "'c1', '', 'users', '2023-11-01Z', '*', 'ada', B'0'");
        to.insert(
                "usage_touched",
                "touched_id, customer_id, subscription_id, meter_id, bucket_start, recorded_at",
                ID + ", 'c1', '', 'tokens', '2023-11-16Z', '2023-12-02Z'");
        to.insert(
                "usage_reported",
                "customer_id, subscription_id, report_id, occurred_at",
                "'c1', 's1', " + ID + ", '2023-11-16Z'");
        to.rows.put("billing_run", run(tenant, ID));
        to.insert(
                "billing_run_failure",
                "run_id, customer_id, code, message, attempts",
                ID + ", 'c1', 'INTERNAL', 'a message', 1");
        to.rows.put("finding", finding(tenant, ID));
        to.insert(
                "outbox",
                "customer_id, seq, event_id, type, subject, occurred_at, data",
                "'c1', 1, " + ID + ", 'evt.billing.test', 'c1', '2023-12-01Z', '{}'");
        to.insert(
                "audit",
                "audit_id, actor, action, subject_type, subject_id, after, recorded_at",
                ID + ", 'somebody', 'create', 'customer', 'c1', '{}', '2023-12-01Z'");
        to.insert("work_due", "work_id, kind, subject, due_at", "gen_random_uuid(), 'outbox', 'c1', '2023-12-01Z'");
        return to.rows;
    }

    static String customer(String tenant, String id) {
        return statement(
                tenant,
                "customer",
                "customer_id, currency, zone, entity, status, last_recorded_at, created_at",
                id + ", 'USD', 'UTC', 'main', 'ACTIVE', '2023-11-01Z', '2023-11-01Z'");
    }

    static String subscription(String tenant, String id, String customer) {
        return statement(
                tenant,
                "subscription",
                "subscription_id, customer_id, currency, zone, start_date, start_at, anchor_date, boundary_micros, interval_unit,"
                        + " interval_count, term, change_count, next_index, next_due_at, next_sequence",
                id + ", " + customer
                        + ", 'USD', 'UTC', '2023-11-01', '2023-11-01Z', '2023-11-01', 0, 'MONTH', 1, 1, 1, 0, '2023-11-01Z', 1");
    }

    static String meter(String tenant, String idAndAggregation) {
        return statement(
                tenant,
                "meter",
                "meter_id, aggregation, negative_allowed, definition, recorded_at",
                idAndAggregation + ", false, '{}', '2023-11-01Z'");
    }

    static String planVersion(String tenant, String planVersionAndUnit) {
        return statement(
                tenant,
                "plan_version",
                "plan_id, version, interval_unit, interval_count, recorded_at",
                planVersionAndUnit + ", 1, '2023-11-01Z'");
    }

    static String finding(String tenant, String id) {
        return statement(
                tenant,
                "finding",
                "finding_id, reason, customer_id, dedupe_key, detail, recorded_at",
                id + ", 'USAGE_WITHOUT_CHARGE', 'c1', 'tokens', '{}', '2023-12-01Z'");
    }

    static String run(String tenant, String id) {
        return statement(
                tenant,
                "billing_run",
                "run_id, cut_off, business_date, status, customers_total, customers_done, invoices, skipped, failed, started_at",
                id + ", '2023-11-01Z', '2023-11-01', 'RUNNING', 1, 0, 0, 0, 0, '2023-11-01Z'");
    }

    static String event(String tenant, String id, String occurredAt) {
        return statement(
                tenant,
                "usage_event",
                EVENT_COLUMNS,
                "'c1', 'tokens', '" + occurredAt + "', '" + id + "', '', 7, '2023-12-01Z'");
    }

    static String coupon(String tenant, String percentAmountCurrencyScopeAndKeys) {
        return statement(
                tenant,
                "coupon",
                "coupon_id, name, percent, amount, currency, scope, scope_keys, created_at",
                "'another', 'Another', " + percentAmountCurrencyScopeAndKeys + ", '2023-11-01Z'");
    }

    static String taxRule(String tenant, String idPlaceDaysDueAndNot) {
        return statement(
                tenant,
                "tax_rule",
                "category, rule_id, country, region, starts_on, ends_on, tax_id, name, percent, compound, ordinal, untaxed, reason",
                "'standard', " + idPlaceDaysDueAndNot);
    }

    static String taxAnswer(String tenant, String digit, String answer) {
        return statement(
                tenant,
                "tax_answer",
                "question, answer, recorded_at",
                "'" + digit.repeat(66) + "', '" + answer + "', '2023-11-01Z'");
    }

    static String request(String tenant, String key, String call, int bytesOfHash) {
        return statement(
                tenant,
                "remembered_request",
                "request_key, call, request_hash, answer, recorded_at",
                "'" + key + "', '" + call + "', decode(repeat('00', " + bytesOfHash + "), 'hex'), NULL, '2023-11-01Z'");
    }

    static String taxProfile(String tenant, String dayPlaceUntaxedAndNumber) {
        return statement(
                tenant,
                "tax_profile",
                "customer_id, starts_on, country, region, untaxed, reason, tax_number",
                "'c1', " + dayPlaceUntaxedAndNumber);
    }

    static String entry(String tenant, String values) {
        return statement(tenant, "balance_entry", BALANCE_COLUMNS, values);
    }

    static String oneOff(String tenant, String idAndAmount, String keyDocumentAndEnd) {
        return statement(
                tenant,
                "one_off_charge",
                "one_off_id, amount, customer_id, description, currency, derivation, tax_category, due_at, recorded_at,"
                        + " idempotency_key, request_hash, invoice_id, canceled_at",
                idAndAmount + ", 'c1', 'Parts', 'USD', '{}', 'standard', '2023-11-01Z', '2023-11-01Z', "
                        + keyDocumentAndEnd);
    }

    static String redemption(String tenant, String grantSubscriptionAndSlot) {
        return redemption(tenant, DRAFT, grantSubscriptionAndSlot);
    }

    static String redemption(String tenant, String invoice, String grantSubscriptionAndSlot) {
        return statement(
                tenant,
                "coupon_redemption",
                "invoice_id, grant_id, subscription_id, slot, amount, currency",
                "'" + invoice + "', " + grantSubscriptionAndSlot + ", 2.00, 'USD'");
    }

    static String slot(String tenant, String values) {
        return statement(tenant, "invoice_slot", SLOT_COLUMNS, values);
    }

    static String lines(String tenant, String... rows) {
        return statement(tenant, "invoice_line", LINE_COLUMNS, rows);
    }

    static String line(String invoice, int number) {
        return "'" + invoice + "', " + number
                + ", 's1', 'assistant', 1, 'base', 'FEE', '2023-11-01Z', '2023-12-01Z', '', 'Base', 1, 20.00, '{}',"
                + " '\\x01' || sha256('x')";
    }

    private static String invoice(String id, String status, int number) {
        boolean issued = number > 0;
        return "'" + id + "', 'c1', 'INVOICE', '" + status
                + "', 'UNPAID', 'USD', '2023-11-01Z', '2023-12-01Z', 'UTC', 'main', "
                + (issued
                        ? "'INV-202312-0000" + number + "', " + number + ", '202312', '2023-12-01'"
                        : "NULL, NULL, NULL, NULL")
                + ", 20.00, 0.00, 0.00, 0.00, 20.00, 1, 'key-" + status + "', sha256('request'), "
                + (issued
                        ? "'\\x01' || sha256('" + id + "'), '2023-12-01Z', '2023-12-01Z'"
                        : "NULL, '2023-12-01Z', NULL")
                + ", "
                + (status.equals("VOIDED") ? "'2023-12-02Z', 'REISSUE'" : "NULL, NULL");
    }

    private static String statement(String tenant, String table, String columns, String... rows) {
        StringBuilder sql = new StringBuilder("INSERT INTO billing." + table + " (tenant_id, " + columns + ") VALUES ");
        for (int i = 0; i < rows.length; i++) {
            sql.append(i == 0 ? "" : ", ")
                    .append("('")
                    .append(tenant)
                    .append("', ")
                    .append(rows[i])
                    .append(")");
        }
        return sql.toString();
    }

    private record Inserts(String tenant, Map<String, String> rows) {
        void insert(String table, String columns, String... values) {
            rows.put(table, statement(tenant, table, columns, values));
        }
    }
}
