package io.billing4j.jdbc.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A network between a client and PostgreSQL that carries nothing more, and closes nothing, once the client has sent a word. */
final class SilentProxy implements AutoCloseable {
    private static final String JDBC = "jdbc:";

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private final URI server;
    private final String user;
    private final String word;

    /** Of sessions as those of the source are, one statement per packet. */
    SilentProxy(DataSource source, String word) throws IOException, SQLException {
        try (Connection connection = source.getConnection()) {
            server = URI.create(connection.getMetaData().getURL().substring(JDBC.length()));
            user = connection.getMetaData().getUserName();
        }
        this.word = word;
        begin(this::accept);
    }

    DataSource sessions() {
        String url = "jdbc:postgresql://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort()
                + server.getPath();
        return (DataSource) Proxy.newProxyInstance(
                SilentProxy.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return DriverManager.getConnection(url, user, "");
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    void awaitSilence() throws InterruptedException {
        if (!silence.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody has sent " + word);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            sockets.add(client);
            Socket target = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
            sockets.add(target);
            begin(() -> carry(client.getInputStream(), target.getOutputStream()));
            begin(() -> carry(target.getInputStream(), client.getOutputStream()));
        }
    }

    private void carry(InputStream in, OutputStream out) throws IOException {
        byte[] bytes = new byte[8_192];
        boolean silent = false;
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            silent = silent || new String(bytes, 0, read, StandardCharsets.ISO_8859_1).contains(word);
            if (silent) {
                silence.countDown();
            } else {
                out.write(bytes, 0, read);
            }
        }
    }

    private static void begin(Part part) {
        Thread thread = new Thread(() -> {
            try {
                part.run();
            } catch (IOException e) {
                // It was closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Part {
        void run() throws IOException;
    }
}
