package io.billing4j.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.BillingStore;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.SampleBooks;
import io.billing4j.testkit.Samples;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A database with the sample books of one tenant, and a store on it. */
record TestBooks(TestDatabase database, JdbcBillingStore store, TenantId tenant) {
    static final TenantId TENANT = TenantId.of("alpha");

    /** A store with its default settings, on connections that are opened when they are needed. */
    static TestBooks open() {
        TestDatabase database = TestDatabase.freshDatabase();
        return open(database, JdbcBillingStore.builder(database.application()).build());
    }

    /** A catalogue, customers and their subscriptions, unbilled. */
    static TestBooks open(TestDatabase database, JdbcBillingStore store) {
        return open(database, store, SampleBooks::writeParties);
    }

    static TestBooks open(TestDatabase database, JdbcBillingStore store, Consumer<UnitOfWork> content) {
        TestBooks books = new TestBooks(database, store, TENANT);
        store.tenants().create(Samples.tenant(TENANT), Samples.settings());
        books.write(content);
        return books;
    }

    static HikariDataSource pool(DataSource connections, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(connections);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    void write(Consumer<UnitOfWork> work) {
        writeOn(store, work);
    }

    void writeOn(BillingStore other, Consumer<UnitOfWork> work) {
        other.inTransaction(tenant, unit -> {
            work.accept(unit);
            return true;
        });
    }

    <T> T read(Function<UnitOfWork, T> work) {
        return store.inTransaction(tenant, work);
    }

    /** Runs statements as a superuser. */
    void administer(String... statements) {
        for (String sql : statements) {
            try (Connection connection = database.administrator().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }

    /** The one value that a query of a superuser gives. */
    String value(String query) {
        try (Connection connection = database.administrator().getConnection()) {
            return value(connection, query);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }

    /** The refusal that the call ends with; fails if it ends otherwise. */
    static BillingException refusal(ErrorCode code, ThrowingCallable call) {
        BillingException refusal = catchThrowableOfType(BillingException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        return refusal;
    }
}
