package io.billing4j.server.faults;

/** What must hold of a tenant's books after whatever has happened, each as a statement that counts where it does not. */
enum BooksLaw {
    NO_PERIOD_THAT_HAS_BEGUN_IS_LEFT("SELECT count(*) FROM subscription s WHERE s.tenant_id = :t AND s.next_due_at <="
            + " (SELECT max(cut_off) FROM billing_run WHERE tenant_id = :t)"),

    /** The cursor stands after the last of them. */
    EACH_PERIOD_HAS_ONE_LIVE_SLOT("SELECT count(*) FROM subscription s CROSS JOIN LATERAL (SELECT count(*) AS slots,"
            + " count(DISTINCT period_index) AS periods, coalesce(max(period_index), -1) AS last FROM invoice_slot"
            + " WHERE tenant_id = :t AND subscription_id = s.subscription_id AND reason = 'CYCLE'"
            + " AND (NOT voided OR waived)) x WHERE s.tenant_id = :t AND (x.slots <> s.next_index"
            + " OR x.periods <> s.next_index OR x.last <> s.next_index - 1)"),
    BILLING_SEQUENCES_HAVE_NO_GAP("SELECT count(*) FROM subscription s CROSS JOIN LATERAL (SELECT count(*) AS slots,"
            + " coalesce(max(billing_sequence), 0) AS last FROM invoice_slot WHERE tenant_id = :t"
            + " AND subscription_id = s.subscription_id AND revision = 0) x"
            + " WHERE s.tenant_id = :t AND (x.slots <> x.last OR s.next_sequence <> x.last + 1)"),

    EACH_INVOICED_SLOT_HAS_ITS_DOCUMENT(
            "SELECT count(*) FROM invoice_slot s LEFT JOIN invoice i USING (tenant_id, invoice_id)"
                    + " WHERE s.tenant_id = :t AND s.invoice_id IS NOT NULL AND i.status IS NULL"),
    EACH_DOCUMENT_HAS_ONE_SLOT("SELECT count(*) FROM invoice i LEFT JOIN (SELECT invoice_id, count(*) AS slots"
            + " FROM invoice_slot WHERE tenant_id = :t GROUP BY invoice_id) s USING (invoice_id)"
            + " WHERE i.tenant_id = :t AND s.slots IS DISTINCT FROM 1"),
    EACH_DOCUMENT_IS_FINALISED("SELECT count(*) FROM invoice i WHERE i.tenant_id = :t AND i.status <> 'FINALIZED'"),

    EACH_LINE_STANDS_ON_A_DOCUMENT(
            "SELECT count(*) FROM invoice_line l LEFT JOIN invoice i USING (tenant_id, invoice_id)"
                    + " WHERE l.tenant_id = :t AND i.status IS NULL"),
    DOCUMENTS_HAVE_ALL_THEIR_LINES("SELECT count(*) FROM invoice i CROSS JOIN LATERAL (SELECT count(*) AS lines,"
            + " coalesce(max(line_no), 0) AS last, coalesce(sum(amount), 0) AS amount FROM invoice_line"
            + " WHERE tenant_id = :t AND invoice_id = i.invoice_id) x WHERE i.tenant_id = :t"
            + " AND (i.line_count <> x.lines OR x.last <> x.lines OR i.subtotal <> x.amount OR x.lines = 0)"),
    NOTHING_IS_CHARGED_TWICE(
            "SELECT count(*) FROM (SELECT FROM invoice_line l JOIN invoice i USING (tenant_id, invoice_id)"
                    + " WHERE l.tenant_id = :t AND i.status <> 'VOIDED' AND l.corrects_invoice_id IS NULL"
                    + " GROUP BY l.subscription_id, l.plan_id, l.plan_version, l.charge_id, l.kind, l.service_start"
                    + " HAVING sum(CASE WHEN l.amount < 0 THEN 0 ELSE 1 END) > 1 + (SELECT count(*) FROM invoice_line c"
                    + " WHERE c.tenant_id = :t AND c.subscription_id = l.subscription_id AND c.charge_id = l.charge_id"
                    + " AND c.service_start = l.service_start AND c.corrects_invoice_id IS NOT NULL)) twice"),

    NUMBERS_HAVE_NO_GAP("SELECT count(*) FROM (SELECT FROM invoice WHERE tenant_id = :t AND sequence_value IS NOT NULL"
            + " GROUP BY document_type, entity, scope_key HAVING min(sequence_value) <> 1"
            + " OR count(*) <> max(sequence_value) - min(sequence_value) + 1) gaps"),
    NO_NUMBER_IS_THERE_TWICE(
            "SELECT count(*) FROM (SELECT FROM invoice WHERE tenant_id = :t AND sequence_value IS NOT NULL"
                    + " GROUP BY document_type, entity, scope_key, sequence_value HAVING count(*) > 1) twice"),
    COUNTERS_STAND_AT_THE_LAST_NUMBER("SELECT count(*) FROM number_counter c FULL JOIN (SELECT document_type, entity,"
            + " scope_key, max(sequence_value) AS last FROM invoice WHERE tenant_id = :t AND scope_key IS NOT NULL"
            + " GROUP BY document_type, entity, scope_key) i USING (document_type, entity, scope_key)"
            + " WHERE (c.tenant_id = :t OR c.tenant_id IS NULL) AND c.last_value IS DISTINCT FROM i.last"),

