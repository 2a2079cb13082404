package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A run moves the cursor of every subscription and customer: that must not touch an index. */
class CursorUpdateTest {
    @Test
    void everyUpdateOfAWholePassStaysHeapOnly() throws SQLException {
        try (Connection application = TestDatabase.freshDatabase().application().getConnection()) {
            SchemaRows.insertAll(application, "alpha");
            Sql.inTenant(application, "alpha", () -> {
                for (int i = 10_000; i < 12_000; i++) {
                    Sql.execute(application, SchemaRows.customer("alpha", "'c" + i + "'"));
                    Sql.execute(application, SchemaRows.subscription("alpha", "'s" + i + "'", "'c" + i + "'"));
                }
            });
            Sql.inTenant(application, "alpha", () -> {
                Sql.execute(
                        application,
                        "UPDATE billing.subscription SET next_index = 1, next_due_at = '2023-12-01Z', term = 2, next_sequence = 2,"
                                + " billed_until = '2023-12-01Z', usage_sealed_until = '2023-11-01Z', touched_from = '2023-11-01Z', settled_until = '2023-11-01Z'");
                Sql.execute(application, "UPDATE billing.customer SET last_recorded_at = '2023-12-01Z', balance = 1.5");
                for (String table : new String[] {"billing.subscription", "billing.customer"}) {
                    assertThat(Sql.count(
                                    application,
                                    "SELECT pg_stat_get_xact_tuples_hot_updated('" + table + "'::regclass)"))
                            .as(table)
                            .isEqualTo(2001)
                            .isEqualTo(Sql.count(
                                    application, "SELECT pg_stat_get_xact_tuples_updated('" + table + "'::regclass)"));
                }
            });
        }
    }
}
