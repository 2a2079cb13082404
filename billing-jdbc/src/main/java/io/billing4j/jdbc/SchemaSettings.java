package io.billing4j.jdbc;

import io.billing4j.error.ErrorCode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a host's database knows the books.
 *
 * <p>All three names are 1 to 63 of {@code a-z 0-9 _}, not starting with a digit or {@code pg_}, so that they mean the same
 * quoted and unquoted.
 *
 * @param schema that holds all tables; nothing else belongs there
 * @param ownerRole owns the schema and everything in it; nobody logs in as it
 * @param appRole the store's connections log in as it; it owns nothing and cannot pass by the tenants' policies
 * @param appPassword for {@code appRole} when the installer creates it; null: created without one, for hosts that
 *     authenticate otherwise. The password of a role that exists is never touched
 */
public record SchemaSettings(
        String schema,
        String ownerRole,
        String appRole,
        @Nullable String appPassword) {
    private static final Pattern NAME = Pattern.compile("(?!pg_)[a-z_][a-z0-9_]{0,62}");

    /** Checks the names. @throws BillingException INVALID_KEY at the name that is not one, or at {@code appRole} if it is the owner */
    public SchemaSettings {
        requireName("schema", schema);
        requireName("ownerRole", ownerRole);
        requireName("appRole", appRole);
        if (appRole.equals(ownerRole)) {
            throw ErrorCode.INVALID_KEY.at(
                    "appRole", "expected a role other than the owner but found " + appRole + " for both");
        }
    }

    /** Schema {@code billing}, owner {@code billing_owner}, application role {@code billing_app} without a password. */
    public static SchemaSettings defaults() {
        return new SchemaSettings("billing", "billing_owner", "billing_app", null);
    }

    /** The same settings with another schema. */
    public SchemaSettings withSchema(String name) {
        return new SchemaSettings(name, ownerRole, appRole, appPassword);
    }

    /** The same settings with other roles. */
    public SchemaSettings withRoles(String owner, String application) {
        return new SchemaSettings(schema, owner, application, appPassword);
    }

    /** The same settings with a password for the application role. */
    public SchemaSettings withAppPassword(String password) {
        return new SchemaSettings(schema, ownerRole, appRole, password);
    }

    /** The names; of the password only whether there is one. */
    @Override
    public String toString() {
        return "schema " + schema + " of " + ownerRole + ", used by " + appRole
                + (appPassword == null ? " without a password" : " with a password");
    }

    private static void requireName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw ErrorCode.INVALID_KEY.at(
                    field, "expected 1 to 63 of a-z 0-9 _, not starting with a digit or pg_, but found '" + name + "'");
        }
    }
}
