package io.billing4j.server.faults;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/**
 * A line of TCP to a server on the loopback interface, which can break in two ways: cut, so that both ends see it at once, or
 * stalled, so that nobody hears anything and what is sent waits on the way, ends of connections too. Mended, it carries again, also
 * what waited.
 */
final class Cable implements AutoCloseable {
    private static final int CHUNK = 8_192;

    private enum State {
        WHOLE,
        STALLED,
        CUT
    }

    private final ServerSocket end;
    private final int server;
    private final Set<Socket> sockets = new HashSet<>();
    private State state = State.WHOLE;

    private Cable(ServerSocket end, int server) {
        this.end = end;
        this.server = server;
    }

    /** To the server on this port. */
    static Cable to(int port) {
        try {
            Cable cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            start(cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients reach the server by it. */
    int port() {
        return end.getLocalPort();
    }

    /** Ends all connections, and those that are tried from now on. */
    synchronized void cut() {
        become(State.CUT);
        sockets.forEach(Cable::close);
    }

    /** From now on nothing arrives. Connections can be made, as far as their client sees. */
    synchronized void stall() {
        become(State.STALLED);
    }

    /** Carries again. */
    synchronized void mend() {
        become(State.WHOLE);
    }

    @Override
    public void close() {
        cut();
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void become(State next) {
        state = next;
        notifyAll();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = end.accept();
                start(() -> connect(client));
            } catch (IOException e) {
                // closed
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client) {
            add(client);
            awaitWhole();
            try (Socket far = new Socket(InetAddress.getLoopbackAddress(), server)) {
                add(far);
                start(() -> carry(far, client));
                carry(client, far);
            }
        } catch (IOException e) {
            // As its end sees.
        }
    }

    private synchronized void add(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        requireUncut();
        sockets.removeIf(Socket::isClosed);
        sockets.add(socket);
    }

    /** Until one end closes; then it closes both. */
    private void carry(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            for (int read = from.getInputStream().read(chunk);
                    read >= 0;
                    read = from.getInputStream().read(chunk)) {
                awaitWhole();
                to.getOutputStream().write(chunk, 0, read);
            }
            awaitWhole();
        } catch (IOException e) {
            // Both see the end.
        }
    }

    private synchronized void awaitWhole() throws IOException {
        try {
            while (state == State.STALLED) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        requireUncut();
    }

    private void requireUncut() throws IOException {
        if (state == State.CUT) {
            throw new IOException("cut");
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }
}
