package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.UnitOfWork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.MapAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.OptionalAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store with two new tenants, and short ways to what the tests of every subject do. */
abstract class StoreContract {
    /** Keys of tenants are the one thing that differs from run to run: the store may be an old one. */
    private static final IdSource TENANT_KEYS = SystemSource.ids();

    final StoreFixture fixture;
    BillingStore store;

    /** Whose books the test is about. */
    TenantId tenant;

    /** Somebody else, whose books stay empty unless the test says otherwise. Its key comes after the tenant's. */
    TenantId other;

    Background background;

    StoreContract(StoreFixture fixture) {
        this.fixture = fixture;
    }

    @BeforeEach
    void openStore() {
        store = fixture.newStore();
        tenant = newTenant();
        other = newTenant();
        background = new Background();
    }

    @AfterEach
    void endBackground() {
        background.close();
    }

    static TenantId newTenantId() {
        return TenantId.of("t-" + TENANT_KEYS.next());
    }

    final TenantId newTenant() {
        TenantId id = newTenantId();
        store.tenants().create(Samples.tenant(id), Samples.settings());
        return id;
    }

    final void write(Consumer<UnitOfWork> work) {
        writeAs(tenant, work);
    }

    final void writeAs(TenantId whose, Consumer<UnitOfWork> work) {
        store.inTransaction(whose, unit -> {
            work.accept(unit);
            return true;
        });
    }

    final <T> T read(Function<UnitOfWork, T> work) {
        return store.inTransaction(tenant, work);
    }

    /** What a verb shows of these books. */
    final Object seenBy(TenantId whose, Function<UnitOfWork, Object> read) {
        return store.inTransaction(whose, read);
    }

    final <T> ListAssert<T> assertList(Function<UnitOfWork, List<T>> read) {
        return assertThat(store.<List<T>>inTransaction(tenant, read));
    }

    final <K, V> MapAssert<K, V> assertMap(Function<UnitOfWork, Map<K, V>> read) {
        return assertThat(store.<Map<K, V>>inTransaction(tenant, read));
    }

    final <T> OptionalAssert<T> assertOptional(Function<UnitOfWork, Optional<T>> read) {
        return assertThat(store.<Optional<T>>inTransaction(tenant, read));
    }

    final <T> ObjectAssert<T> assertValue(Function<UnitOfWork, T> read) {
        return assertThatObject(store.<T>inTransaction(tenant, read));
    }

    /** Asserts that the store refuses the work with this code. */
    final void assertRefused(ErrorCode code, Consumer<UnitOfWork> work) {
        refusal(code, work);
    }

    /** The refusal of the work, which has this code. */
    final BillingException refusal(ErrorCode code, Consumer<UnitOfWork> work) {
        BillingException refusal = catchThrowableOfType(BillingException.class, () -> write(work));
        assertThat(refusal).as("a refusal with " + code).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        return refusal;
    }

    /** Runs the work in a transaction and undoes it. */
    final void undo(Consumer<UnitOfWork> work) {
        Throwable thrown = catchThrowable(() -> writeAs(tenant, unit -> {
            work.accept(unit);
            throw new Undone();
        }));
        assertThat(thrown).isInstanceOf(Undone.class);
    }

    /** A transaction in another thread, which has done this work and stays open. */
    final <T> OpenTransaction<T> open(Function<UnitOfWork, T> work) {
        return OpenTransaction.begin(background, store, tenant, work);
    }

    /**
     * What the work gives while another transaction is open, which then ends; where transactions do not overlap, what it
     * gives after the other's end.
     */
    final <T> T beside(OpenTransaction<?> opened, Runnable end, Function<UnitOfWork, T> work) {
        opened.result();
        Future<T> own = background.start(() -> read(work));
        if (fixture.transactionsOverlap()) {
            T result = Background.await(own);
            end.run();
            return result;
        }
        end.run();
        return Background.await(own);
    }

    /** What the work gives that waits for the end of another transaction; fails if it does not wait. */
    final <T> T behind(OpenTransaction<?> opened, Runnable end, Function<UnitOfWork, T> work) {
        opened.result();
        Future<T> own = background.start(() -> read(work));
        Background.assertWaiting(own);
        end.run();
        return Background.await(own);
    }

    /** Thrown to have a transaction undone. */
    static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undone() {
            super("undone on purpose");
        }
    }
}
