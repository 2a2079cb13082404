package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.run.RunFailure;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.DocumentSamples;
import io.billing4j.testkit.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How failures of the database reach the caller. */
class StoreFailuresTest {
    @Nested
    class A_database_that_does_not_serve {
        @Test
        void is_unavailable_where_nobody_listens() throws IOException {
            HikariConfig nobody = new HikariConfig();
            nobody.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + freePort() + "/books");
            nobody.setInitializationFailTimeout(-1);
            nobody.setConnectionTimeout(Duration.ofMillis(250).toMillis());
            try (HikariDataSource pool = new HikariDataSource(nobody)) {
                BillingStore store = JdbcBillingStore.builder(pool).build();

                assertThat(refusal(
                                        ErrorCode.STORE_UNAVAILABLE,
                                        () -> store.tenants().list())
                                .retryable())
                        .isTrue();
            }
        }

        @Test
        void is_unavailable_where_the_pool_has_no_connection_left() throws SQLException {
            HikariConfig one = new HikariConfig();
            one.setDataSource(TestDatabase.freshDatabase().application());
            one.setMaximumPoolSize(1);
            one.setConnectionTimeout(Duration.ofMillis(250).toMillis());
            try (HikariDataSource pool = new HikariDataSource(one)) {
                BillingStore store = JdbcBillingStore.builder(pool).build();
                try (var taken = pool.getConnection()) {
                    assertThat(taken.isValid(1)).isTrue();
                    refusal(ErrorCode.STORE_UNAVAILABLE, () -> store.tenants().list());
                }
                assertThat(store.tenants().list()).isEmpty();
            }
        }

        @Test
        void is_unavailable_where_it_ends_the_session() {
            TestBooks books = TestBooks.open();

            refusal(
                    ErrorCode.STORE_UNAVAILABLE,
                    () -> books.write(unit -> {
                        unit.customers().insert(Samples.customer("c-9"));
                        books.administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE usename = 'billing_app' AND datname = current_database()");
                        unit.customers().list(Page.first(1));
                    }));
            assertThat(books.value("SELECT count(*) FROM billing.customer")).isEqualTo("2");
        }

        @Test
        void is_unavailable_where_it_only_answers_reads() {
            TestBooks books = TestBooks.open();
            books.administer("ALTER DATABASE " + books.database().name() + " SET default_transaction_read_only = on");

            refusal(
                    ErrorCode.STORE_UNAVAILABLE,
                    () -> books.write(unit -> unit.customers().insert(Samples.customer("c-9"))));
            assertThat(books.<Integer>read(
                            unit -> unit.customers().list(Page.first(10)).size()))
                    .isEqualTo(2);
        }
    }

    @Nested
    class A_database_that_is_not_set_up {
        @Test
        void lacks_the_schema() {
            BillingStore store = JdbcBillingStore.builder(
                            TestDatabase.emptyDatabase().as("postgres"))
                    .acceptRoleThatBypassesPolicies()
                    .build();

            refusal(ErrorCode.SCHEMA_NOT_CURRENT, () -> store.tenants().list());
            refusal(ErrorCode.SCHEMA_NOT_CURRENT, () -> store.inTransaction(TestBooks.TENANT, unit -> 1));
        }

        @Test
        void lacks_a_table() {
            TestBooks books = TestBooks.open();
            books.administer("DROP TABLE billing.audit");

            refusal(
                    ErrorCode.SCHEMA_NOT_CURRENT,
                    () -> books.read(unit -> unit.journal().audit("customer", "c-1", Page.first(1))));
        }

        @Test
        void lacks_a_right() {
            TestBooks books = TestBooks.open();
            books.administer("REVOKE SELECT ON billing.finding FROM billing_app");

            refusal(
                    ErrorCode.INSUFFICIENT_PRIVILEGE,
                    () -> books.read(unit -> unit.journal().findings(null, null, Page.first(1))));
        }
    }

    @Nested
    class A_row_that_is_taken {
        @TestFactory
        Stream<DynamicTest> names_the_input_to_blame() {
            TestBooks books = TestBooks.open();
            return Stream.of(
                    taken("customerId", books, unit -> unit.customers().insert(Samples.customer("c-1"))),
                    taken("meterId", books, unit -> unit.catalog().insertMeter(Samples.meter("tokens"))),
                    taken("planId", books, unit -> unit.catalog().insertPlan(Samples.plan(Samples.PLAN))),
                    taken(
                            "subscriptionId",
                            books,
                            unit -> unit.subscriptions().insert(Samples.subscription("s-1", "c-1"))),
                    dynamicTest(
                            "tenantId",
                            () -> assertThat(refusal(
                                                    ErrorCode.TENANT_EXISTS,
                                                    () -> books.store()
                                                            .tenants()
                                                            .create(Samples.tenant(books.tenant()), Samples.settings()))
                                            .field())
                                    .isEqualTo("tenantId")));
        }

        private DynamicTest taken(String field, TestBooks books, Consumer<UnitOfWork> work) {
            return dynamicTest(
                    field,
                    () -> assertThatThrownBy(() -> books.write(work))
                            .isInstanceOfSatisfying(BillingException.class, e -> {
                                assertThat(e.field()).isEqualTo(field);
                                assertThat(e.retryable()).isFalse();
                                assertThat(e.getMessage()).doesNotContain("c-1", "tokens", "alpha");
                            }));
        }
    }

    @Nested
    class A_text_that_cannot_be_stored {
        @Test
        void is_an_invalid_text() {
            TestBooks books = TestBooks.open();
            books.write(unit -> unit.runs().findOrInsert(DocumentSamples.run(1)));
            RunFailure failure = new RunFailure(Samples.customer("c-1").id(), ErrorCode.INTERNAL, "a zero byte: \0", 1);

            refusal(
                    ErrorCode.INVALID_TEXT,
                    () -> books.write(unit -> unit.runs().putFailure(DocumentSamples.runId(1), failure)));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
