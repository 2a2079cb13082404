package io.billing4j.testkit;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.UnitOfWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

/** A transaction of another thread that has done its work and holds what it has until it is told how to end. */
final class OpenTransaction<T> {
    private final CompletableFuture<T> worked = new CompletableFuture<>();
    private final CompletableFuture<Boolean> kept = new CompletableFuture<>();
    private final Future<Boolean> ended;

    private OpenTransaction(Background background, BillingStore store, TenantId tenant, Function<UnitOfWork, T> work) {
        ended = background.start(() -> {
            try {
                return store.inTransaction(tenant, unit -> workAndWait(unit, work));
            } catch (StoreContract.Undone e) {
                return false;
            } catch (RuntimeException | Error e) {
                worked.completeExceptionally(e);
                throw e;
            }
        });
    }

    static <T> OpenTransaction<T> begin(
            Background background, BillingStore store, TenantId tenant, Function<UnitOfWork, T> work) {
        return new OpenTransaction<>(background, store, tenant, work);
    }

    /** What the work gave; waits for it. */
    T result() {
        return Background.await(worked);
    }

    /** Keeps what was written, and waits until that is done. */
    void commit() {
        end(true);
    }

    /** Undoes what was written, and waits until that is done. */
    void rollback() {
        end(false);
    }

    private boolean workAndWait(UnitOfWork unit, Function<UnitOfWork, T> work) {
        worked.complete(work.apply(unit));
        if (!Background.await(kept)) {
            throw new StoreContract.Undone();
        }
        return true;
    }

    private void end(boolean keep) {
        kept.complete(keep);
        Background.await(ended);
    }
}
