package io.billing4j.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.audit.Actor;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.RequestAnswer;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RequestKey;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several commands that are a part of a transaction of the host's. */
class HostCommandsTest {
    private static final TenantId TENANT = TenantId.of("alpha");
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final CustomerId BOB = CustomerId.of("bob");

    private final TestDatabase database = TestDatabase.freshDatabase();
    private final JdbcBillingStore store =
            JdbcBillingStore.builder(database.application()).build();
    private final Billing4J billing = Billing4J.builder(store).build();
    private Connection host;

    @BeforeEach
    void begin() throws SQLException {
        billing.createTenant(TENANT, TenantKind.LIVE, TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.EUR));
        host = database.application().getConnection();
        host.setAutoCommit(false);
    }

    @AfterEach
    void end() throws SQLException {
        host.close();
    }

    @Test
    void are_there_once_the_host_commits() throws SQLException {
        within(engine -> List.of(create(engine, ADA), create(engine, BOB)));
        assertThat(customers()).isEmpty();

        host.commit();
        assertThat(customers()).containsExactly(ADA, BOB);
    }

    @Test
    void are_undone_as_a_whole_and_leave_the_hosts_transaction_as_it_was() throws SQLException {
        billing.on(store.on(host)).forTenant(TENANT).customers().create(NewCustomer.of(ADA, "Ada"));
        assertThat(refused(() -> within(engine -> List.of(create(engine, BOB), create(engine, ADA)))))
                .isEqualTo(ErrorCode.CUSTOMER_EXISTS);

        host.commit();
        assertThat(customers()).containsExactly(ADA);
    }

    @Test
    void are_undone_also_where_a_refusal_is_swallowed() throws SQLException {
        assertThat(refused(() -> within(engine -> {
                    create(engine, BOB);
                    return catchThrowable(() -> engine.customers().hold(ADA));
                })))
                .isEqualTo(ErrorCode.CUSTOMER_NOT_FOUND);

        host.commit();
        assertThat(customers()).isEmpty();
    }

    @Test
    void may_hold_without_more_than_the_hosts_transaction() throws SQLException {
        within(engine -> create(engine, ADA));
        assertThat(billing.on(store.on(host))
                        .forTenant(TENANT)
                        .customers()
                        .hold(ADA)
                        .id())
                .isEqualTo(ADA);
        host.commit();
    }

    @Test
    void are_remembered_with_the_hosts_commit() throws SQLException {
        assertThat(once().replayed()).isFalse();
        host.rollback();
        assertThat(once().replayed()).isFalse();
        host.commit();

        assertThat(once().replayed()).isTrue();
        assertThat(customers()).containsExactly(ADA);
    }

    @Test
    void have_no_run_among_them() {
        assertThat(refused(() -> within(engine -> engine.runs().run(Instant.parse("2023-11-01T00:00:00Z")))))
                .isEqualTo(ErrorCode.UNSUITABLE_TRANSACTION);
    }

    private RequestAnswer once() {
        return within(engine -> engine.requests()
                .once(
                        RequestKey.of("key"),
                        "CreateCustomer",
                        ContentHash.builder("request", 1).build(),
                        () -> create(engine, ADA).value().getBytes(StandardCharsets.UTF_8)));
    }

    private <T> T within(Function<BillingEngine, T> work) {
        return billing.on(store.on(host)).inTransaction(TENANT, Actor.SYSTEM, work);
    }

    private static CustomerId create(BillingEngine engine, CustomerId id) {
        return engine.customers().create(NewCustomer.of(id, id.value())).id();
    }

    private List<CustomerId> customers() {
        return billing.forTenant(TENANT).customers().list(Page.first(10)).stream()
                .map(customer -> customer.id())
                .toList();
    }

    private static ErrorCode refused(Runnable call) {
        return catchThrowableOfType(BillingException.class, call::run).code();
    }
}
