package io.billing4j.benchmarks.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.engine.Billing4J;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that takes part in runs. It is told tenant and cut-off on a line of its input, says {@code done} on its output
 * when the run has nothing left, and ends with its input.
 */
final class RunNode {
    private RunNode() {}

    /** With the address of the database, a user, a password and how many workers it has. */
    public static void main(String[] arguments) throws Exception {
        int workers = Integer.parseInt(arguments[3]);
        ExecutorService executor = Executors.newCachedThreadPool();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        config.setMaximumPoolSize(3 + workers);
        try (HikariDataSource pool = new HikariDataSource(config);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Billing4J billing = Billing4J.builder(JdbcBillingStore.builder(pool).build())
                    .runWorkers(executor, workers)
                    .build();
            say("ready");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                int space = order.indexOf(' ');
                billing.forTenant(TenantId.of(order.substring(0, space)))
                        .runs()
                        .run(LocalDate.parse(order.substring(space + 1)));
                say("done");
            }
        } finally {
            executor.shutdown();
        }
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }
}
