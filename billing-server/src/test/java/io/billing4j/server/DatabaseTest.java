package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** What accepts connections and says nothing: a database whose host stands still, or what is between. */
@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseTest {
    private static final PoolConfiguration POOL =
            new PoolConfiguration(2, Duration.ofMillis(250), Duration.ofSeconds(1));

    private ServerSocket silent;
    private String url;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/books?sslmode=disable";
    }

    @AfterEach
    void close() throws IOException {
        silent.close();
    }

    @Test
    void is_given_up_by_who_keeps_house() {
        try (Database database = Database.configured(
                new DatabaseConfiguration(
                        url, new DatabaseLogin("app", null), null, new DatabaseLogin("janitor", null)),
                POOL)) {
            DataSource janitor = database.maintenance().orElseThrow();

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> janitor.getConnection().close());
            // Once it has logged in, an hour of silence: no statement of its takes as long.
            assertThat(((PGSimpleDataSource) janitor).getSocketTimeout()).isEqualTo(3_600);
        }
    }

    @Test
    void is_given_up_by_who_would_migrate_it() {
        BillingException refused = catchThrowableOfType(
                BillingException.class,
                () -> Database.migrate(configuration(
                        Map.of("BILLING_DATABASE_OWNER_USER", "owner", "BILLING_DATABASE_OWNER_PASSWORD", "x"))));
        assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    @Test
    void is_given_up_by_who_looks_whether_it_is_current() {
        BillingException refused =
                catchThrowableOfType(BillingException.class, () -> Database.isCurrent(configuration(Map.of())));
        assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    private Configuration configuration(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("BILLING_DATABASE_URL", url);
        settings.put("BILLING_AUTH_SECRET", "a secret of the tests, long enough for HS256");
        return Configuration.read(null, settings, Path.of("/srv"));
    }
}
