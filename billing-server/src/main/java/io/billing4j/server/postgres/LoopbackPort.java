package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.PORT_IN_USE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The port on 127.0.0.1: the configured one, else the one of last time if it is still free, else any free one. What was
 * not configured is remembered in a file, so that people's saved connections survive a restart.
 */
final class LoopbackPort {

    private final int configured;
    private final Path memory;

    LoopbackPort(int configured, Path home) {
        this.configured = configured;
        this.memory = home.resolve("postgres.port");
    }

    boolean isFixed() {
        return configured != 0;
    }

    int choose() {
        try {
            if (isFixed()) {
                requireFree(configured);
                return configured;
            }
            int remembered = remembered();
            return remembered != 0 && isFree(remembered) ? remembered : another();
        } catch (IOException e) {
            throw new EmbeddedPostgresException(PORT_IN_USE, "a free port on 127.0.0.1", e.toString(), e);
        }
    }

    /** A free port, remembered for the next start. */
    int another() throws IOException {
        try (ServerSocket socket = bind(0)) {
            Files.writeString(memory, Integer.toString(socket.getLocalPort()), UTF_8);
            return socket.getLocalPort();
        }
    }

    private int remembered() throws IOException {
        String text = Files.exists(memory) ? Files.readString(memory, UTF_8).strip() : "";
        return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535 ? Integer.parseInt(text) : 0;
    }

    private static void requireFree(int port) {
        if (!isFree(port)) {
            throw new EmbeddedPostgresException(
                    PORT_IN_USE, "port " + port + " of 127.0.0.1 to be free", "another process that listens on it");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = bind(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }
}
