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
                Sql.execute(
                        application,
                        "INSERT INTO billing.customer SELECT 'alpha', 'c' || lpad(i::text, 5, '0'), 'USD', NULL, 'main', 'ACTIVE',"
                                + " '2023-11-01Z', NULL, '2023-11-01Z' FROM generate_series(1, 2000) i");
                Sql.execute(
                        application,
                        "INSERT INTO billing.subscription SELECT 'alpha', 's' || lpad(i::text, 5, '0'), 'c' || lpad(i::text, 5, '0'),"
                                + " 'ACTIVE', 'USD', 'UTC', '2023-11-01', '2023-11-01Z', NULL, 1, 1, '2023-11-01Z', 1, NULL, NULL"
                                + " FROM generate_series(1, 2000) i");
            });
            Sql.inTenant(application, "alpha", () -> {
                Sql.execute(
                        application,
                        "UPDATE billing.subscription SET next_due_at = '2023-12-01Z', next_sequence = 2,"
                                + " billed_until = '2023-12-01Z', usage_sealed_until = '2023-11-01Z'");
                Sql.execute(
                        application,
                        "UPDATE billing.customer SET last_recorded_at = '2023-12-01Z', usage_sealed_until = '2023-11-01Z'");
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
