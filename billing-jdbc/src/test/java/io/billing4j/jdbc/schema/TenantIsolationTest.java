package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Enumerates what the catalogue holds, so that a table of a later migration is tested from its first day. */
class TenantIsolationTest {
    /** No tenant's data: the registry of tenants, hints for workers that serve all, jobs, Flyway's history. */
    private static final List<String> OPEN =
            List.of("job_history", "job_pause", "scheduled_task", "schema_history", "tenant", "work_due");

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static Connection administrator;
    private static Connection owner;
    private static Connection application;

    @BeforeAll
    static void fillEveryTableForTwoTenants() throws SQLException {
        TestDatabase database = TestDatabase.freshDatabase();
        administrator = database.administrator().getConnection();
        owner = database.owner().getConnection();
        application = database.application().getConnection();
        SchemaRows.insertAll(application, "alpha");
        SchemaRows.insertAll(application, "gamma");
    }

    @AfterAll
    static void close() throws SQLException {
        administrator.close();
        owner.close();
        application.close();
    }

    @Nested
    class EveryTableAndPartition {
        @Test
        void holdsRowsOfTheTenantInThisTest() throws SQLException {
            Map<String, Long> counts = countAs(administrator, "", isolated(), "WHERE tenant_id = 'alpha'");
            assertThat(counts)
                    .hasSizeGreaterThan(30)
                    .allSatisfy((table, rows) -> assertThat(rows)
                            .as("add a row of " + table + " to SchemaRows")
                            .isPositive());
        }

        @Test
        void hasRowLevelSecurityEnabledAndForcedUnlessListed() throws SQLException {
            assertThat(Sql.strings(
                            administrator,
                            "SELECT relname FROM pg_class WHERE relnamespace = 'billing'::regnamespace AND relkind IN ('r', 'p')"
                                    + " AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname"))
                    .isEqualTo(OPEN);
        }

        @Test
        void isNoOtherKindOfRelationThatCouldHoldRows() throws SQLException {
            assertThat(
                            Sql.strings(
                                    administrator,
                                    "SELECT relname FROM pg_class WHERE relnamespace = 'billing'::regnamespace AND relkind IN ('m', 'f')"))
                    .isEmpty();
        }
    }

    @Nested
    class TheApplicationRole {
        @Test
        void seesTheRowsOfItsTenantAndNoOthers() throws SQLException {
            Map<String, Long> own = countAs(administrator, "", parents(), "WHERE tenant_id = 'alpha'");
            assertThat(countAs(application, "alpha", parents(), "")).isEqualTo(own);
        }

        @Test
        void seesNothingUnderATenantWithoutRows() throws SQLException {
            assertThat(countAs(application, "beta", parents(), "")).allSatisfy(TenantIsolationTest::isEmpty);
        }

        @Test
        void seesNothingWithoutATenant() throws SQLException {
            assertThat(countAs(application, "", parents(), "")).allSatisfy(TenantIsolationTest::isEmpty);
        }

        @Test
        void seesNothingAfterTheTransactionThatNamedTheTenant() throws SQLException {
            Sql.inTenant(application, "alpha", () -> Sql.count(application, "SELECT count(*) FROM billing.customer"));
            assertThat(Sql.count(application, "SELECT count(*) FROM billing.customer"))
                    .isZero();
        }

        @Test
        void seesNothingInASessionThatNeverNamedATenant() throws SQLException {
            try (Connection fresh = TestDatabase.freshDatabase().application().getConnection()) {
                assertThat(Sql.strings(fresh, "SELECT current_setting('billing.tenant', true) IS NULL"))
                        .containsExactly("t");
                assertThat(Sql.count(fresh, "SELECT count(*) FROM billing.customer"))
                        .isZero();
            }
        }

        @Test
        void seesNothingOfOthersThroughAView() throws SQLException {
            List<String> views = Sql.strings(
                    administrator,
                    "SELECT relname FROM pg_class WHERE relnamespace = 'billing'::regnamespace AND relkind = 'v' ORDER BY 1");
            assertThat(views).containsExactly("report_finding", "report_invoice_total");
            assertThat(countAs(application, "alpha", views, ""))
                    .allSatisfy((view, rows) -> assertThat(rows).as(view).isPositive());
            assertThat(countAs(application, "alpha", views, "WHERE tenant_id <> 'alpha'"))
                    .allSatisfy(TenantIsolationTest::isEmpty);
            assertThat(countAs(application, "beta", views, "")).allSatisfy(TenantIsolationTest::isEmpty);
            assertThat(countAs(application, "", views, "")).allSatisfy(TenantIsolationTest::isEmpty);
        }