    EACH_DOCUMENT_IS_PUBLISHED_ONCE(once("outbox", "o.type = 'evt.billing.invoice.finalized'", "o.subject")),
    EACH_DOCUMENT_IS_AUDITED_ONCE(once("audit", "o.action = 'invoice.finalized'", "o.subject_id")),
    /** Events are numbered under the customer's lock, so in their order records must grow whatever the clocks show. */
    RECORDS_STRICTLY_INCREASE("SELECT count(*) FROM (SELECT o.occurred_at <= lag(o.occurred_at) OVER"
            + " (PARTITION BY o.customer_id ORDER BY o.seq) AS back, o.occurred_at > c.last_recorded_at AS later"
            + " FROM outbox o JOIN customer c USING (tenant_id, customer_id)"
            + " WHERE o.tenant_id = :t AND o.type LIKE 'evt.billing.invoice.%') x WHERE back OR later"),
    DOCUMENTS_ARE_RECORDED_WITH_THEIR_FIRST_EVENT(
            "SELECT count(*) FROM invoice i JOIN (SELECT subject, min(occurred_at)"
                    + " AS first FROM outbox WHERE tenant_id = :t GROUP BY subject) o ON o.subject = i.invoice_id::text"
                    + " WHERE i.tenant_id = :t AND i.recorded_at <> o.first"),

    RUNS_ARE_FINISHED(
            "SELECT count(*) FROM billing_run r WHERE r.tenant_id = :t AND (r.status <> 'COMPLETED'"
                    + " OR r.failed <> 0 OR EXISTS (SELECT FROM billing_run_failure f WHERE f.tenant_id = :t AND f.run_id = r.run_id))"),
    /** As long as there is one, others go on with the run. */
    NO_RUN_THAT_IS_OVER_HAS_A_HINT("SELECT count(*) FROM work_due WHERE tenant_id = :t AND kind = 'billing_run'"),
    PROGRESS_ADDS_UP("SELECT count(*) FROM billing_run r CROSS JOIN LATERAL (SELECT count(*) AS documents FROM invoice"
            + " WHERE tenant_id = :t AND run_id = r.run_id) i CROSS JOIN LATERAL (SELECT count(*) AS skipped FROM finding"
            + " WHERE tenant_id = :t AND run_id = r.run_id AND reason = 'NOTHING_DUE') f"
            + " WHERE r.tenant_id = :t AND (r.invoices <> i.documents OR r.skipped <> f.skipped)"),
    /** It may end below: what somebody else billed meanwhile was expected as well. */
    PROGRESS_DOES_NOT_PASS_ITS_TOTAL(
            "SELECT count(*) FROM billing_run r WHERE r.tenant_id = :t" + " AND r.customers_done > r.customers_total"),

    EACH_EVENT_IS_THERE_ONCE(
            "SELECT count(*) FROM (SELECT event_id, count(*) AS rows FROM usage_event WHERE tenant_id = :t"
                    + " GROUP BY event_id) e FULL JOIN (SELECT event_id, 1 AS rows FROM usage_key WHERE tenant_id = :t) k"
                    + " USING (event_id) WHERE e.rows IS DISTINCT FROM k.rows"),
    ROLLUPS_ARE_THE_SUMS_OF_EVENTS(
            "SELECT count(*) FROM (SELECT customer_id, subscription_id, meter_id, grain, bucket_start,"
                    + " event_count, quantity_sum FROM usage_rollup WHERE tenant_id = :t) r FULL JOIN (SELECT customer_id,"
                    + " subscription_id, meter_id, grain, date_trunc(grain, occurred_at, 'UTC') AS bucket_start, count(*) AS events,"
                    + " sum(quantity) AS quantity FROM usage_event CROSS JOIN (VALUES ('DAY'), ('HOUR')) grains (grain)"
                    + " WHERE tenant_id = :t GROUP BY 1, 2, 3, 4, 5) e"
                    + " USING (customer_id, subscription_id, meter_id, grain, bucket_start)"
                    + " WHERE r.event_count IS DISTINCT FROM e.events OR r.quantity_sum IS DISTINCT FROM e.quantity"),
    /** Of each billed window of a metered subscription: 0.05 for each call, whenever it was reported. */
    ALL_THAT_WAS_USED_IS_BILLED(
            "SELECT count(*) FROM subscription s CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0)"
                    + " AS amount FROM invoice_line WHERE tenant_id = :t AND subscription_id = s.subscription_id"
                    + " AND charge_id = 'calls' AND plan_id = 'metered') l CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0)"
                    + " AS calls FROM usage_event WHERE tenant_id = :t AND customer_id = s.customer_id"
                    + " AND occurred_at < s.usage_sealed_until) u WHERE s.tenant_id = :t AND EXISTS (SELECT FROM"
                    + " subscription_change c WHERE c.tenant_id = :t AND c.subscription_id = s.subscription_id"
                    + " AND c.plan_id = 'metered') AND l.amount <> 0.05 * u.calls");

    private final String violations;

    BooksLaw(String violations) {
        this.violations = violations;
    }

    /** The statement that counts where the law does not hold, under the schema's search path. */
    String violations(String tenant) {
        return violations.replaceAll(":t\\b", "'" + tenant + "'");
    }

    private static String once(String table, String condition, String subject) {
        return "SELECT count(*) FROM (SELECT invoice_id::text AS subject FROM invoice WHERE tenant_id = :t) i FULL JOIN"
                + " (SELECT " + subject + " AS subject, count(*) AS entries FROM " + table
                + " o WHERE o.tenant_id = :t AND "
                + condition + " GROUP BY 1) o USING (subject) WHERE i.subject IS NULL OR o.entries IS DISTINCT FROM 1";
    }
}
