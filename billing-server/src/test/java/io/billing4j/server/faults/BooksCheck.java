package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says by counting in SQL whether a tenant's books lost anything or hold anything twice. */
final class BooksCheck {
    private BooksCheck() {}

    /** The laws that do not hold, with how often. */
    static Map<BooksLaw, Long> violations(FaultDatabase database, TenantId tenant) {
        try (Connection connection = database.superuser().getConnection()) {
            return violations(connection, tenant);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as somebody sees it who is in a transaction. */
    static Map<BooksLaw, Long> violations(Connection connection, TenantId tenant) throws SQLException {
        String sql = Stream.of(BooksLaw.values())
                .map(law -> "SELECT '" + law + " ' || (" + law.violations(tenant.value()) + ")")
                .collect(Collectors.joining(" UNION ALL "));
        Map<BooksLaw, Long> broken = new EnumMap<>(BooksLaw.class);
        for (String row : FaultDatabase.rows(connection, sql)) {
            int space = row.indexOf(' ');
            long count = Long.parseLong(row.substring(space + 1));
            if (count > 0) {
                broken.put(BooksLaw.valueOf(row.substring(0, space)), count);
            }
        }
        return broken;
    }

    /** Fails if a law does not hold. */
    static void assertSound(FaultDatabase database, TenantId tenant) {
        assertThat(violations(database, tenant)).as("laws that do not hold").isEmpty();
    }

    /** Fails if a law does not hold, or if the books of {@link FaultBooks#ALPHA} are not those of an undisturbed run. */
    static void assertAsUndisturbed(FaultServer server, FaultDatabase database) {
        assertSound(database, FaultBooks.ALPHA);
        if (!BooksContent.digest(database, FaultBooks.ALPHA)
                .equals(server.undisturbed().digest())) {
            assertThat(BooksContent.of(database, FaultBooks.ALPHA))
                    .isEqualTo(server.undisturbed().content());
            throw new AssertionError("the digest of books is other and their content is not");
        }
    }
}
