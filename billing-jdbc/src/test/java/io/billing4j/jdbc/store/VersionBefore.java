package io.billing4j.jdbc.store;

import io.billing4j.jdbc.TestDatabase;
import io.billing4j.usage.UsageEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the version before the eleventh of the schema records new events: it names the columns that it knows. */
final class VersionBefore {
    private static final String KEY =
            "INSERT INTO billing.usage_key (tenant_id, event_id, content_hash, occurred_at) VALUES (?, ?, ?, ?)";
    private static final String EVENT =
            "INSERT INTO billing.usage_event (tenant_id, customer_id, meter_id, occurred_at,"
                    + " event_id, subscription_id, quantity, properties, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ROLLUP =
            "INSERT INTO billing.usage_rollup AS own (tenant_id, customer_id, subscription_id,"
                    + " meter_id, grain, bucket_start, group_key, event_count, quantity_sum) VALUES (?, ?, ?, ?, ?, ?, '', 1, ?)"
                    + " ON CONFLICT (tenant_id, customer_id, subscription_id, meter_id, grain, bucket_start, group_key) DO UPDATE"
                    + " SET event_count = own.event_count + excluded.event_count,"
                    + " quantity_sum = own.quantity_sum + excluded.quantity_sum";

    private VersionBefore() {}

    /** Records them in a transaction of their own. */
    static void record(TestDatabase database, List<UsageEvent> events, Instant recordedAt) {
        try (Connection connection = database.application().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "SELECT set_config('billing.tenant', ?, true)", TestBooks.TENANT.value());
            for (UsageEvent event : events) {
                record(connection, event, recordedAt);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void record(Connection connection, UsageEvent event, Instant recordedAt) throws SQLException {
        String tenant = TestBooks.TENANT.value();
        String customer = event.customer().value();
        String meter = event.meter().value();
        String subscription =
                event.subscription() == null ? "" : event.subscription().value();
        execute(connection, "SELECT billing.ensure_usage_partition(?)", at(event.occurredAt()));
        execute(connection, KEY, tenant, event.id().value(), event.contentHash().bytes(), at(event.occurredAt()));
        execute(
                connection,
                EVENT,
                tenant,
                customer,
                meter,
                at(event.occurredAt()),
                event.id().value(),
                subscription,
                event.quantity(),
                json(event.properties()),
                at(recordedAt));
        for (ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS)) {
            execute(
                    connection,
                    ROLLUP,
                    tenant,
                    customer,
                    subscription,
                    meter,
                    unit == ChronoUnit.DAYS ? "DAY" : "HOUR",
                    at(event.occurredAt().truncatedTo(unit)),
                    event.quantity());
        }
    }

    private static @Nullable String json(Map<String, String> properties) {
        return properties.isEmpty()
                ? null
                : new TreeMap<>(properties)
                        .entrySet().stream()
                                .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                                .collect(Collectors.joining(",", "{\"v\":1,\"values\":{", "}}"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Object at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static void execute(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
