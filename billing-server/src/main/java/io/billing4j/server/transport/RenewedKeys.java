package io.billing4j.server.transport;

import com.linecorp.armeria.common.CommonPools;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import io.billing4j.id.SystemSource;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up a certificate that was renewed on disk. While the files cannot be used, as when only one of them has been replaced,
 * the last that could be are served. Used by one thread at a time.
 */
final class RenewedKeys implements Supplier<TlsKeyPair> {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedKeys.class);

    private final TlsFiles files;
    private volatile @Nullable TlsKeyPair served;
    private volatile String complaint = "";

    private RenewedKeys(TlsFiles files) {
        this.files = files;
    }

    /**
     * Looks at the files now and then again and again, until it is closed.
     *
     * @throws UnusableTlsFileException if they cannot be used now
     */
    static TlsProvider of(TlsFiles files, Duration pause) {
        return TlsProvider.ofScheduled(
                new RenewedKeys(files), List.of(), unused -> {}, pause, CommonPools.blockingTaskExecutor());
    }

    @Override
    public TlsKeyPair get() {
        TlsKeyPair before = served;
        try {
            TlsKeyPair now = files.read();
            if (before != null && !now.equals(before)) {
                LOG.info(
                        "the certificate was renewed, and is valid until {}",
                        now.certificateChain().get(0).getNotAfter().toInstant());
            }
            served = now;
            complain(files.warning(
                            now.certificateChain().get(0), SystemSource.clock().instant())
                    .orElse(""));
            return now;
        } catch (UnusableTlsFileException e) {
            if (before == null) {
                throw e;
            }
            X509Certificate own = before.certificateChain().get(0);
            complain("the certificate is not renewed, and the one that is valid until "
                    + own.getNotAfter().toInstant() + " stays: " + e.detail());
            return before;
        }
    }

    /** Once for each complaint, not each time. */
    private void complain(String latest) {
        if (!latest.isEmpty() && !latest.equals(complaint)) {
            LOG.warn(latest);
        }
        complaint = latest;
    }
}
