package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
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
        void reaches_a_host_that_uses_jooq_as_it_is() throws SQLException {
            BillingStore store = books.store().on(DSL.using(host, SQLDialect.POSTGRES));

            refusal(ErrorCode.CUSTOMER_EXISTS, () -> books.writeOn(store, adding("c-1")));
            books.writeOn(store, adding("c-9"));
            host.commit();
            assertThat(customers()).isEqualTo(3);
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
