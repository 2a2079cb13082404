package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same batch of usage, sent by several at once. */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class SameBatchTest {
    private final FaultServer server;

    SameBatchTest(FaultServer server) {
        this.server = server;
    }

    @Test
    void is_recorded_once_if_two_processes_send_it_five_times_at_once() throws SQLException {
        FaultDatabase books = server.books();
        Worker three = server.worker();
        Worker two = server.worker();
        try (Connection connection = books.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            // Nobody gets past the customers, so that all five are there before one of them goes on.
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM billing.customer WHERE customer_id = 'c0001' FOR UPDATE");
            three.begin(Order.usage(books, 0, 1).bySenders(3));
            two.begin(Order.usage(books, 0, 1).bySenders(2));
            Await.until("all five wait", () -> books.waiting("worker-%") == 5);
            connection.rollback();
        }

        List<String> receipts = Stream.of(three, two)
                .flatMap(worker -> worker.awaitDone().stream())
                .filter(line -> line.startsWith("ACCEPTED"))
                .toList();
        assertThat(receipts)
                .containsExactlyInAnyOrder(
                        "ACCEPTED 0 1000 0",
                        "ACCEPTED 0 0 1000",
                        "ACCEPTED 0 0 1000",
                        "ACCEPTED 0 0 1000",
                        "ACCEPTED 0 0 1000");
        FaultUsage.assertOnce(books, 1);
    }
}
