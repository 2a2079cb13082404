package io.billing4j.server.transport;

/** A certificate or a key that cannot be served. */
public final class UnusableTlsFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ofKey;
    private final String detail;

    UnusableTlsFileException(boolean ofKey, String detail) {
        super(detail);
        this.ofKey = ofKey;
        this.detail = detail;
    }

    /** What was expected and what was found, without any content of the files. */
    public String detail() {
        return detail;
    }

    /** Whether the key is to blame, rather than the certificate. */
    public boolean ofKey() {
        return ofKey;
    }
}
