package io.billing4j.server;

import org.jspecify.annotations.Nullable;

/**
 * A role with its password.
 *
 * @param password null where the server asks for none
 */
record DatabaseLogin(String user, @Nullable String password) {
    /** The user; of the password only whether there is one. */
    @Override
    public String toString() {
        return user + (password == null ? " without a password" : " with a password");
    }
}
