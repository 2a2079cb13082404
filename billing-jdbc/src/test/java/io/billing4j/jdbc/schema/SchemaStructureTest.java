package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules that every table keeps, those of later migrations too: read from the catalogue, not from a list of tables. */
class SchemaStructureTest {
    private static final String TABLES =
            " FROM pg_class c WHERE c.relnamespace = 'billing'::regnamespace AND c.relkind IN ('r', 'p')";
    private static final String COLUMNS = " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
            + " AND NOT a.attisdropped WHERE c.relnamespace = 'billing'::regnamespace AND c.relkind IN ('r', 'p')"
            + " AND c.relname <> 'schema_history'";
    private static final String FUNCTIONS = " FROM pg_proc p WHERE p.pronamespace = 'billing'::regnamespace";

    private static Connection administrator;

    @BeforeAll
    static void installWithPartitions() throws SQLException {
        TestDatabase database = TestDatabase.freshDatabase();
        administrator = database.administrator().getConnection();
        try (Connection application = database.application().getConnection()) {
            SchemaRows.insertAll(application, "alpha");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        administrator.close();
    }

    @Nested
    class PrimaryKeys {
        @Test
        void startWithTheTenantInEveryTableOfTenantsData() throws SQLException {
            assertThat(
                            found(
                                    "SELECT c.relname" + TABLES
                                            + " AND c.relname NOT IN ('work_due', 'schema_history', 'scheduled_task')"
                                            + " AND NOT EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid"
                                            + " AND a.attnum = i.indkey[0] WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'tenant_id')"))
                    .isEmpty();
        }

        @Test
        void andEveryOtherIndexStartWithIt() throws SQLException {
            assertThat(found("SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
                            + " WHERE c.relnamespace = 'billing'::regnamespace AND c.relname NOT IN ('work_due', 'schema_history', 'scheduled_task', 'job_history')"
                            + " AND a.attname <> 'tenant_id'"))
                    .isEmpty();
        }
    }

    @Nested
    class Columns {
        @Test
        void takeNoInstantFromTheDatabasesClock() throws SQLException {
            assertThat(
                            found(
                                    "SELECT c.relname || '.' || a.attname" + COLUMNS
                                            + " AND EXISTS (SELECT FROM pg_attrdef d"
                                            + " WHERE d.adrelid = c.oid AND d.adnum = a.attnum AND pg_get_expr(d.adbin, d.adrelid) ~* 'now\\(|current_|clock_|timeofday|_timestamp\\(')"))
                    .isEmpty();
        }

        @Test
        void thatAreSortedOrLockedByCompareAsJavaDoes() throws SQLException {
            assertThat(
                            found(
                                    "SELECT c.relname || '.' || a.attname" + COLUMNS
                                            + " AND a.atttypid = 'text'::regtype AND a.attcollation <> 'pg_catalog.\"C\"'::regcollation"
                                            + " AND (a.attname LIKE '%\\_id' AND a.attname <> 'correlation_id' OR a.attname LIKE '%\\_key')"))
                    .isEmpty();
        }

        @Test
        void forNumbersAreExactAndKeepEveryDecimal() throws SQLException {
            assertThat(found("SELECT c.relname || '.' || a.attname" + COLUMNS
                            + " AND (a.atttypid IN ('real'::regtype, 'double precision'::regtype, 'money'::regtype)"
                            + " OR a.atttypid = 'numeric'::regtype AND a.atttypmod <> -1)"))
                    .isEmpty();
        }

        @Test
        void forTimeAreInstantsOrDates() throws SQLException {
            assertThat(found("SELECT c.relname || '.' || a.attname" + COLUMNS
                            + " AND a.atttypid IN ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype)"))
                    .isEmpty();
        }

        @Test
        void forDocumentsComeBackAsWritten() throws SQLException {
            assertThat(found("SELECT c.relname || '.' || a.attname" + COLUMNS
                            + " AND a.atttypid IN ('json'::regtype, 'jsonb'::regtype)"))
                    .containsExactly("tenant_settings.settings");
        }

        @Test
        void movedByEveryDocumentStandInNoIndex() throws SQLException {
            assertThat(
                            found(
                                    "SELECT DISTINCT c.relname || '.' || a.attname" + COLUMNS
                                            + " AND a.attname IN ('next_index', 'next_due_at', 'next_sequence', 'billed_until', 'usage_sealed_until', 'touched_from', 'settled_until', 'last_recorded_at', 'balance')"
                                            + " AND EXISTS (SELECT FROM pg_depend d JOIN pg_index i ON i.indexrelid = d.objid"
                                            + " WHERE d.classid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum)"))
                    .isEmpty();
        }
    }

    @Nested
    class Ownership {
        @Test
        void isTheOwnersForEveryObject() throws SQLException {
            assertThat(found("SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'billing'::regnamespace"
                            + " AND c.relowner <> 'billing_owner'::regrole"))
                    .isEmpty();
            assertThat(found("SELECT p.proname" + FUNCTIONS + " AND p.proowner <> 'billing_owner'::regrole"))
                    .isEmpty();
            assertThat(found("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'billing'"))
                    .containsExactly("billing_owner");
        }

        @Test
        void isTheApplicationsForNothing() throws SQLException {
            assertThat(
                            found(
                                    "SELECT objid::text FROM pg_shdepend WHERE refobjid = 'billing_app'::regrole AND deptype = 'o'"))
                    .isEmpty();
        }
    }

    @Nested
    class TheApplicationRole {
        @Test
        void isNeitherSuperuserNorPassesPolicies() throws SQLException {
            assertThat(found("SELECT rolname FROM pg_roles WHERE rolname IN ('billing_app', 'billing_owner')"
                            + " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"))
                    .isEmpty();
            assertThat(found("SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'billing_app'::regrole"))
                    .isEmpty();
        }

        @Test
        void hasNoGrantOnAnyPartition() throws SQLException {
            assertThat(found("SELECT c.relname" + TABLES
                            + " AND c.relispartition AND (has_any_column_privilege('billing_app',"
                            + " c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')"
                            + " OR has_table_privilege('billing_app', c.oid, 'DELETE, TRUNCATE, TRIGGER, MAINTAIN'))"))
                    .isEmpty();
        }

        @Test
        void mayUpdateSingleColumnsAtMost() throws SQLException {
            assertThat(
                            found(
                                    "SELECT c.relname" + TABLES
                                            + " AND has_table_privilege('billing_app', c.oid, 'UPDATE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')"))
                    .isEmpty();
        }

        @Test
        void mayDeleteOnlyDraftsAndWhatIsDone() throws SQLException {
            assertThat(found("SELECT c.relname" + TABLES + " AND has_table_privilege('billing_app', c.oid, 'DELETE')"))
                    .containsExactly(
                            "billing_run_failure",
                            "coupon_redemption",
                            "invoice",
                            "invoice_line",
                            "job_history",
                            "job_pause",
                            "outbox",
                            "remembered_request",
                            "scheduled_task",
                            "tax_answer",
                            "usage_reported",
                            "work_due");
        }

        @Test
        void createsNothingInTheSchema() throws SQLException {
            assertThat(found("SELECT has_schema_privilege('billing_app', 'billing', 'CREATE')::text"))
                    .containsExactly("false");
        }
    }

    @Nested
    class Everybody {
        @Test
        void isGrantedNothing() throws SQLException {
            assertThat(found("SELECT c.relname FROM pg_class c, aclexplode(c.relacl) g"
                            + " WHERE c.relnamespace = 'billing'::regnamespace AND g.grantee = 0"))
                    .isEmpty();
            assertThat(
                            found(
                                    "SELECT n.nspname FROM pg_namespace n, aclexplode(n.nspacl) g WHERE n.nspname = 'billing' AND g.grantee = 0"))
                    .isEmpty();
            assertThat(
                            found(
                                    "SELECT p.proname" + FUNCTIONS
                                            + " AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g WHERE g.grantee = 0)"))
                    .isEmpty();
        }
    }

    @Nested
    class Functions {
        @Test
        void thatActForTheOwnerAreThese() throws SQLException {
            assertThat(found("SELECT p.proname" + FUNCTIONS + " AND p.prosecdef"))
                    .containsExactly(
                            "ensure_usage_partition",
                            "outbox_backlog",
                            "upkeep_announce",
                            "upkeep_confirm",
                            "upkeep_delete_keys",
                            "upkeep_delete_rollups",
                            "upkeep_drop",
                            "upkeep_keys_done",
                            "upkeep_needed_by",
                            "upkeep_tenants");
        }

        @Test
        void thatTheApplicationMayCallForTheOwnerMakeMonthsAndCountWhatWaits() throws SQLException {
            assertThat(found("SELECT p.proname" + FUNCTIONS
                            + " AND p.prosecdef AND has_function_privilege('billing_app', p.oid, 'EXECUTE')"))
                    .containsExactly("ensure_usage_partition", "outbox_backlog");
        }

        @Test
        void fixTheirSearchPathWithTemporaryObjectsLast() throws SQLException {
            assertThat(found("SELECT p.proname" + FUNCTIONS
                            + " AND NOT coalesce('search_path=billing, pg_temp' = ANY (p.proconfig), false)"))
                    .isEmpty();
        }
    }

    @Nested
    class Views {
        @Test
        void runWithTheRightsOfWhoeverAsks() throws SQLException {
            assertThat(
                            found(
                                    "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'billing'::regnamespace"
                                            + " AND c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)"))
                    .isEmpty();
        }
    }

    @Nested
    class Reports {
        @Test
        void sayInWhoseNameDocumentsAreIssued() throws SQLException {
            assertThat(found("SELECT entity || ' ' || documents FROM billing.report_invoice_total"))
                    .containsExactly("main 1");
        }
    }

    private static List<String> found(String sql) throws SQLException {
        return Sql.strings(administrator, sql + " ORDER BY 1");
    }
}
