package io.billing4j.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewOneOff;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** One-off charges that are added together are written together: one more is not a statement more. */
class OneOffStatementsTest {
    private static final CustomerId ADA = CustomerId.of("ada");

    private final AtomicInteger executed = new AtomicInteger();

    @Test
    void as_many_statements_add_a_hundred_as_ten() {
        BillingEngine engine = engine();
        engine.oneOffs().add(charges(0, 1));
        int ten = statements(engine, charges(1, 11));
        int hundred = statements(engine, charges(11, 111));

        assertThat(hundred).isEqualTo(ten).isBetween(1, 20);
        // Of these a half is there: their keys are looked for together.
        assertThat(statements(engine, charges(61, 161))).isEqualTo(ten);
    }

    private int statements(BillingEngine engine, List<NewOneOff> charges) {
        int before = executed.get();
        engine.oneOffs().add(charges);
        return executed.get() - before;
    }

    private static List<NewOneOff> charges(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(
                        i -> NewOneOff.of(ADA, "Call", Money.parse("USD 1.00")).withIdempotencyKey("key-" + i))
                .toList();
    }

    private BillingEngine engine() {
        TestDatabase database = TestDatabase.freshDatabase();
        Billing4J billing = Billing4J.builder(JdbcBillingStore.builder(counting(database.application()))
                        .build())
                .build();
        TenantId tenant = TenantId.of("statements");
        billing.createTenant(tenant, TenantKind.LIVE, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(tenant);
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        return engine;
    }

    private DataSource counting(DataSource connections) {
        return proxy(DataSource.class, connections);
    }

    private <T> T proxy(Class<T> type, T of) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (of instanceof Statement && isExecution(method.getName())) {
                        executed.incrementAndGet();
                    }
                    Object result = invoked(method, of, arguments);
                    if (result instanceof Connection connection) {
                        return proxy(Connection.class, connection);
                    }
                    if (result instanceof PreparedStatement prepared) {
                        return proxy(PreparedStatement.class, prepared);
                    }
                    return result instanceof Statement statement ? proxy(Statement.class, statement) : result;
                }));
    }

    /** What is sent together is a statement each all the same. */
    private static boolean isExecution(String method) {
        return method.equals("addBatch") || (method.startsWith("execute") && !method.endsWith("Batch"));
    }

    private static Object invoked(Method method, Object of, Object[] arguments) throws Throwable {
        try {
            return method.invoke(of, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
