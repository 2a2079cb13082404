package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A process that reports usage to a spill directory until it is killed, from several threads, and prints {@code acknowledged
 * eN} for each event that is acknowledged. Its sink appends the ids that it takes to a file, one a line, and forces it; or it
 * is down.
 */
final class ReportingProcess {
    private ReportingProcess() {}

    /**
     * Reports without an end.
     *
     * @param arguments the spill directory; the file of what the sink takes, or {@code down}; the number of threads
     */
    public static void main(String[] arguments) throws IOException {
        UsageSink sink = arguments[1].equals("down") ? down() : appending(Path.of(arguments[1]));
        UsageReporter reporter = UsageReporter.builder(sink)
                .spillTo(Path.of(arguments[0]))
                .segmentBytes(4096)
                .batchSize(20)
                .batchAge(Duration.ofMillis(5))
                .build();
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            new Thread(() -> report(reporter, next)).start();
        }
    }

    private static void report(UsageReporter reporter, AtomicInteger next) {
        while (true) {
            int n = next.getAndIncrement();
            reporter.report(Books.one(n));
            System.out.println("acknowledged " + Books.id(n));
        }
    }

    private static UsageSink down() {
        return events -> {
            throw ErrorCode.STORE_UNAVAILABLE.because("down");
        };
    }

    private static UsageSink appending(Path file) throws IOException {
        FileOutputStream out = new FileOutputStream(file.toFile(), true);
        return events -> {
            String lines = events.stream().map(event -> event.id() + "\n").collect(Collectors.joining());
            try {
                out.write(lines.getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
