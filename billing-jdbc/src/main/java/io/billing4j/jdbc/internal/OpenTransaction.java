package io.billing4j.jdbc.internal;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Uncaught;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A transaction while its work goes on, the same for all stores of a unit of work. It is used by one thread until its work has ended;
 * once something was refused it refuses everything, so that work which swallows a refusal is undone all the same.
 */
final class OpenTransaction {
    private final Configuration configuration;
    private final StatementTexts texts;
    private final Connection connection;
    private final String tenant;
    private final StoreOptions options;
    private final StatementWatch watch;
    private final boolean owned;
    private final UsageAges usageAges;
    private final Thread user = Thread.currentThread();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private @Nullable Instant clock;
    private @Nullable BillingException refusal;
    private boolean ended;

    OpenTransaction(
            Configuration configuration,
            StatementTexts texts,
            Connection connection,
            TenantScope scope,
            StoreOptions options,
            boolean owned,
            @Nullable Instant clock,
            UsageAges usageAges) {
        this.configuration = configuration;
        this.texts = texts;
        this.connection = connection;
        this.tenant = scope.setting();
        this.options = options;
        this.watch = options.watch();
        this.owned = owned;
        this.clock = clock;
        this.usageAges = usageAges;
    }

    /** What the work makes of it; it has then ended. */
    <T> T use(Function<Session, T> work) {
        T result;
        try {
            result = work.apply(new Session(this, Area.TRANSACTION));
        } finally {
            ended = true;
        }
        if (refusal != null) {
            throw refusal;
        }
        return result;
    }

    /** Refuses whoever may not use it, or not any more. */
    void requireOpen() {
        if (ended || Thread.currentThread() != user) {
            // On a host's connection it would otherwise run, outside the savepoint and under another tenant.
            throw ErrorCode.INTERNAL.because("a unit of work is used by one thread, and not after its work has ended");
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /** The error to throw. The transaction will not be committed, whatever becomes of the error. */
    BillingException refuse(BillingException error) {
        refusal = error;
        return error;
    }

    /** Runs once it is committed, if that is known: never for a host's. */
    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Uncaught::guardAfterwards);
    }

    /** How statements are rendered. */
    Configuration configuration() {
        return configuration;
    }

    /** The texts of those that are rendered once. */
    StatementTexts texts() {
        return texts;
    }

    Connection connection() {
        return connection;
    }

    /** Whose rows every statement names. */
    String tenant() {
        return tenant;
    }

    StoreOptions options() {
        return options;
    }

    /** Whom statements are told to. */
    StatementWatch watch() {
        return watch;
    }

    /**
     * Whether everything that it sees is committed but for what it wrote itself. In a host's transaction there may be rows that the
     * host has not committed.
     */
    boolean owned() {
        return owned;
    }

    /** How old usage has to be before it can be gone. */
    UsageAges usageAges() {
        return usageAges;
    }

    /** What the tenant's clock was set to, as it began or in it; null for one that lives by the host's. */
    @Nullable
    Instant clock() {
        return clock;
    }

    void clock(Instant set) {
        clock = set;
    }
}
