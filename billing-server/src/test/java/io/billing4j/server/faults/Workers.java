package io.billing4j.server.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Other JVMs. One is always being started ahead, while the test is busy with those before it; and whoever has carried out an order
 * and lives is taken again, for those that are not to be killed.
 */
final class Workers implements AutoCloseable {
    private final Path directory;
    private final List<Worker> started = new ArrayList<>();
    private @Nullable Worker ahead;

    /** Their errors go to the directory. */
    Workers(Path directory) {
        this.directory = directory;
    }

    /** One that waits for an order, an old one if there is any. */
    Worker take() {
        return started.stream().filter(Worker::taken).findFirst().orElseGet(this::takeNew);
    }

    /** One that waits for its first order. */
    Worker takeNew() {
        Worker taken = ahead == null ? start() : ahead;
        ahead = start();
        return taken;
    }

    /** Ends all of them. */
    @Override
    public void close() {
        started.forEach(Worker::close);
    }

    private Worker start() {
        try {
            String name = "worker-" + (started.size() + 1);
            Worker worker = Worker.start(name, directory.resolve(name + ".err"));
            started.add(worker);
            return worker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
