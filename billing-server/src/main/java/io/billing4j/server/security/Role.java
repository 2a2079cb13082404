package io.billing4j.server.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do in the books of its tenant. */
public enum Role {
    /** Report usage, and nothing else: not even look at it. */
    REPORTER,
    /** Look at everything, compute without keeping anything. */
    READER,
    /** What a reader and a reporter may, and the catalogue, customers, subscriptions. */
    WRITER,
    /** What a reader may, and runs, documents, credit notes, balances. */
    BILLER,
    /** Everything, and alone: settings, entities, tax rules, the clock of a sandbox, jobs. */
    ADMIN;

    /** Whether a caller of this role may do what needs the other one. */
    public boolean covers(Role needed) {
        return switch (this) {
            case REPORTER, READER -> needed == this;
            case WRITER -> needed == this || needed == READER || needed == REPORTER;
            case BILLER -> needed == this || needed == READER;
            case ADMIN -> true;
        };
    }

    /** The role of this name, in lower case as tokens have it. */
    static Optional<Role> named(String text) {
        return Arrays.stream(values()).filter(role -> role.claim().equals(text)).findFirst();
    }

    /** Its name in a token. */
    public String claim() {
        return name().toLowerCase(Locale.ROOT);
    }
}
