package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one transaction that several commands share. A command that has failed may have written a part of what it wanted, and
 * nothing takes that back alone: from then on all is refused, and so is the commit, also where the failure was swallowed.
 */
final class JoinedStore implements BillingStore {
    private final UnitOfWork unit;
    private @Nullable RuntimeException failure;

    JoinedStore(UnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        requireWhole();
        try {
            return work.apply(unit);
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } catch (Error e) {
            failure = ErrorCode.INTERNAL.because("a command of this transaction has failed before", e);
            throw e;
        }
    }

    /** Throws what a command has failed with, if one has. */
    void requireWhole() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public boolean ownsTransactions() {
        return false;
    }

    @Override
    public TenantRegistry tenants() {
        throw severalTransactions("what is about all tenants");
    }

    @Override
    public OpenWork openWork() {
        throw severalTransactions("what is about all tenants");
    }

    /** The refusal of what cannot be a part of this. */
    static BillingException severalTransactions(String what) {
        return ErrorCode.UNSUITABLE_TRANSACTION.because(
                "expected to be called outside of inTransaction: " + what + " is more than one transaction");
    }
}
