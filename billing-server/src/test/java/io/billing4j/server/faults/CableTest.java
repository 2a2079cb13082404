package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A line breaks as it says it does. */
@Timeout(30)
class CableTest {
    private static final int MILLIS = 200;

    private final ServerSocket server;
    private final Cable cable;
    private final Socket near;
    private final Socket far;

    CableTest() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        cable = Cable.to(server.getLocalPort());
        near = client();
        far = server.accept();
    }

    @BeforeEach
    void carries() throws IOException {
        assertCarries(near, far);
        assertCarries(far, near);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        cable.close();
        server.close();
    }

    @Test
    void cut_both_ends_see_it_and_nobody_connects_before_it_is_mended() throws IOException {
        cable.cut();
        assertThat(near.getInputStream().read()).isEqualTo(-1);
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        try (Socket later = client()) {
            assertThat(later.getInputStream().read()).isEqualTo(-1);
        }

        cable.mend();
        try (Socket later = client();
                Socket accepted = server.accept()) {
            assertCarries(later, accepted);
        }
    }

    @Test
    void stalled_it_carries_what_was_sent_once_it_is_mended() throws IOException {
        cable.stall();
        near.getOutputStream().write(7);
        far.getOutputStream().write(8);
        assertSilent(far);
        assertSilent(near);
        try (Socket later = client()) {
            later.getOutputStream().write(9);
            assertSilent(later);
            // The end waits as well.
            near.close();
            assertSilent(far);

            cable.mend();
            assertThat(far.getInputStream().read()).isEqualTo(7);
            assertThat(far.getInputStream().read()).isEqualTo(-1);
            try (Socket accepted = server.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(9);
            }
        }
    }

    private Socket client() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), cable.port());
    }

    private static void assertCarries(Socket from, Socket to) throws IOException {
        from.getOutputStream().write(42);
        assertThat(to.getInputStream().read()).isEqualTo(42);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(MILLIS);
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> socket.getInputStream().read());
        socket.setSoTimeout(0);
    }
}
