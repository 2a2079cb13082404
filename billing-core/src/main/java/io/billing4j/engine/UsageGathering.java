package io.billing4j.engine;

import io.billing4j.audit.Actor;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.TenantId;
import io.billing4j.usage.UsageEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Records small reports of many callers in few transactions. Each caller still gets what {@link UsageIntake#record} would
 * have given it, once it is committed: a commit that sixteen share costs each of them a sixteenth.
 *
 * <pre>{@code
 * UsageGathering usage = UsageGathering.builder(billing).build();
 * UsageReceipt receipt = usage.record(tenant, actor, List.of(event));   // from any number of threads
 * }</pre>
 *
 * <p>There is no thread and no timer behind it. A caller that finds less than {@code transactions} of its tenant under way
 * begins one at once. Others wait; when a transaction ends, the first of them takes all that wait, in the order of their
 * coming, into the next. Where one caller is there alone nothing is gathered and nothing is waited for.
 *
 * <p>Each caller's report stays a whole of its own. Its event and its audit entry name its own actor. If a transaction is
 * refused because of one report, the others are tried without it, and whoever is to blame by itself, so that the error and
 * the path in it are its own. Of two reports with one event id the first is told that it is recorded. Only a store that cannot
 * be reached fails all callers of a transaction. Whatever else ends one makes its callers try by themselves, beyond {@code
 * transactions}: a customer that somebody holds for long must not fail those who report other customers.
 *
 * <p>A caller that waits longer than {@code patience} for its turn goes by itself, too. Once it is in a transaction it waits
 * for its end, which the store's own limits bound. An interrupt does not end a call: the caller is answered and finds itself
 * still interrupted.
 *
 * <p>Not for a store on a transaction that the host owns: the answer would come before the host's commit.
 */
public final class UsageGathering {
    private final Billing4J billing;
    private final Limits limits;
    private final ConcurrentMap<TenantId, UsageLane> lanes = new ConcurrentHashMap<>();

    private UsageGathering(Billing4J billing, Limits limits) {
        this.billing = billing;
        this.limits = limits;
    }

    /**
     * A builder with every limit at its default.
     *
     * @param billing built on a store that commits by itself
     */
    public static Builder builder(Billing4J billing) {
        Inputs.required("billing", billing);
        return new Builder(billing);
    }

    /** The same on behalf of the system. */
    public UsageReceipt record(TenantId tenant, List<UsageEvent> events) {
        return record(tenant, Actor.SYSTEM, events);
    }

    /**
     * Records one report, as a whole or not at all; it is committed when this returns.
     *
     * @param events 1 to {@value UsageIntake#MAX_BATCH}; more than a transaction takes are not gathered with others
     * @throws io.billing4j.error.BillingException as {@link UsageIntake#record}, with the paths of this report; after
     *     STORE_UNAVAILABLE and STORE_CONTENTION the same report may be sent again
     */
    public UsageReceipt record(TenantId tenant, Actor actor, List<UsageEvent> events) {
        Inputs.required("tenant", tenant);
        Inputs.required("actor", actor);
        Inputs.requireElements("events", events);
        UsageIntake intake = billing.forTenant(tenant, actor).usage();
        if (events.isEmpty() || events.size() > limits.events()) {
            return intake.record(events);
        }
        UsageLane lane = entered(tenant);
        UsageCall call = lane.call(new UsageBatch(actor, events), intake);
        try {
            lane.pass(call);
            return call.receipt();
        } finally {
            left(tenant);
            if (call.interrupted()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How many callers wait for their turn at the moment, of all tenants. */
    public int waiting() {
        return lanes.values().stream().mapToInt(UsageLane::waiting).sum();
    }

    private UsageLane entered(TenantId tenant) {
        return lanes.compute(tenant, (id, lane) -> {
            UsageLane open =
                    lane == null ? new UsageLane(new TenantScope(billing.context(), id, Actor.SYSTEM), limits) : lane;
            open.enter();
            return open;
        });
    }

    /** A lane without callers goes: whoever makes up tenants must not fill the memory. */
    private void left(TenantId tenant) {
        lanes.computeIfPresent(tenant, (id, lane) -> lane.leave() ? null : lane);
    }

    /** What a lane keeps to. */
    record Limits(int events, int transactions, Duration patience) {}

    /** Makes a gathering. Every setting has a default. Not for use by several threads. */
    public static final class Builder {
        private final Billing4J billing;
        private int events = 1_000;
        private int transactions = 2;
        private Duration patience = Duration.ofSeconds(2);

        private Builder(Billing4J billing) {
            this.billing = billing;
        }

        /** The most events of one transaction, 1 to {@value UsageIntake#MAX_BATCH}; 1,000 by default. */
        public Builder events(int most) {
            events = within("events", most, UsageIntake.MAX_BATCH);
            return this;
        }

        /**
         * The most transactions of one tenant at once, 1 to 1,000; 2 by default: while one waits for the disk, the next is at
         * work. More of them are smaller, and cost more.
         */
        public Builder transactions(int most) {
            transactions = within("transactions", most, 1_000);
            return this;
        }

        /**
         * How long a caller waits for its turn before it goes by itself; 2 s by default. Transactions last milliseconds: those
         * that it waits for so long are held up by somebody, and might hold it up for nothing.
         *
         * @param atMost 1 ms to 1 h
         */
        public Builder patience(Duration atMost) {
            Inputs.required("atMost", atMost);
            if (atMost.toMillis() < 1 || atMost.compareTo(Duration.ofHours(1)) > 0) {
                throw ErrorCode.INVALID_NUMBER.at("patience", "expected 1 ms to 1 h but found " + atMost);
            }
            patience = atMost;
            return this;
        }

        /**
         * The gathering.
         *
         * @throws io.billing4j.error.BillingException UNSUITABLE_TRANSACTION if the store is on a transaction of the host's
         */
        public UsageGathering build() {
            if (!billing.context().store().ownsTransactions()) {
                throw ErrorCode.UNSUITABLE_TRANSACTION.because(
                        "expected a store that commits by itself, since callers are told that their usage is committed");
            }
            return new UsageGathering(billing, new Limits(events, transactions, patience));
        }

        private static int within(String field, int value, int most) {
            if (value < 1 || value > most) {
                throw ErrorCode.INVALID_NUMBER.at(field, "expected 1 to " + most + " but found " + value);
            }
            return value;
        }
    }
}
