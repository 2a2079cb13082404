package io.billing4j.server.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.billing4j.error.ErrorCode;
import io.billing4j.server.ServerJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The other end of a {@link FaultWorker}. */
final class Worker implements AutoCloseable {
    private static final int SIGKILLED = 128 + 9;
    private static final long PATIENCE_SECONDS = 120;
    private static final String SILENCE = "(it has ended)";

    private final String name;
    private final Path errors;
    private final Process process;
    private final PrintStream orders;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> said = new ArrayList<>();
    private boolean idle;

    private Worker(String name, Path errors, Process process) {
        this.name = name;
        this.errors = errors;
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, UTF_8);
        Thread listener = new Thread(this::listen, name);
        listener.setDaemon(true);
        listener.start();
    }

    static Worker start(String name, Path errors) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServerJvm.SHORT_LIVED);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FaultWorker.class.getName()));
        return new Worker(
                name,
                errors,
                new ProcessBuilder(command).redirectError(errors.toFile()).start());
    }

    /** Under which its sessions are known to the server. */
    String name() {
        return name;
    }

    /** Has it carried out; it does not wait for that. */
    Worker begin(Order order) {
        order.as(name).send(orders);
        return this;
    }

    /** Whether it has carried out an order and could carry out another one; says so once, to whoever is to have it. */
    boolean taken() {
        boolean free = idle && process.isAlive();
        idle = false;
        return free;
    }

    /** Lets it go on from the failpoint that it waits at. */
    void goOn() {
        orders.println("GO");
    }

    /** Waits until it has reached the failpoint of its order. */
    void awaitFailpoint() {
        await(line -> line.startsWith("AT "));
    }

    /** Waits until it takes part in runs of others. */
    void awaitSharing() {
        await(line -> line.equals("SHARES"));
    }

    /** Waits until it was refused with this code. */
    void awaitRefusal(ErrorCode code) {
        await(line -> line.equals("REFUSED " + code));
    }

    /** Waits until a group of usage is acknowledged. */
    void awaitAcknowledged(int group) {
        await(line -> line.equals("ACKNOWLEDGED " + group));
    }

    /** Waits until it is about to send its n-th statement, or is done before that; whether it is not. */
    boolean awaitStatement(int number) {
        return await(line -> line.equals("SENDS " + number) || line.equals("DONE"))
                .startsWith("SENDS");
    }

    /** Waits until it has carried out its order; what it said since it was begun. */
    List<String> awaitDone() {
        await(line -> line.equals("DONE"));
        idle = true;
        List<String> all = List.copyOf(said);
        said.clear();
        return all;
    }

    /** SIGKILL; what it had said before. It must have been alive. */
    List<String> kill() {
        // By its handle: the process object would close the pipe, with the last words in it.
        process.toHandle().destroyForcibly();
        int status = process.onExit().join().exitValue();
        if (status != SIGKILLED) {
            throw new AssertionError(name + " ended by itself with " + status + ": " + errors());
        }
        await(line -> line.equals(SILENCE));
        return List.copyOf(said);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private String await(Predicate<String> awaited) {
        try {
            while (true) {
                String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError(name + " is silent after " + said + ": " + errors());
                }
                said.add(line);
                if (awaited.test(line)) {
                    return line;
                }
                if (line.startsWith("BROKE") || line.equals(SILENCE)) {
                    throw new AssertionError(name + " broke after " + said + ": " + errors());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The pipe of a process that is no more.
        }
        lines.add(SILENCE);
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
