package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static io.billing4j.jdbc.store.TestBooks.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.customer.Customer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the store does in a transaction that the host began. */
class HostTransactionTest {
    private static final String SETTINGS =
            "SELECT current_setting('billing.tenant', true) || '/' || current_setting('lock_timeout')";

    private final TestBooks books = TestBooks.open();
    private Connection host;

    @BeforeEach
    void begin() throws SQLException {
        books.administer("CREATE TABLE public.account (name text)", "GRANT ALL ON public.account TO PUBLIC");
        host = books.database().application().getConnection();
        host.setAutoCommit(false);
    }

    @AfterEach
    void end() throws SQLException {
        host.close();
    }

    @Nested
    class What_the_work_did {
        @Test
        void is_there_with_what_the_host_did_once_the_host_commits() throws SQLException {
            execute("INSERT INTO public.account VALUES ('before')");
            addCustomer("c-9");
            execute("INSERT INTO public.account VALUES ('after')");

            assertThat(customers()).isEqualTo(2);
            host.commit();
            assertThat(customers()).isEqualTo(3);
            assertThat(accounts()).isEqualTo("after,before");
        }

        @Test
        void is_gone_when_the_host_rolls_back() throws SQLException {
            addCustomer("c-9");
            host.rollback();

            assertThat(customers()).isEqualTo(2);
        }

        @Test
        void is_seen_by_later_work_in_the_same_transaction() {
            addCustomer("c-9");

            assertThat(store().<Boolean>inTransaction(
                                    books.tenant(),
                                    unit -> unit.customers()
                                            .find(CustomerId.of("c-9"))
                                            .isPresent()))
                    .isTrue();
        }

        @Test
        void may_create_a_tenant_too() throws SQLException {
            TenantId created = TenantId.of("beta");
            store().tenants().create(Samples.tenant(created), Samples.settings());
            assertThat(store().tenants().find(created)).isPresent();
            assertThat(books.store().tenants().find(created)).isEmpty();
            host.commit();

            assertThat(books.store().tenants().list())
                    .extracting(tenant -> tenant.id())
                    .containsExactly(books.tenant(), created);
        }

        @Test
        void is_part_of_a_transaction_of_jooq() {
            DSL.using(host, SQLDialect.POSTGRES).transaction(tx -> {
                tx.dsl().execute("INSERT INTO public.account VALUES ('jooq')");
                books.writeOn(books.store().on(tx.dsl()), adding("c-9"));
            });

            assertThat(customers()).isEqualTo(3);
            assertThat(accounts()).isEqualTo("jooq");
        }
    }

