package io.billing4j.jdbc;

import io.billing4j.id.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The owner's functions that keep house for usage (migration V12), each call a transaction of its own. */
record UpkeepFunctions(UpkeepSession session) {
    /** A tenant, and what its clock was set to, if it was. */
    record Tenant(TenantId id, @Nullable Instant clock) {}

    /**
     * What is so far from being deleted.
     *
     * @param pending whether there is something to confirm or to delete
     * @param kept why events are kept that are past their retention, if some are
     */
    record Announced(boolean pending, PinnedUsage.@Nullable Reason kept) {}

    /**
     * Keys that are gone.
     *
     * @param customer of the last event that was seen, like what follows; null once none is left
     */
    record Keys(
            long deleted,
            @Nullable String customer,
            @Nullable String meter,
            @Nullable OffsetDateTime at,
            @Nullable String event) {
        /** Before the first event. */
        static final Keys NONE = new Keys(0, "", "", OffsetDateTime.MIN, "");
    }

    /**
     * Rollups that are gone.
     *
     * @param customer the last that was seen; null once none is left
     */
    record Rollups(long deleted, @Nullable String customer) {
        /** Before the first customer. */
        static final Rollups NONE = new Rollups(0, "");
    }

    Instant now() throws SQLException {
        return session.first("SELECT now()", row -> instant(row, 1)).orElseThrow();
    }

    List<Tenant> tenants() throws SQLException {
        return session.all(
                "SELECT tenant_id, clock_at FROM " + name("upkeep_tenants") + "()",
                row -> new Tenant(TenantId.of(row.getString(1)), row.getObject(2) == null ? null : instant(row, 2)));
    }

    /** Months that have a partition, in the order of time. */
    List<YearMonth> months() throws SQLException {
        return session.all(
                "SELECT m FROM " + name("upkeep_months") + "() m",
                row -> YearMonth.from(instant(row, 1).atOffset(ZoneOffset.UTC)));
    }

    void make(YearMonth month) throws SQLException {
        session.all("SELECT " + name("ensure_usage_partition") + "(?)", UpkeepFunctions::nothing, start(month));
    }

    Announced announce(TenantId tenant, Instant hostNow) throws SQLException {
        return session.first(
                        "SELECT pending, kept_by FROM " + name("upkeep_announce") + "(?, ?)",
                        row -> {
                            String kept = row.getString(2);
                            return new Announced(
                                    row.getBoolean(1), kept == null ? null : PinnedUsage.Reason.valueOf(kept));
                        },
                        tenant.value(),
                        at(hostNow))
                .orElseThrow();
    }

    void confirm(TenantId tenant, Instant hostNow) throws SQLException {
        session.all(
                "SELECT " + name("upkeep_confirm") + "(?, ?)", UpkeepFunctions::nothing, tenant.value(), at(hostNow));
    }

    /** Deletes the keys of the next events of a month, at most so many. */
    Keys deleteKeys(TenantId tenant, YearMonth month, Keys after, int chunk) throws SQLException {
        return session.first(
                        "SELECT deleted, customer, meter, at, event FROM " + name("upkeep_delete_keys")
                                + "(?, ?, ?, ?, ?, ?, ?)",
                        row -> new Keys(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class),
                                row.getString(5)),
                        tenant.value(),
                        start(month),
                        after.customer(),
                        after.meter(),
                        after.at(),
                        after.event(),
                        chunk)
                .orElseThrow();
    }

    void keysDone(TenantId tenant) throws SQLException {
        session.all("SELECT " + name("upkeep_keys_done") + "(?)", UpkeepFunctions::nothing, tenant.value());
    }

    /** Deletes the old rollups of the next customers, at most so many. */
    Rollups deleteRollups(TenantId tenant, Rollups after, int customers) throws SQLException {
        return session.first(
                        "SELECT deleted, customer FROM " + name("upkeep_delete_rollups") + "(?, ?, ?)",
                        row -> new Rollups(row.getLong(1), row.getString(2)),
                        tenant.value(),
                        after.customer(),
                        customers)
                .orElseThrow();
    }

    /** Whether some tenant has events in a month that it cannot do without. */
    boolean needed(YearMonth month, Instant hostNow) throws SQLException {
        return asks("upkeep_needed_by", month, hostNow);
    }

    /** Drops a month unless it is needed; whether it is gone. */
    boolean drop(YearMonth month, Instant hostNow) throws SQLException {
        return !asks("upkeep_drop", month, hostNow);
    }

    /** The transactions that hold a lock on usage: who relies on old usage has one. */
    Set<String> holders() throws SQLException {
        return Set.copyOf(session.all(
                "SELECT DISTINCT l.virtualtransaction FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_database d ON d.oid = l.database"
                        + " WHERE d.datname = current_database() AND n.nspname = ? AND c.relname = 'usage_event'"
                        + " AND l.locktype = 'relation' AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()",
                UpkeepSession::text,
                session.schema()));
    }

    private boolean asks(String function, YearMonth month, Instant hostNow) throws SQLException {
        return session.first(
                        "SELECT " + name(function) + "(?, ?) IS NOT NULL",
                        row -> row.getBoolean(1),
                        start(month),
                        at(hostNow))
                .orElseThrow();
    }

    private String name(String function) {
        return '"' + session.schema() + "\"." + function;
    }

    private static boolean nothing(ResultSet row) {
        return true;
    }

    private static OffsetDateTime start(YearMonth month) {
        return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
