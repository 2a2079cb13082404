package io.billing4j.jdbc;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.sql.SQLException;

/** Failures of the set-up, as an operator should read them. */
final class InstallFailure {
    /** SQLSTATE insufficient_privilege. */
    static final String NOT_PERMITTED = "42501";

    private InstallFailure() {}

    /** What stopped work on the schema. */
    static BillingException of(String schema, Exception failure) {
        Throwable sql = sqlCause(failure);
        String state = sql instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "";
        // 08: no connection; 57P: the server is starting or stopping; 53: no connection left, or no space
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return ErrorCode.STORE_UNAVAILABLE.because("the database cannot be reached: " + sql.getMessage(), failure);
        }
        if (state.equals(NOT_PERMITTED)) {
            return ErrorCode.INSUFFICIENT_PRIVILEGE.because(
                    "the installing role may not work on schema " + schema + ": " + sql.getMessage(), failure);
        }
        return ErrorCode.SCHEMA_NOT_CURRENT.because(
                "schema " + schema + " could not be brought to this version: " + failure.getMessage(), failure);
    }

    /** Something is missing and the installing role may not create it. */
    static BillingException missing(String what, String installingRole, String statements, SQLException refusal) {
        return ErrorCode.INSUFFICIENT_PRIVILEGE.because(
                what + " is missing and " + installingRole + " may not create it; an administrator has to run: "
                        + statements,
                refusal);
    }

    /** The first SQLException of the chain; the failure itself where there is none. */
    private static Throwable sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return cause;
            }
        }
        return failure;
    }
}
