package io.billing4j.server;

import io.billing4j.id.SystemSource;
import io.billing4j.server.transport.TlsFiles;
import io.billing4j.server.transport.UnusableTlsFileException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether the server speaks TLS, and with what. */
final class TlsConfiguration {
    private TlsConfiguration() {}

    /**
     * As it was set; null for plain text, which nobody but the machine itself gets to hear unless that is on purpose.
     *
     * @param host the address that is listened on
     */
    static @Nullable TlsFiles of(SettingValues values, InetAddress host) {
        Path certificate = values.path(Setting.TLS_CERTIFICATE).orElse(null);
        Path key = values.path(Setting.TLS_KEY).orElse(null);
        String password = values.text(Setting.TLS_KEY_PASSWORD).orElse(null);
        boolean off = values.on(Setting.TLS_OFF_ON_PURPOSE);
        values.require(Setting.TLS_CERTIFICATE, Setting.TLS_KEY);
        values.require(Setting.TLS_KEY, Setting.TLS_CERTIFICATE);
        values.require(Setting.TLS_KEY, Setting.TLS_KEY_PASSWORD);
        if (off && values.isSet(Setting.TLS_CERTIFICATE)) {
            values.refuse(Setting.TLS_OFF_ON_PURPOSE, "expected off, since tls.certificate is set, but found on");
        }
        if (!off && !values.isSet(Setting.TLS_CERTIFICATE) && !host.isLoopbackAddress()) {
            values.refuse(
                    Setting.SERVER_HOST,
                    "expected a loopback address, or tls.certificate to be set, or tls.off-on-purpose to be on, but found "
                            + host.getHostAddress());
        }
        if (certificate == null || key == null) {
            return null;
        }
        TlsFiles files = new TlsFiles(certificate, key, password);
        check(files, values);
        return files;
    }

    private static void check(TlsFiles files, SettingValues values) {
        try {
            files.warning(SystemSource.clock().instant()).ifPresent(values::warn);
            if (SecretFile.openToAll(files.key()) && files.keyPassword() == null) {
                values.warn("tls.key: everybody may read " + files.key());
            }
        } catch (UnusableTlsFileException e) {
            values.refuse(e.ofKey() ? Setting.TLS_KEY : Setting.TLS_CERTIFICATE, e.detail());
        }
    }
}
