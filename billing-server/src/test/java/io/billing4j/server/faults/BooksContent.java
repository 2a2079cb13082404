package io.billing4j.server.faults;

import io.billing4j.id.TenantId;
import java.util.List;

/**
 * All that runs have made of a tenant's books, without what may differ from one try to the next: ids, numbers and instants of
 * record. A document goes by its subscription and billing sequence, and so does a line that another one corrects.
 */
final class BooksContent {
    private static final String PLACE =
            "s.subscription_id || '/' || s.term || '/' || s.billing_sequence || '/' || s.revision";

    private static final String SLOTS =
            "SELECT 'slot ' || " + PLACE + " || concat_ws('|', '', s.period_index, s.reason,"
                    + " s.outcome, s.period_start, s.period_end, s.window_start, s.window_end, s.period_zone, s.source_change,"
                    + " s.invoice_id IS NOT NULL, s.voided, s.waived) FROM invoice_slot s WHERE s.tenant_id = :t";

    private static final String DOCUMENTS = "SELECT 'document ' || " + PLACE + " || concat_ws('|', '', i.customer_id,"
            + " i.document_type, i.status, i.settlement, i.currency, i.period_start, i.period_end, i.period_zone, i.entity,"
            + " i.scope_key, i.issue_date, i.subtotal, i.discount, i.tax, i.credit, i.total, i.line_count,"
            + " i.run_id IS NOT NULL) FROM invoice_slot s JOIN invoice i USING (tenant_id, invoice_id) WHERE s.tenant_id = :t";

    private static final String LINES = "SELECT 'line ' || " + PLACE + " || concat_ws('|', '', l.line_no, l.plan_id,"
            + " l.plan_version, l.charge_id, l.kind, l.service_start, l.service_end, l.source, l.description, l.quantity,"
            + " l.amount, l.tax_category, l.derivation, c.billing_sequence, l.corrects_line_no,"
            + " CASE WHEN c.invoice_id IS NULL THEN l.content_hash END)"
            + " FROM invoice_slot s JOIN invoice_line l USING (tenant_id, invoice_id)"
            + " LEFT JOIN invoice_slot c ON c.tenant_id = :t AND c.invoice_id = l.corrects_invoice_id WHERE s.tenant_id = :t";

    private static final String CURSORS = "SELECT 'cursor ' || s.subscription_id || concat_ws('|', '', s.next_index,"
            + " s.next_due_at, s.next_sequence, s.billed_until, s.usage_sealed_until, s.touched_from, s.settled_until)"
            + " FROM subscription s WHERE s.tenant_id = :t";

    private static final String BALANCES =
            "SELECT 'balance ' || c.customer_id || '|' || c.balance FROM customer c WHERE c.tenant_id = :t";

    private static final String FINDINGS =
            "SELECT 'finding ' || concat_ws('|', f.reason, f.customer_id, f.subscription_id,"
                    + " f.dedupe_key, f.detail) FROM finding f WHERE f.tenant_id = :t";

    private static final String RUNS = "SELECT 'run ' || concat_ws('|', r.cut_off, r.business_date, r.status,"
            + " r.customers_total, r.customers_done, r.invoices, r.skipped, r.failed) FROM billing_run r WHERE r.tenant_id = :t";

    private BooksContent() {}

    /** One line for all of it, the same where the rows are the same. */
    static String digest(FaultDatabase database, TenantId tenant) {
        return database.rows("SELECT md5(string_agg(y.row, E'\\n' ORDER BY y.row)) FROM (" + sql(tenant) + ") y (row)")
                .get(0);
    }

    /** A row for each thing, in one order. */
    static List<String> of(FaultDatabase database, TenantId tenant) {
        return database.rows(sql(tenant));
    }

    /** The statement that gives them. */
    static String sql(TenantId tenant) {
        String all = String.join(" UNION ALL ", List.of(SLOTS, DOCUMENTS, LINES, CURSORS, BALANCES, FINDINGS, RUNS));
        return "SELECT x.row COLLATE \"C\" FROM (" + all.replaceAll(":t\\b", "'" + tenant + "'")
                + ") x (row) ORDER BY 1";
    }
}