    @Nested
    class A_failure {
        @Test
        void of_the_work_leaves_the_hosts_transaction_as_it_was() throws SQLException {
            IllegalStateException thrown = new IllegalStateException("on purpose");
            execute("INSERT INTO public.account VALUES ('before')");
            assertThatThrownBy(() -> books.writeOn(store(), unit -> {
                        adding("c-9").accept(unit);
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            execute("INSERT INTO public.account VALUES ('after')");
            host.commit();

            assertThat(customers()).isEqualTo(2);
            assertThat(accounts()).isEqualTo("after,before");
        }

        @Test
        void of_a_statement_leaves_the_hosts_transaction_usable() throws SQLException {
            execute("INSERT INTO public.account VALUES ('before')");
            addCustomer("c-8");
            refusal(ErrorCode.CUSTOMER_EXISTS, () -> addCustomer("c-1"));
            addCustomer("c-9");
            host.commit();

            assertThat(customers()).isEqualTo(4);
            assertThat(accounts()).isEqualTo("before");
        }

        @Test
        void that_the_work_swallows_undoes_it_all_the_same() throws SQLException {
            refusal(
                    ErrorCode.PLAN_NOT_FOUND,
                    () -> books.writeOn(store(), unit -> {
                        adding("c-9").accept(unit);
                        refusal(
                                ErrorCode.PLAN_NOT_FOUND,
                                () -> unit.catalog().archivePlan(PlanId.of("none"), Samples.START));
                    }));
            host.commit();

            assertThat(customers()).isEqualTo(2);
        }

        @Test
        void to_find_the_tenant_leaves_the_hosts_transaction_usable() throws SQLException {
            refusal(ErrorCode.TENANT_NOT_FOUND, () -> store().inTransaction(TenantId.of("nobody"), unit -> 1));
            addCustomer("c-9");
            host.commit();

            assertThat(customers()).isEqualTo(3);
        }

        @Test
        void by_contention_is_not_tried_again() throws SQLException {
            books.administer(
                    "CREATE FUNCTION public.lose() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$",
                    "CREATE TRIGGER lose BEFORE INSERT ON billing.customer FOR EACH ROW EXECUTE FUNCTION public.lose()");
            List<UnitOfWork> runs = new ArrayList<>();

            assertThat(refusal(
                                    ErrorCode.STORE_CONTENTION,
                                    () -> books.writeOn(store(), unit -> {
                                        runs.add(unit);
                                        adding("c-9").accept(unit);
                                    }))
                            .retryable())
                    .isTrue();
            assertThat(runs).hasSize(1);
            execute("INSERT INTO public.account VALUES ('after')");
        }
    }

    @Nested
    class The_hosts_settings {
        @Test
        void are_as_before_after_success() throws SQLException {
            execute("SET LOCAL billing.tenant = 'gamma'; SET LOCAL lock_timeout = '1234ms'");
            addCustomer("c-9");

            assertThat(value(host, SETTINGS)).isEqualTo("gamma/1234ms");
            host.commit();
        }

        @Test
        void are_as_before_after_a_failure() throws SQLException {
            execute("SET billing.tenant = 'gamma'; SET lock_timeout = '1234ms'");
            host.commit();
            refusal(ErrorCode.CUSTOMER_EXISTS, () -> addCustomer("c-1"));

            assertThat(value(host, SETTINGS)).isEqualTo("gamma/1234ms");
        }

        @Test
        void are_as_before_after_the_numbering_has_waited_in_its_own_measure() throws SQLException {
            execute("SET LOCAL billing.tenant = 'gamma'; SET LOCAL lock_timeout = '1234ms'");
            books.writeOn(store(), unit -> unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY));

            assertThat(value(host, SETTINGS)).isEqualTo("gamma/1234ms");
        }

        @Test
        void show_no_tenant_where_there_was_none() throws SQLException {
            addCustomer("c-9");

            assertThat(value(host, "SELECT count(*) FROM billing.customer")).isEqualTo("0");
        }

        @Test
        void are_the_outer_works_again_after_work_of_another_tenant_within_it() {
            TenantId beta = TenantId.of("beta");
            books.store().tenants().create(Samples.tenant(beta), Samples.settings());

            books.writeOn(store(), outer -> {
                store().inTransaction(beta, inner -> inner.customers().list(Page.first(1)));
                assertThat(outer.customers().list(Page.first(10))).hasSize(2);
            });
        }
    }

    @Nested
    class Refused_is {
        @Test
        void a_connection_in_auto_commit_mode() throws SQLException {
            host.setAutoCommit(true);

            assertThat(refusal(ErrorCode.UNSUITABLE_TRANSACTION, () -> addCustomer("c-9")))
                    .hasMessageContaining("auto-commit");
            assertThat(customers()).isEqualTo(2);
        }

        @Test
        void a_transaction_that_does_not_see_what_others_commit() throws SQLException {
            host.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);

            assertThat(refusal(ErrorCode.UNSUITABLE_TRANSACTION, () -> addCustomer("c-9")))
                    .hasMessageContaining("repeatable read");
        }

        @Test
        void a_transaction_that_has_failed() {
            assertThatThrownBy(() -> execute("SELECT 1/0")).isInstanceOf(SQLException.class);

            refusal(ErrorCode.UNSUITABLE_TRANSACTION, () -> addCustomer("c-9"));
        }

        @Test
        void a_superuser() throws SQLException {
            try (Connection superuser = books.database().administrator().getConnection()) {
                superuser.setAutoCommit(false);
                BillingStore store = books.store().on(superuser);

                assertThat(refusal(ErrorCode.ROLE_BYPASSES_POLICIES, () -> books.writeOn(store, adding("c-9"))))
                        .hasMessageContaining("postgres");
                superuser.commit();
            }
            assertThat(customers()).isEqualTo(2);
        }

        @Test
        void a_role_that_bypasses_row_level_security() {
            books.administer(
                    "DROP ROLE IF EXISTS passes_by",
                    "CREATE ROLE passes_by LOGIN BYPASSRLS",
                    "GRANT billing_app TO passes_by");
            BillingStore store =
                    JdbcBillingStore.builder(books.database().as("passes_by")).build();

            assertThat(refusal(ErrorCode.ROLE_BYPASSES_POLICIES, () -> books.writeOn(store, adding("c-9"))))
                    .hasMessageContaining("passes_by");
            books.administer("DROP ROLE passes_by");
        }

        @Test
        void no_superuser_where_the_host_accepts_it() throws SQLException {
            JdbcBillingStore accepting = JdbcBillingStore.builder(
                            books.database().application())
                    .acceptRoleThatBypassesPolicies()
                    .build();
            try (Connection superuser = books.database().administrator().getConnection()) {
                superuser.setAutoCommit(false);
                books.writeOn(accepting.on(superuser), adding("c-9"));
                superuser.commit();
            }
            assertThat(customers()).isEqualTo(3);
        }
    }

    private BillingStore store() {
        return books.store().on(host);
    }

    private void addCustomer(String id) {
        books.writeOn(store(), adding(id));
    }

    private static Consumer<UnitOfWork> adding(String id) {
        return unit -> unit.customers().insert(Samples.customer(id));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = host.createStatement()) {
            statement.execute(sql);
        }
    }

    private int customers() {
        return Integer.parseInt(books.value("SELECT count(*) FROM billing.customer"));
    }

    private String accounts() {
        return books.value("SELECT string_agg(name, ',' ORDER BY name) FROM public.account");
    }
}
