package io.billing4j.server.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.BillingException;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.RunSharing;
import io.billing4j.reporter.UsageReporter;
import io.billing4j.run.BillingRun;
import io.billing4j.tenant.BillingClock;
import io.billing4j.usage.UsageEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;

/**
 * Another JVM that carries out orders, one after the other, as they come in. It says what it does, a line each: {@code READY};
 * {@code SENDS 17} before the 17th statement; {@code AT AFTER_LINES}, and waits for the line {@code GO}; {@code REFUSED
 * STORE_UNAVAILABLE}; {@code ACCEPTED 3 1000 0} for batch 3 with 1,000 events recorded and none a duplicate; {@code
 * ACKNOWLEDGED 5} for group 5; {@code RAN COMPLETED}; {@code SHARES}, and waits for {@code GO}; {@code DONE}; or {@code BROKE} and
 * why.
 */
final class FaultWorker {
    private final PrintStream told;
    private final Order order;
    private final StopAndTell watch;
    private final BlockingQueue<String> permits;

    private FaultWorker(PrintStream told, Order order, BlockingQueue<String> permits) {
        this.told = told;
        this.order = order;
        this.permits = permits;
        this.watch = new StopAndTell(order, told, permits);
    }

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream told = System.out;
        // Whatever else speaks is not to be taken for us.
        System.setOut(System.err);
        BlockingQueue<String> orders = new LinkedBlockingQueue<>();
        BlockingQueue<String> permits = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(orders, permits), "orders");
        reader.setDaemon(true);
        reader.start();
        told.println("READY");
        while (true) {
            Order order = Order.receive(orders);
            new FaultWorker(told, order, permits).carryOut();
        }
    }

    /** Ends this process with the one that started it, also while it waits at a failpoint. */
    private static void read(BlockingQueue<String> orders, BlockingQueue<String> permits) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                (line.equals("GO") ? permits : orders).add(line);
            }
        } catch (java.io.IOException e) {
            // as if it had ended
        }
        Runtime.getRuntime().halt(0);
    }

    private void carryOut() {
        String application = order.get("application");
        ExecutorService helpers = Executors.newCachedThreadPool();
        try (HikariDataSource pool = FaultDatabase.pool(order.get("url"), application, order.get("password"))) {
            JdbcBillingStore store = JdbcBillingStore.builder(WatchedDataSource.of(pool, watch))
                    .lockTimeout(ThisJvm.PATIENCE)
                    .numberingTimeout(order.numbering())
                    .build();
            Billing4J billing = Billing4J.builder(store)
                    .clock(BillingClock.of(clock()))
                    .runWorkers(helpers, order.number("threads", 1))
                    .build();
            if (Work.valueOf(order.get("work")) == Work.SHARE) {
                share(billing, pool);
            } else {
                work(billing.forTenant(TenantId.of(order.get("tenant"))));
            }
            told.println("DONE");
        } catch (BillingException e) {
            System.err.println(e.getMessage());
            told.println("REFUSED " + e.code());
            told.println("DONE");
        } catch (Exception e) {
            e.printStackTrace();
            told.println("BROKE " + e);
        } finally {
            helpers.shutdown();
        }
    }

    /** Nobody who waits for a minute was found by looking from time to time. */
    @SuppressWarnings("try") // that it is open is all that is wanted of it
    private void share(Billing4J billing, DataSource sessions) throws InterruptedException {
        try (RunSharing sharing = RunSharing.builder(billing)
                .listenOn(sessions)
                .poll(Duration.ofMinutes(1))
                .onFailure(e -> System.err.println(e.getMessage()))
                .start()) {
            told.println("SHARES");
            permits.take();
        }
    }

    private void work(BillingEngine engine) throws Exception {
        Work work = Work.valueOf(order.get("work"));
        List<Callable<Boolean>> parts = new ArrayList<>();
        if (work == Work.RUN || work == Work.BOTH) {
            parts.add(() -> run(engine));
        }
        if (work == Work.USAGE || work == Work.BOTH) {
            parts.add(() -> record(engine));
        }
        if (work == Work.REPORTER) {
            parts.add(() -> report(engine));
        }
        inParallel(parts);
    }

    private boolean run(BillingEngine engine) {
        BillingRun run = untilAnswered(() -> engine.runs().run(Instant.parse(order.get("cutOff"))));
        told.println("RAN " + run.status());
        return true;
    }

    private boolean record(BillingEngine engine) throws Exception {
        int senders = order.number("senders", 1);
        for (int number = order.number("from", 0); number < order.number("until", 0); number++) {
            int batch = number;
            List<UsageEvent> events = FaultUsage.batch(number);
            inParallel(Collections.nCopies(senders, () -> {
                UsageReceipt receipt = untilAnswered(() -> engine.usage().record(events));
                told.println("ACCEPTED " + batch + " " + receipt.recorded() + " " + receipt.duplicates());
                return true;
            }));
        }
        return true;
    }

    /** What is acknowledged is told at once, whether or not it has been sent. */
    private boolean report(BillingEngine engine) {
        try (UsageReporter reporter = UsageReporter.builder(
                        events -> engine.usage().record(events))
                .spillTo(Path.of(order.get("spill")))
                .batchAge(Duration.ZERO)
                .closeTimeout(Duration.ofMinutes(1))
                .build()) {
            for (int group = order.number("from", 0); group < order.number("until", 0); group++) {
                reporter.report(FaultUsage.group(group));
                told.println("ACKNOWLEDGED " + group);
            }
        }
        return true;
    }

    /** Asks once, or until the answer is not one that may be tried again. The pool waits for a server that is away. */
    private <T> T untilAnswered(Callable<T> question) {
        while (true) {
            try {
                return question.call();
            } catch (BillingException e) {
                if (!e.retryable() || !order.is("again")) {
                    throw e;
                }
                System.err.println(e.getMessage());
                told.println("REFUSED " + e.code());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void inParallel(List<Callable<Boolean>> parts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        try {
            for (Future<Boolean> part : threads.invokeAll(parts)) {
                part.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof BillingException refusal ? refusal : e;
        } finally {
            threads.shutdownNow();
        }
    }

    private Clock clock() {
        Clock system = Clock.systemUTC();
        return Clock.offset(system, Duration.between(system.instant(), Instant.parse(order.get("clock"))));
    }
}
