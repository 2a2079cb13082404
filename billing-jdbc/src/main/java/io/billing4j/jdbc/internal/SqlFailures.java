package io.billing4j.jdbc.internal;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the database refuses, as the ports say it: by SQLSTATE, and where a row is not unique by constraint. */
public final class SqlFailures {
    private static final String LOCK_TIMEOUT = "55P03";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String NO_NUMBER = "22P02";
    private static final String OUT_OF_RANGE = "22008";

    private static final Map<String, Taken> UNIQUE = Map.ofEntries(
            entry("tenant_pkey", ErrorCode.TENANT_EXISTS, "tenantId", "a tenant has this key"),
            entry("customer_pkey", ErrorCode.CUSTOMER_EXISTS, "customerId", "a customer has this key"),
            entry("invoicing_entity_pkey", ErrorCode.ENTITY_EXISTS, "entityId", "an entity has this key"),
            entry("coupon_pkey", ErrorCode.COUPON_EXISTS, "couponId", "a coupon has this key"),
            entry("coupon_grant_pkey", ErrorCode.COUPON_GRANT_EXISTS, "couponGrantId", "a grant has this key"),
            entry("tax_rule_pkey", ErrorCode.TAX_RULE_EXISTS, "taxRuleId", "a rule has this key"),
            entry("meter_pkey", ErrorCode.METER_EXISTS, "meterId", "a meter has this key"),
            entry("plan_pkey", ErrorCode.PLAN_EXISTS, "planId", "a plan has this key"),
            entry("subscription_pkey", ErrorCode.SUBSCRIPTION_EXISTS, "subscriptionId", "a subscription has this key"),
            entry(
                    "invoice_idempotency_unique",
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    "another document has this key"),
            entry(
                    "balance_entry_idempotency_unique",
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    "another entry has this key"),
            entry(
                    "one_off_charge_idempotency_unique",
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "idempotencyKey",
                    "another one-off charge has this key"),
            entry(
                    "invoice_slot_period_unique",
                    ErrorCode.PERIOD_ALREADY_BILLED,
                    "periodStart",
                    "the period has a live slot"),
            entry(
                    "invoice_slot_change_unique",
                    ErrorCode.PERIOD_ALREADY_BILLED,
                    "periodStart",
                    "the change has a live slot"));

    private SqlFailures() {}

    /** The failure as an error of this library, with the failure as its cause. */
    public static BillingException of(SQLException failure) {
        String state = state(failure);
        if (unreachable(failure, state)) {
            return ErrorCode.STORE_UNAVAILABLE.because("the database cannot serve: " + message(failure), failure);
        }
        return switch (state) {
            case SERIALIZATION_FAILURE, DEADLOCK ->
                ErrorCode.STORE_CONTENTION.because("another transaction was first: " + message(failure), failure);
            case LOCK_TIMEOUT -> ErrorCode.STORE_CONTENTION.because("a lock was not to be had in time", failure);
            case "23505" -> notUnique(failure);
            case "23001" -> ErrorCode.IMMUTABLE.because(message(failure), failure);
            case "25P02" ->
                ErrorCode.UNSUITABLE_TRANSACTION.because(
                        "the transaction has failed before and can only be rolled back", failure);
            case "42501" -> ErrorCode.INSUFFICIENT_PRIVILEGE.because(message(failure), failure);
            case "3F000", "42P01", "42703", "42704", "42883" ->
                ErrorCode.SCHEMA_NOT_CURRENT.because(
                        "the schema is missing or not that of this library: " + message(failure), failure);
            case "22021", "22P05" ->
                ErrorCode.INVALID_TEXT.because("a text holds a character that cannot be stored", failure);
            default ->
                ErrorCode.INTERNAL.because("the database refused with " + state + ": " + message(failure), failure);
        };
    }

    /** Whether the same work may succeed at once in a new transaction. */
    static boolean lostToAnother(BillingException e) {
        String state = stateBehind(e);
        return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK);
    }

    /** Whether a lock was not to be had in time. */
    static boolean lockTimedOut(BillingException e) {
        return stateBehind(e).equals(LOCK_TIMEOUT);
    }

    /** Whether the database has no place for an instant. */
    static boolean outOfRange(BillingException e) {
        return stateBehind(e).equals(OUT_OF_RANGE);
    }

    /** Whether a text that begins like this could not be cast. */
    static boolean notCast(BillingException e, String text) {
        return stateBehind(e).equals(NO_NUMBER)
                && e.getCause() instanceof SQLException failure
                && message(failure).contains('"' + text);
    }

    private static String stateBehind(BillingException e) {
        return e.getCause() instanceof SQLException failure ? state(failure) : "";
    }

    /** 08: no connection; 53: no resources; 57P: starting or stopping; 57014: cancelled; 25006: a standby. */
    private static boolean unreachable(SQLException failure, String state) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.equals("57014")
                || state.equals("25006");
    }

    private static BillingException notUnique(SQLException failure) {
        String constraint = Objects.requireNonNullElse(constraint(failure), "");
        Taken taken = UNIQUE.get(constraint);
        return taken == null
                ? ErrorCode.ALREADY_EXISTS.because("a row is there already, by " + constraint, failure)
                : taken.code.because(taken.message, failure).within(taken.field);
    }

    /** What is unique, and the input that is to blame where it is taken. */
    private record Taken(ErrorCode code, String field, String message) {}

    private static Map.Entry<String, Taken> entry(String constraint, ErrorCode code, String field, String message) {
        return Map.entry(constraint, new Taken(code, field, message));
    }

    private static @Nullable String constraint(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        return message == null ? null : message.getConstraint();
    }

    private static String state(SQLException failure) {
        return Objects.requireNonNullElse(failure.getSQLState(), "");
    }

    /** The server's sentence alone: the rest repeats values of rows. */
    private static String message(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        String sentence = message == null ? null : message.getMessage();
        return sentence == null ? String.valueOf(failure.getMessage()) : sentence;
    }
}
