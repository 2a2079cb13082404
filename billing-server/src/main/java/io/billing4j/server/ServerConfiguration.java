package io.billing4j.server;

import io.billing4j.server.transport.AccessRules;
import io.billing4j.server.transport.BillingServer;
import io.billing4j.server.transport.TlsFiles;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, and how it stops.
 *
 * @param host the address
 * @param port 0 for a free one
 * @param tls null for plain text
 * @param drain how long it still serves when it is to stop, after it has said so at {@code /ready}
 * @param grace how long calls that run may go on after that
 * @param docsOpen whether everybody may read about the API
 */
record ServerConfiguration(
        InetAddress host, int port, @Nullable TlsFiles tls, Duration drain, Duration grace, boolean docsOpen) {
    /** As it was set. */
    static ServerConfiguration of(SettingValues values) {
        InetAddress host = host(values);
        return new ServerConfiguration(
                host,
                values.number(Setting.SERVER_PORT, 0, 65_535),
                TlsConfiguration.of(values, host),
                Duration.ofSeconds(values.number(Setting.SERVER_DRAIN_SECONDS, 0, 600)),
                Duration.ofSeconds(values.number(Setting.SERVER_GRACE_SECONDS, 1, 600)),
                values.on(Setting.DOCS_OPEN, host.isLoopbackAddress()));
    }

    /** A server that listens there, for callers whom these rules let in. */
    BillingServer.Builder listening(AccessRules access) {
        BillingServer.Builder server =
                BillingServer.builder(access).host(host).port(port).grace(grace);
        return tls == null ? server : server.tls(tls);
    }

    /** What clients put before a path, with the port that was found free. */
    String url(int actualPort) {
        String address = host.getHostAddress();
        return (tls == null ? "http://" : "https://") + (host instanceof Inet6Address ? "[" + address + "]" : address)
                + ":" + actualPort;
    }

    /** What programs of this machine put before a path. */
    String localUrl() {
        return host.isAnyLocalAddress() ? (tls == null ? "http://" : "https://") + "127.0.0.1:" + port : url(port);
    }

    private static InetAddress host(SettingValues values) {
        String text = values.text(Setting.SERVER_HOST).orElseThrow();
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            values.refuse(Setting.SERVER_HOST, "expected an address or the name of one but found '" + text + "'");
            return InetAddress.getLoopbackAddress();
        }
    }
}
