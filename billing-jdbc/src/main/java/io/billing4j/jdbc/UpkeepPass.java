package io.billing4j.jdbc;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.internal.SqlFailures;
import io.billing4j.tenant.BillingClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One pass of {@link UsageMaintenance}: makes months, announces, waits, confirms, deletes and drops, in this order; see
 * migration V12 for why.
 */
final class UpkeepPass {
    private static final Duration PARTITIONS_STAY = Duration.ofDays(366);
    private static final YearMonth LAST_MONTH = YearMonth.of(2099, 12);
    private static final int CUSTOMERS = 200;
    private static final long PAUSE = Duration.ofMillis(50).toNanos();
    private static final long BETWEEN_ATTEMPTS = Duration.ofSeconds(1).toNanos();

    private final UpkeepFunctions functions;
    private final Options options;
    private final List<YearMonth> made = new ArrayList<>();
    private final List<YearMonth> dropped = new ArrayList<>();
    private final List<YearMonth> busy = new ArrayList<>();
    private final List<StuckMonth> stuck = new ArrayList<>();
    private final List<PinnedUsage> pinned = new ArrayList<>();
    private final Set<TenantId> failed = new TreeSet<>();
    private long keys;
    private long rollups;
    private boolean waitedInVain;

    UpkeepPass(UpkeepFunctions functions, Options options) {
        this.functions = functions;
        this.options = options;
    }

    /** What can be chosen. */
    record Options(
            String schema, BillingClock clock, int monthsAhead, int chunk, Duration lockTimeout, Duration patience) {}

    UsageMaintenanceReport pass() throws SQLException {
        Instant now = functions.now();
        Map<TenantId, Instant> hostNow = makeAhead(now);
        deleteOld(hostNow);
        Instant earliest = hostNow.values().stream().min(Instant::compareTo).orElse(now);
        for (YearMonth month : functions.months()) {
            if (!end(month).isAfter(now.minus(PARTITIONS_STAY)) && !stopped()) {
                dropUnlessNeeded(month, earliest);
            }
        }
        return report();
    }

    /** Makes months, and nothing else. */
    UsageMaintenanceReport ahead() throws SQLException {
        makeAhead(functions.now());
        return report();
    }

    private UsageMaintenanceReport report() {
        return new UsageMaintenanceReport(
                false, made, dropped, busy, stuck, keys, rollups, waitedInVain, pinned, List.copyOf(failed));
    }

    /** The host's time for each tenant. */
    private Map<TenantId, Instant> makeAhead(Instant now) throws SQLException {
        List<UpkeepFunctions.Tenant> tenants = functions.tenants();
        Map<TenantId, Instant> hostNow = new LinkedHashMap<>();
        tenants.forEach(tenant -> hostNow.put(tenant.id(), options.clock().now(tenant.id())));
        makeAhead(now, tenants, hostNow);
        return hostNow;
    }

    private void makeAhead(Instant now, List<UpkeepFunctions.Tenant> tenants, Map<TenantId, Instant> hostNow)
            throws SQLException {
        Set<YearMonth> wanted = new TreeSet<>();
        addMonths(wanted, now);
        for (UpkeepFunctions.Tenant tenant : tenants) {
            Instant own = tenant.clock() == null ? hostNow.getOrDefault(tenant.id(), now) : tenant.clock();
            if (own.isAfter(now)) {
                addMonths(wanted, own);
            }
        }
        wanted.removeAll(functions.months());
        for (YearMonth month : wanted) {
            if (!stopped() && attempt(null, () -> functions.make(month))) {
                made.add(month);
            }
        }
    }

    private void addMonths(Set<YearMonth> months, Instant from) {
        YearMonth month = YearMonth.from(from.atOffset(ZoneOffset.UTC));
        for (int i = 0; i <= options.monthsAhead(); i++) {
            if (!month.plusMonths(i).isAfter(LAST_MONTH)) {
                months.add(month.plusMonths(i));
            }
        }
    }

