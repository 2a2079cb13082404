package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The checks of this package fail where they must: somebody whom nothing holds back spoils books that are right. */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class BooksCheckTest {
    /** The document of February of a metered customer, in the middle of all numbers: a fee and calls. */
    private static final String DOCUMENT = "(SELECT invoice_id FROM invoice_slot WHERE tenant_id = 'alpha'"
            + " AND subscription_id = 'c0301' AND billing_sequence = 2)";

    private static final String WHERE_DOCUMENT = " WHERE tenant_id = 'alpha' AND invoice_id = " + DOCUMENT;

    private final FaultServer server;

    BooksCheckTest(FaultServer server) {
        this.server = server;
    }

    @Test
    void the_books_of_an_undisturbed_run_are_what_was_worked_out_by_hand() {
        List<String> content = server.undisturbed().content();

        assertThat(content).filteredOn(row -> row.startsWith("document ")).hasSize(FaultBooks.DOCUMENTS);
        assertThat(content).filteredOn(row -> row.startsWith("line ")).hasSize(FaultBooks.LINES);
        assertThat(content)
                .filteredOn(row -> row.startsWith("finding NOTHING_DUE"))
                .hasSize(FaultBooks.SKIPPED);
        // 36 calls of January at 0.05 are 1.80, and 10.00 for February.
        assertThat(content)
                .filteredOn(row -> row.startsWith("document c0301/1/2/0"))
                .singleElement()
                .asString()
                .contains("|11.80|");
        // Of 1,500 calls of the month from 15 December on, 500 at 0.01.
        assertThat(content)
                .filteredOn(row -> row.startsWith("document c0302/"))
                .singleElement()
                .asString()
                .contains("|5.00|");
    }

    @Test
    void every_law_is_broken_by_something() throws SQLException {
        FaultDatabase books = server.books();
        ThisJvm.on(books).run();
        assertThat(BooksCheck.violations(books, FaultBooks.ALPHA)).isEmpty();

        Set<BooksLaw> broken = EnumSet.noneOf(BooksLaw.class);
        try (Connection connection = books.superuser().getConnection()) {
            for (String spoiling : List.of(
                    "DELETE FROM invoice" + WHERE_DOCUMENT,
                    "DELETE FROM invoice_line" + WHERE_DOCUMENT + " AND line_no = 1",
                    "UPDATE invoice_line SET amount = amount + 0.01" + WHERE_DOCUMENT + " AND line_no = 1",
                    "DELETE FROM invoice_slot WHERE subscription_id = 'c0301' AND billing_sequence = 2",
                    "UPDATE subscription SET next_due_at = '2026-02-01Z' WHERE subscription_id = 'c0301'",
                    "UPDATE subscription SET next_sequence = next_sequence + 1 WHERE subscription_id = 'c0301'",
                    copy("invoice", "invoice_id = gen_random_uuid(), invoice_number = 'X'", WHERE_DOCUMENT),
                    copy("invoice_line", "line_no = 3", WHERE_DOCUMENT + " AND line_no = 2"),
                    "UPDATE number_counter SET last_value = last_value + 1 WHERE tenant_id = 'alpha'",
                    "DELETE FROM outbox WHERE subject = " + DOCUMENT + "::text",
                    copy("outbox", "seq = 0", " WHERE subject = " + DOCUMENT + "::text"),
                    "DELETE FROM audit WHERE subject_id = " + DOCUMENT + "::text",
                    copy("audit", "audit_id = gen_random_uuid()", " WHERE subject_id = " + DOCUMENT + "::text"),
                    "UPDATE invoice SET recorded_at = recorded_at - interval '1 microsecond'" + WHERE_DOCUMENT,
                    "UPDATE outbox SET occurred_at = '2026-01-31Z' WHERE subject = " + DOCUMENT + "::text",
                    "UPDATE customer SET last_recorded_at = '2026-01-31Z' WHERE customer_id = 'c0301'",
                    "UPDATE invoice SET status = 'DRAFT', invoice_number = NULL, sequence_value = NULL, scope_key = NULL,"
                            + " issue_date = NULL, content_hash = NULL, finalized_at = NULL" + WHERE_DOCUMENT,
                    "UPDATE billing_run SET status = 'RUNNING', finished_at = NULL",
                    "INSERT INTO work_due (work_id, tenant_id, kind, subject, due_at) SELECT run_id, tenant_id, 'billing_run',"
                            + " run_id::text, now() FROM billing_run",
                    "UPDATE billing_run SET invoices = invoices + 1",
                    "UPDATE billing_run SET skipped = skipped - 1",
                    "UPDATE billing_run SET customers_done = customers_done + 1",
                    "DELETE FROM usage_key WHERE event_id = 'c0301-a'",
                    "DELETE FROM usage_event WHERE event_id = 'c0301-a'",
                    "UPDATE usage_event SET quantity = quantity + 1 WHERE event_id = 'c0301-a'",
                    copy("usage_event", "occurred_at = '2026-01-06Z'", " WHERE event_id = 'c0301-a'"),
                    "UPDATE usage_rollup SET event_count = event_count + 1 WHERE customer_id = 'c0301'",
                    "DELETE FROM usage_rollup WHERE customer_id = 'c0301' AND grain = 'HOUR'")) {
                Map<BooksLaw, Long> violations =
                        spoiled(connection, spoiling, () -> BooksCheck.violations(connection, FaultBooks.ALPHA));
                assertThat(violations).as(spoiling).isNotEmpty();
                broken.addAll(violations.keySet());
            }
        }
        assertThat(broken).as("laws that can be broken").containsExactlyInAnyOrder(BooksLaw.values());
    }

    @Test
    void the_content_of_books_is_other_if_anything_but_ids_numbers_and_instants_of_record_is() throws SQLException {
        FaultDatabase books = server.books();
        ThisJvm.on(books).run();
        List<String> content = BooksContent.of(books, FaultBooks.ALPHA);
        assertThat(content).isEqualTo(server.undisturbed().content());

        try (Connection connection = books.superuser().getConnection()) {
            for (String spoiling : List.of(
                    "UPDATE invoice_line SET quantity = quantity + 1" + WHERE_DOCUMENT,
                    "UPDATE invoice_line SET derivation = replace(derivation, '36', '37')" + WHERE_DOCUMENT,
                    "UPDATE invoice_line SET service_end = service_end + interval '1 day'" + WHERE_DOCUMENT,
                    "UPDATE invoice SET credit = credit - 1, total = total + 1" + WHERE_DOCUMENT,
                    "UPDATE invoice SET issue_date = issue_date + 1" + WHERE_DOCUMENT,
                    "UPDATE invoice_slot SET period_index = period_index + 1" + WHERE_DOCUMENT,
                    "UPDATE subscription SET usage_sealed_until = NULL WHERE subscription_id = 'c0301'",
                    "UPDATE customer SET balance = 1 WHERE customer_id = 'c0301'",
                    "DELETE FROM finding WHERE customer_id = 'c0302'",
                    "UPDATE billing_run SET failed = 1")) {
                assertThat(spoiled(
                                connection,
                                spoiling,
                                () -> FaultDatabase.rows(connection, BooksContent.sql(FaultBooks.ALPHA))))
                        .as(spoiling)
                        .isNotEqualTo(content);
            }
            assertThat(spoiled(
                            connection,
                            "UPDATE invoice SET recorded_at = recorded_at + interval '1 hour', invoice_number = 'X'"
                                    + WHERE_DOCUMENT,
                            () -> FaultDatabase.rows(connection, BooksContent.sql(FaultBooks.ALPHA))))
                    .isEqualTo(content);
        }
    }

    /** What is found while something is spoiled; afterwards it is not any more. */
    private static <T> T spoiled(Connection connection, String spoiling, Looking<T> looking) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; SET search_path = billing, public");
            assertThat(statement.executeUpdate(spoiling)).as(spoiling).isPositive();
            return looking.look();
        } finally {
            connection.rollback();
        }
    }

    /** Rows once more, but for what keeps the table from taking them. */
    private static String copy(String table, String other, String where) {
        StringBuilder changes = new StringBuilder();
        for (String change : other.split(", ", -1)) {
            String[] sides = change.split(" = ", -1);
            changes.append(changes.isEmpty() ? "" : ", ")
                    .append('\'')
                    .append(sides[0])
                    .append("', ")
                    .append(sides[1]);
        }
        return "INSERT INTO " + table + " SELECT (jsonb_populate_record(t, jsonb_build_object(" + changes
                + "))).* FROM " + table + " t" + where;
    }

    /** A look at spoiled books. */
    @FunctionalInterface
    private interface Looking<T> {
        T look() throws SQLException;
    }
}
