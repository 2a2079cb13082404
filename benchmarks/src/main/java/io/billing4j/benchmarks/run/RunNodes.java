package io.billing4j.benchmarks.run;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.id.TenantId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Processes that share runs. */
final class RunNodes implements AutoCloseable {
    private final List<Node> nodes = new ArrayList<>();

    /** Starts this many with so many workers each, and waits until all are there. */
    RunNodes(BenchmarkDatabase database, int count, int workers) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                nodes.add(Node.start(database, workers));
            }
            for (Node node : nodes) {
                node.await("ready");
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Has all of them run the same at once, and waits until all are done. */
    void run(TenantId tenant, LocalDate cutOff) throws IOException {
        for (Node node : nodes) {
            node.tell(tenant + " " + cutOff);
        }
        for (Node node : nodes) {
            node.await("done");
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::end);
    }

    /** One process, and both its ends. */
    private record Node(Process process, BufferedWriter orders, BufferedReader answers) {
        static Node start(BenchmarkDatabase database, int workers) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RunNode.class.getName(),
                            database.url(),
                            database.applicationUser(),
                            database.applicationPassword(),
                            Integer.toString(workers))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Node(
                    process, process.outputWriter(StandardCharsets.UTF_8), process.inputReader(StandardCharsets.UTF_8));
        }

        void tell(String order) throws IOException {
            orders.write(order);
            orders.newLine();
            orders.flush();
        }

        void await(String word) throws IOException {
            for (String line = answers.readLine(); !word.equals(line); line = answers.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("a node has ended before it was " + word);
                }
            }
        }

        void end() {
            process.destroy();
        }
    }
}
