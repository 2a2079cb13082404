package io.billing4j.server.faults;

import io.billing4j.id.TenantId;
import io.billing4j.server.TestDatabase;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** What a worker is asked to do; it travels as lines {@code name=value} and an empty one at the end. */
record Order(Map<String, String> fields) {
    /** A run of {@link FaultBooks#ALPHA} for {@link FaultBooks#CUT_OFF}. */
    static Order run(FaultDatabase database) {
        return of(database, Work.RUN).upTo(FaultBooks.CUT_OFF);
    }

    /** Batches of {@link FaultUsage}, from one number to another. */
    static Order usage(FaultDatabase database, int fromInclusive, int untilExclusive) {
        return of(database, Work.USAGE).batches(fromInclusive, untilExclusive);
    }

    /** Groups of {@link FaultUsage} by a reporter on a spill directory, from one number to another. */
    static Order reporter(FaultDatabase database, Path spill, int fromInclusive, int untilExclusive) {
        return of(database, Work.REPORTER)
                .batches(fromInclusive, untilExclusive)
                .with("spill", spill);
    }

    /** To take part in runs of others, which it says so of with {@code SHARES}, until it is told to go on. */
    static Order share(FaultDatabase database) {
        return of(database, Work.SHARE);
    }

    static Order of(FaultDatabase database, Work work) {
        return new Order(Map.of(
                "url", database.url(),
                "password", TestDatabase.APP_PASSWORD,
                "work", work.name(),
                "tenant", FaultBooks.ALPHA.value(),
                "clock", FaultBooks.CUT_OFF.plus(Duration.ofMinutes(10)).toString()));
    }

    /** The same with other batches. */
    Order batches(int fromInclusive, int untilExclusive) {
        return with("from", fromInclusive).with("until", untilExclusive);
    }

    /** The same with another cut-off. */
    Order upTo(Instant cutOff) {
        return with("cutOff", cutOff);
    }

    /** The same for another tenant. */
    Order of(TenantId tenant) {
        return with("tenant", tenant);
    }

    /** The same by a clock that shows something else now, and goes on from there. */
    Order by(Instant clock) {
        return with("clock", clock);
    }

    /** The same until a failpoint is reached for the n-th time, from 1: the worker says so and waits. */
    Order stoppingAt(Failpoint point, int occurrence) {
        return with("stopAt", point).with("occurrence", occurrence);
    }

    /** The same, telling of each statement before it is sent. */
    Order tellingStatements() {
        return with("telling", true);
    }

    /** The same, asking again whenever the answer is an error that may be tried again. */
    Order untilDone() {
        return with("again", true);
    }

    /** The same with every batch sent by so many threads at once. */
    Order bySenders(int senders) {
        return with("senders", senders);
    }

    /** The same with so many threads that bill at once. */
    Order byThreads(int threads) {
        return with("threads", threads);
    }

    /** The same, waiting so long for a number series. */
    Order patientFor(Duration numbering) {
        return with("numbering", numbering);
    }

    /** The same by sessions with this name. */
    Order as(String application) {
        return with("application", application);
    }

    void send(PrintStream to) {
        fields.forEach((name, value) -> to.println(name + "=" + value));
        to.println();
        to.flush();
    }

    static Order receive(BlockingQueue<String> lines) throws InterruptedException {
        Map<String, String> fields = new TreeMap<>();
        for (String line = lines.take(); !line.isEmpty(); line = lines.take()) {
            int equals = line.indexOf('=');
            fields.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return new Order(fields);
    }

    String get(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the order does not say " + name);
        }
        return value;
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(fields.getOrDefault(name, Integer.toString(otherwise)));
    }

    boolean is(String name) {
        return fields.containsKey(name);
    }

    @Nullable
    Failpoint stopAt() {
        String point = fields.get("stopAt");
        return point == null ? null : Failpoint.valueOf(point);
    }

    Duration numbering() {
        return Duration.parse(fields.getOrDefault("numbering", "PT5S"));
    }

    private Order with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(fields);
        more.put(name, value.toString());
        return new Order(Map.copyOf(more));
    }
}
