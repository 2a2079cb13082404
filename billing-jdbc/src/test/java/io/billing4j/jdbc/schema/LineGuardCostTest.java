package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The guard on new lines looks each document up. A session that began on empty books must not read all of them each time. */
class LineGuardCostTest {
    private static final int DOCUMENTS = 5_000;
    private static final int LINES = 500;

    @Test
    void aLineCostsAFewPagesHoweverManyDocumentsThereAre() throws SQLException {
        try (Connection application = TestDatabase.freshDatabase().application().getConnection()) {
            Sql.execute(application, "SELECT billing.ensure_usage_partition('" + SchemaRows.FIRST_EVENT + "')");
            Sql.execute(application, "SELECT billing.ensure_usage_partition('" + SchemaRows.SECOND_EVENT + "')");
            Sql.inTenant(application, "alpha", () -> Sql.execute(application, lines(0, LINES)));
            SchemaRows.insertAll(application, "alpha");
            Sql.inTenant(application, "alpha", () -> Sql.execute(application, documents()));
            Sql.inTenant(application, "alpha", () -> {
                long before = pagesRead(application);
                Sql.execute(application, lines(DOCUMENTS, DOCUMENTS + LINES));
                assertThat(pagesRead(application) - before).isBetween((long) LINES, 3L * LINES);
            });
        }
    }

    /** Of the indexes of invoices, by this session. */
    private static long pagesRead(Connection application) throws SQLException {
        return Sql.count(
                application,
                "SELECT sum(pg_stat_get_xact_blocks_fetched(indexrelid)) FROM pg_index"
                        + " WHERE indrelid = 'billing.invoice'::regclass");
    }

    private static String lines(int from, int to) {
        return "INSERT INTO billing.invoice_line (tenant_id, invoice_id, line_no, subscription_id, kind, service_start,"
                + " service_end, source, description, quantity, amount, derivation, content_hash)"
                + " SELECT 'alpha', md5(i::text)::uuid, 1, 's' || i, 'FEE', '2023-11-01Z', '2023-12-01Z', '', 'Base', 1, 20.00, '{}',"
                + " '\\x01' || sha256('x')"
                + " FROM generate_series(" + (from + 1) + ", " + to + ") i";
    }

    /** Copies of the finalised document that is there, under other ids and numbers and each for another customer. */
    private static String documents() {
        return "INSERT INTO billing.invoice SELECT (jsonb_populate_record(f, jsonb_build_object('invoice_id', md5(i::text)::uuid,"
                + " 'customer_id', 'c' || i, 'invoice_number', 'INV-' || i, 'idempotency_key', 'copy-' || i))).*"
                + " FROM billing.invoice f, generate_series(1, " + DOCUMENTS + ") i WHERE f.status = 'FINALIZED'";
    }
}
