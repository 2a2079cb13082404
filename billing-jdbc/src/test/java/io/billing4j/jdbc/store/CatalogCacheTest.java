package io.billing4j.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.MeterId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.CacheStatistics;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the store remembers of the catalogue. Whether it does is seen by removing rows behind its back. */
class CatalogCacheTest {
    private static final MeterId NEW = MeterId.of("new");
    private static final PlanVersionRef SECOND = new PlanVersionRef(Samples.PLAN, 2);

    private final TestBooks books = TestBooks.open();

    @Test
    void keeps_what_a_transaction_found() {
        books.write(CatalogCacheTest::addBoth);
        assertThat(books.<Boolean>read(CatalogCacheTest::findsBoth)).isTrue();
        removeBoth();

        assertThat(books.<Boolean>read(CatalogCacheTest::findsBoth)).isTrue();
    }

    @Test
    void keeps_nothing_that_was_never_committed() {
        assertThatThrownBy(() -> books.write(unit -> {
                    addBoth(unit);
                    assertThat(findsBoth(unit)).isTrue();
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(books.<Boolean>read(CatalogCacheTest::findsAny)).isFalse();
    }

    @Test
    void keeps_nothing_that_a_host_may_undo() throws SQLException {
        try (Connection host = books.database().application().getConnection()) {
            host.setAutoCommit(false);
            books.writeOn(books.store().on(host), CatalogCacheTest::addBoth);
            books.writeOn(
                    books.store().on(host), unit -> assertThat(findsBoth(unit)).isTrue());
            host.rollback();
        }
        assertThat(books.<Boolean>read(CatalogCacheTest::findsAny)).isFalse();
    }

    @Test
    void keeps_nothing_of_a_transaction_that_wrote_to_the_catalogue() {
        books.write(CatalogCacheTest::addBoth);
        books.write(unit -> {
            unit.catalog().insertMeter(Samples.meter("another"));
            assertThat(findsBoth(unit)).isTrue();
        });
        removeBoth();

        assertThat(books.<Boolean>read(CatalogCacheTest::findsAny)).isFalse();
    }

    @Test
    void keeps_tenants_apart() {
        TenantId beta = TenantId.of("beta");
        books.store().tenants().create(Samples.tenant(beta), Samples.settings());
        books.write(CatalogCacheTest::addBoth);
        assertThat(books.<Boolean>read(CatalogCacheTest::findsBoth)).isTrue();

        assertThat(books.store().<Boolean>inTransaction(beta, CatalogCacheTest::findsAny))
                .isFalse();
    }

    @Test
    void does_not_hide_a_later_version() {
        assertThat(latest()).isEqualTo(1);
        books.write(CatalogCacheTest::addBoth);

        assertThat(latest()).isEqualTo(2);
    }

    @Test
    void tells_what_it_was_good_for() {
        books.write(CatalogCacheTest::addBoth);
        assertThat(books.store().cacheStatistics())
                .containsExactly(
                        new CacheStatistics("meters", 0, 0, 0, 0), new CacheStatistics("plan_versions", 0, 0, 0, 0));
        books.read(CatalogCacheTest::findsBoth);
        books.read(CatalogCacheTest::findsBoth);
        books.read(unit -> unit.catalog().findMeters(List.of(NEW, MeterId.of("missing"))));

        // Of the meters the first was missed and then found twice, the one that is not there was missed.
        assertThat(books.store().cacheStatistics())
                .containsExactly(
                        new CacheStatistics("meters", 1, 2, 2, 0), new CacheStatistics("plan_versions", 1, 1, 1, 0));
    }

    private int latest() {
        return books.read(unit -> unit.catalog().latestVersions(List.of(Samples.PLAN)).values().stream()
                .mapToInt(version -> version.ref().version())
                .sum());
    }

    private static void addBoth(UnitOfWork unit) {
        unit.catalog().insertMeter(Samples.meter(NEW.value()));
        unit.catalog().insertVersion(Samples.version(Samples.PLAN, 2));
    }

    private static boolean findsBoth(UnitOfWork unit) {
        return unit.catalog().findMeters(List.of(NEW)).containsKey(NEW)
                && unit.catalog().findVersions(List.of(SECOND)).containsKey(SECOND);
    }

    private static boolean findsAny(UnitOfWork unit) {
        return unit.catalog().findMeters(List.of(NEW)).containsKey(NEW)
                || unit.catalog().findVersions(List.of(SECOND)).containsKey(SECOND);
    }

    private void removeBoth() {
        books.administer(
                "DELETE FROM billing.meter WHERE meter_id = 'new'",
                "DELETE FROM billing.charge WHERE plan_version = 2",
                "DELETE FROM billing.plan_version WHERE version = 2");
    }
}