        @Test
        void isDeniedEveryPartition() throws SQLException {
            assertThat(partitions()).hasSizeGreaterThanOrEqualTo(10);
            for (String partition : partitions()) {
                assertThat(Sql.refusal(application, "alpha", "SELECT FROM billing." + partition))
                        .as(partition)
                        .isEqualTo(INSUFFICIENT_PRIVILEGE);
                assertThat(Sql.refusal(application, "alpha", "DELETE FROM billing." + partition))
                        .as(partition)
                        .isEqualTo(INSUFFICIENT_PRIVILEGE);
            }
        }

        @Test
        void writesNoRowOfAnotherTenantIntoAnyTable() throws SQLException {
            Map<String, String> inserts = SchemaRows.insertsFor("delta");
            assertThat(inserts.keySet()).containsAll(parents());
            for (String table : parents()) {
                String insert = inserts.getOrDefault(table, "");
                assertThat(Sql.refusal(application, "beta", insert)).as(table).isEqualTo(INSUFFICIENT_PRIVILEGE);
                assertThat(Sql.refusal(application, "", insert)).as(table).isEqualTo(INSUFFICIENT_PRIVILEGE);
            }
        }

        @Test
        void changesAndDeletesNoRowOfAnotherTenant() throws SQLException {
            Map<String, String> updatable = updatableColumn();
            assertThat(updatable).hasSizeGreaterThan(10);
            for (String table : parents()) {
                Sql.inTenant(application, "beta", () -> {
                    String column = updatable.get(table);
                    if (column != null) {
                        assertThat(Sql.update(
                                        application, "UPDATE billing." + table + " SET " + column + " = " + column))
                                .as(table)
                                .isZero();
                    }
                    if (mayDelete(table)) {
                        assertThat(Sql.update(application, "DELETE FROM billing." + table))
                                .as(table)
                                .isZero();
                    }
                });
            }
        }

        @Test
        void cannotLeaveItsRole() throws SQLException {
            assertThat(Sql.refusal(application, "", "SET ROLE billing_owner")).isEqualTo(INSUFFICIENT_PRIVILEGE);
            assertThat(Sql.refusal(application, "", "SET SESSION AUTHORIZATION postgres"))
                    .isEqualTo(INSUFFICIENT_PRIVILEGE);
            assertThat(Sql.refusal(application, "", "SET session_replication_role = replica"))
                    .isEqualTo(INSUFFICIENT_PRIVILEGE);
        }

        @Test
        void isRefusedWhatPoliciesHideWhenItAsksToSeeAll() throws SQLException {
            Sql.execute(application, "SET row_security = off");
            try {
                assertThat(Sql.refusal(application, "", "SELECT FROM billing.customer"))
                        .isEqualTo(INSUFFICIENT_PRIVILEGE);
            } finally {
                Sql.execute(application, "RESET row_security");
            }
        }
    }

    @Nested
    class TheOwner {
        @Test
        void seesNothingWithoutATenantEither() throws SQLException {
            assertThat(countAs(owner, "", isolated(), "")).allSatisfy(TenantIsolationTest::isEmpty);
        }
    }

    private static void isEmpty(String relation, long rows) {
        assertThat(rows).as(relation).isZero();
    }

    private static Map<String, Long> countAs(
            Connection connection, String tenant, List<String> relations, String condition) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        Sql.inTenant(connection, tenant, () -> {
            for (String relation : relations) {
                counts.put(
                        relation, Sql.count(connection, "SELECT count(*) FROM billing." + relation + " " + condition));
            }
        });
        return counts;
    }

    /** Tables and partitions with tenants' data. */
    private static List<String> isolated() throws SQLException {
        return relations("true");
    }

    private static List<String> parents() throws SQLException {
        return relations("NOT relispartition");
    }

    private static List<String> partitions() throws SQLException {
        return relations("relispartition");
    }

    private static List<String> relations(String condition) throws SQLException {
        return Sql.strings(
                administrator,
                "SELECT relname FROM pg_class WHERE relnamespace = 'billing'::regnamespace AND relkind IN ('r', 'p')"
                        + " AND relname NOT IN ('" + String.join("', '", OPEN) + "') AND " + condition
                        + " ORDER BY relname");
    }

    private static Map<String, String> updatableColumn() throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        for (String table : parents()) {
            Sql.strings(
                            administrator,
                            "SELECT attname FROM pg_attribute WHERE attrelid = 'billing." + table
                                    + "'::regclass AND attnum > 0 AND NOT attisdropped"
                                    + " AND has_column_privilege('billing_app', attrelid, attnum, 'UPDATE') LIMIT 1")
                    .forEach(column -> columns.put(table, column));
        }
        return columns;
    }

    private static boolean mayDelete(String table) throws SQLException {
        return Sql.strings(
                        administrator, "SELECT has_table_privilege('billing_app', 'billing." + table + "', 'DELETE')")
                .contains("t");
    }
}