    private void deleteOld(Map<TenantId, Instant> hostNow) throws SQLException {
        List<TenantId> pending = new ArrayList<>();
        for (Map.Entry<TenantId, Instant> tenant : hostNow.entrySet()) {
            if (!stopped()) {
                attempt(tenant.getKey(), () -> {
                    UpkeepFunctions.Announced announced = functions.announce(tenant.getKey(), tenant.getValue());
                    if (announced.pending()) {
                        pending.add(tenant.getKey());
                    }
                    if (announced.kept() != null) {
                        pinned.add(new PinnedUsage(tenant.getKey(), announced.kept()));
                    }
                });
            }
        }
        if (pending.isEmpty()) {
            return;
        }
        waitedInVain = !othersKnow();
        for (TenantId tenant : pending) {
            if (!waitedInVain && !stopped()) {
                Instant own = hostNow.getOrDefault(tenant, Instant.MIN);
                attempt(tenant, () -> {
                    functions.confirm(tenant, own);
                    deleteKeys(tenant);
                    deleteRollups(tenant);
                });
            }
        }
    }

    /** Whether all who held a lock on usage when this began have ended: whoever came later reads what was announced. */
    private boolean othersKnow() throws SQLException {
        Set<String> before = functions.holders();
        long begun = SystemSource.nanoTime();
        Set<String> still = before;
        while (!still.isEmpty() && hasPatience(begun)) {
            LockSupport.parkNanos(this, PAUSE);
            still = new TreeSet<>(functions.holders());
            still.retainAll(before);
        }
        return still.isEmpty();
    }

    private void deleteKeys(TenantId tenant) throws SQLException {
        for (YearMonth month : functions.months()) {
            UpkeepFunctions.Keys last = UpkeepFunctions.Keys.NONE;
            while (last.customer() != null && !stopped()) {
                last = functions.deleteKeys(tenant, month, last, options.chunk());
                keys += last.deleted();
            }
        }
        if (!stopped()) {
            functions.keysDone(tenant);
        }
    }

    private void deleteRollups(TenantId tenant) throws SQLException {
        UpkeepFunctions.Rollups last = UpkeepFunctions.Rollups.NONE;
        while (last.customer() != null && !stopped()) {
            last = functions.deleteRollups(tenant, last, CUSTOMERS);
            rollups += last.deleted();
        }
    }

    /** What fails for one month holds up no other. */
    private void dropUnlessNeeded(YearMonth month, Instant hostNow) throws SQLException {
        try {
            if (!functions.needed(month, hostNow)) {
                drop(month, hostNow);
            }
        } catch (SQLException e) {
            BillingException failure = SqlFailures.of(e);
            if (failure.code() == ErrorCode.STORE_UNAVAILABLE) {
                throw e;
            }
            stuck.add(new StuckMonth(month, String.valueOf(failure.getMessage())));
        }
    }

    private void drop(YearMonth month, Instant hostNow) throws SQLException {
        long begun = SystemSource.nanoTime();
        do {
            try {
                if (functions.drop(month, hostNow)) {
                    dropped.add(month);
                }
                return;
            } catch (SQLException e) {
                if (SqlFailures.of(e).code() != ErrorCode.STORE_CONTENTION) {
                    throw e;
                }
                // Most of the time is for those who waited behind this.
                LockSupport.parkNanos(
                        this, Math.min(BETWEEN_ATTEMPTS, options.patience().toNanos()));
            }
        } while (hasPatience(begun));
        busy.add(month);
    }

    private boolean hasPatience(long begun) {
        return !stopped()
                && SystemSource.nanoTime() - begun < options.patience().toNanos();
    }

    private static boolean stopped() {
        return Thread.currentThread().isInterrupted();
    }

    /** Whether the step was done; what fails for one tenant, or for want of a lock, is left to the next pass. */
    private boolean attempt(@Nullable TenantId tenant, Step step) throws SQLException {
        try {
            step.run();
            return true;
        } catch (SQLException e) {
            BillingException failure = SqlFailures.of(e);
            if (failure.code() == ErrorCode.STORE_UNAVAILABLE
                    || (tenant == null && failure.code() != ErrorCode.STORE_CONTENTION)) {
                throw e;
            }
            if (tenant != null) {
                failed.add(tenant);
            }
            return false;
        }
    }

    private static Instant end(YearMonth month) {
        return month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Part of a pass. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }
}
