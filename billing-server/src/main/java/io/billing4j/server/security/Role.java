package io.billing4j.server.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do in the books of its tenant. Each role may also do what a {@link #READER} may, an {@link #ADMIN} all. */
public enum Role {
    /** Look at everything, compute without keeping anything. */
    READER,
    /** The catalogue, customers, subscriptions, usage. */
    WRITER,
    /** Runs, documents, credit notes, balances. */
    BILLER,
    /** Settings, entities, tax rules, the clock of a sandbox, jobs. */
    ADMIN;

    /** Whether a caller of this role may do what needs the other one. */
    public boolean covers(Role needed) {
        return this == ADMIN || this == needed || needed == READER;
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
