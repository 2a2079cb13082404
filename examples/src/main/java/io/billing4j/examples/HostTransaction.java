package io.billing4j.examples;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import javax.sql.DataSource;

/**
 * Signs a customer up in the host's own transaction: the host's row, the customer, the subscription and their events are
 * all there after the commit, or none of them.
 */
public final class HostTransaction {
    private final DataSource database;
    private final JdbcBillingStore store;
    private final Billing4J billing;

    /** A host with a table {@code account(name)} in the database that holds the books. */
    public HostTransaction(DataSource database) {
        this.database = database;
        store = JdbcBillingStore.builder(database).build();
        billing = Billing4J.builder(store).build();
    }

    /** Signs up, and commits; anything that throws leaves nothing behind. */
    public void signUp(TenantId tenant, String name, PlanId plan, LocalDate start) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO account (name) VALUES (?)")) {
                insert.setString(1, name);
                insert.executeUpdate();
            }
            BillingEngine engine = billing.on(store.on(connection)).forTenant(tenant);
            CustomerId customer = CustomerId.of(name);
            engine.customers().create(NewCustomer.of(customer, name));
            engine.subscriptions().create(NewSubscription.of(customer, plan, start));
            connection.commit();
        }
    }
}
