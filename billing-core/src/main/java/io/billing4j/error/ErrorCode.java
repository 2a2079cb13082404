package io.billing4j.error;

import org.jspecify.annotations.Nullable;

/**
 * The closed list of everything that can be refused. Codes are part of the public contract: they are never renamed and
 * never reused.
 */
public enum ErrorCode {
    /** A required value is missing or empty. */
    MISSING_FIELD(ErrorCategory.INVALID),
    /** A key is empty, longer than 64 characters, or holds a character outside {@code A-Z a-z 0-9 . _ : -}. */
    INVALID_KEY(ErrorCategory.INVALID),
    /** A text is longer than allowed or holds control characters. */
    INVALID_TEXT(ErrorCategory.INVALID),
    /** A number cannot be read, has too many digits, or lies outside its range. */
    INVALID_NUMBER(ErrorCategory.INVALID),
    /** A date or an instant cannot be read or lies outside the years 1900 to 9999. */
    INVALID_DATE(ErrorCategory.INVALID),
    /** No such time zone. */
    INVALID_TIME_ZONE(ErrorCategory.INVALID),
    /** No such currency, or one that amounts cannot be in. */
    INVALID_CURRENCY(ErrorCategory.INVALID),
    /** A value is not one of the allowed names. */
    INVALID_CHOICE(ErrorCategory.INVALID),
    /** An amount has more decimals than its currency. */
    INVALID_AMOUNT(ErrorCategory.INVALID),
    /** Two amounts that belong together are in different currencies. */
    CURRENCY_MISMATCH(ErrorCategory.INVALID),
    /** No such country, or what cannot be a region of one. */
    INVALID_PLACE(ErrorCategory.INVALID),
    /** Tiers are missing, out of order, or do not end with an open tier. */
    INVALID_TIERS(ErrorCategory.INVALID),
    /** The parts of a price model do not fit together, such as two cells for the same values. */
    INVALID_PRICE(ErrorCategory.INVALID),
    /** What goes around a price does not fit together, such as a commitment in another currency. */
    INVALID_TERMS(ErrorCategory.INVALID),
    /** A charge's parts do not fit together, such as a meter on a flat price. */
    INVALID_CHARGE(ErrorCategory.INVALID),
    /** A plan version without any charge. */
    PLAN_WITHOUT_CHARGES(ErrorCategory.INVALID),
    /** Two charges of a plan version share one id, or two metered charges share one meter. */
    DUPLICATE_CHARGE(ErrorCategory.INVALID),
    /** A meter's aggregation, filter and grouping do not fit together, or not with what a charge asks of it. */
    INVALID_METER(ErrorCategory.INVALID),
    /** A negative quantity on a meter that does not allow one. */
    NEGATIVE_QUANTITY(ErrorCategory.INVALID),
    /** A period that does not start before it ends. */
    INVALID_PERIOD(ErrorCategory.INVALID),
    /** A period that does not lie on the subscription's own boundaries. */
    PERIOD_NOT_ON_BOUNDARY(ErrorCategory.INVALID),
    /** A numbering template that cannot be read, is too long, or could render two numbers alike. */
    INVALID_TEMPLATE(ErrorCategory.INVALID),
    /** A batch with no entries or with too many. */
    INVALID_BATCH(ErrorCategory.INVALID),
    /** A request that cannot be read at all. */
    MALFORMED_REQUEST(ErrorCategory.INVALID),
    /** A request with a field that does not exist. */
    UNKNOWN_FIELD(ErrorCategory.INVALID),
    /** A call of a server without a token that counts. */
    UNAUTHENTICATED(ErrorCategory.INVALID),

    /** No such tenant. */
    TENANT_NOT_FOUND("tenant"),
    /** No such customer. */
    CUSTOMER_NOT_FOUND("customer"),
    /** No such entity. */
    ENTITY_NOT_FOUND("entity"),
    /** No such coupon. */
    COUPON_NOT_FOUND("coupon"),
    /** No such grant of a coupon. */
    COUPON_GRANT_NOT_FOUND("coupon grant"),
    /** No such rule of taxes. */
    TAX_RULE_NOT_FOUND("tax rule"),
    /** No such meter. */
    METER_NOT_FOUND("meter"),
    /** No such plan. */
    PLAN_NOT_FOUND("plan"),
    /** No such subscription. */
    SUBSCRIPTION_NOT_FOUND("subscription"),
    /** No such one-off charge. */
    ONE_OFF_NOT_FOUND("one-off charge"),
    /** No such invoice. */
    INVOICE_NOT_FOUND("invoice"),
    /** No such billing run. */
    RUN_NOT_FOUND("billing run"),
    /** No such job of the server. */
    JOB_NOT_FOUND("job"),
    /** No such address on the server. */
    ROUTE_NOT_FOUND("route"),

    /** The tenant exists already. */
    TENANT_EXISTS(ErrorCategory.CONFLICT),
    /** The customer exists already. */
    CUSTOMER_EXISTS(ErrorCategory.CONFLICT),
    /** The entity exists already. */
    ENTITY_EXISTS(ErrorCategory.CONFLICT),
    /** A coupon with this key exists. */
    COUPON_EXISTS(ErrorCategory.CONFLICT),
    /** A grant of a coupon with this key exists. */
    COUPON_GRANT_EXISTS(ErrorCategory.CONFLICT),
    /** A rule of taxes with this key exists. */
    TAX_RULE_EXISTS(ErrorCategory.CONFLICT),
    /** A rule of taxes is for the same category, place and time as another, and both cannot be. */
    TAX_RULES_CONTRADICT(ErrorCategory.CONFLICT),
    /** The meter exists already; meters are immutable, a new definition is a new key. */
    METER_EXISTS(ErrorCategory.CONFLICT),
    /** The plan exists already. */
    PLAN_EXISTS(ErrorCategory.CONFLICT),
    /** The subscription exists already. */
    SUBSCRIPTION_EXISTS(ErrorCategory.CONFLICT),
    /** A usage event's id was used before with other content. */
    EVENT_CONFLICT(ErrorCategory.CONFLICT),
    /** An idempotency key was used before with another request. */
    IDEMPOTENCY_CONFLICT(ErrorCategory.CONFLICT),
    /** The slot already holds a document, or was settled without one. */
    PERIOD_ALREADY_BILLED(ErrorCategory.CONFLICT),
    /** The customer already has an active charge on this meter, so usage could not be told apart. */
    AMBIGUOUS_CHARGE(ErrorCategory.CONFLICT),
    /** A row that must be unique is there already; a more precise code is given where one exists. */
    ALREADY_EXISTS(ErrorCategory.CONFLICT),

    /** An archived plan takes no new subscriptions. */
    PLAN_ARCHIVED(ErrorCategory.PRECONDITION),
    /** What is to be changed is not what the caller has seen of it. */
    REVISION_CONFLICT(ErrorCategory.PRECONDITION),
    /** Numbers do not show the entity, so that several entities would share one series. */
    ENTITY_NEEDS_SERIES(ErrorCategory.PRECONDITION),
    /** The customer has drafts, or a balance that is not zero, of the entity that has issued its documents so far. */
    ENTITY_HAS_OPEN_ITEMS(ErrorCategory.PRECONDITION),
    /** A coupon is archived or past the end of its granting. */
    COUPON_CLOSED(ErrorCategory.PRECONDITION),
    /** A coupon has been granted as often as it may be. */
    COUPON_EXHAUSTED(ErrorCategory.PRECONDITION),
    /** There is not as much left to credit of an invoice. */
    CREDIT_NOTE_EXCEEDS_INVOICE(ErrorCategory.PRECONDITION),
    /** A payment of the invoice is under way, so that nothing can be taken off what is to be paid. */
    PAYMENT_UNDER_WAY(ErrorCategory.PRECONDITION),
    /** A credit note rests on the document, and has to be void first. */
    CREDIT_NOTE_FOLLOWS(ErrorCategory.PRECONDITION),
    /** What a credit note has credited of usage has gone over to a later document, which has to be void first. */
    CREDIT_NOTE_IN_USE(ErrorCategory.PRECONDITION),
    /** The balance holds less than is to be taken from it. */
    INSUFFICIENT_BALANCE(ErrorCategory.PRECONDITION),
    /** A customer has as many one-off charges waiting as may wait. */
    TOO_MANY_ONE_OFFS(ErrorCategory.PRECONDITION),
    /** What is to be on one document is for different projects or purchase orders, where documents are of one. */
    SEVERAL_GROUPS(ErrorCategory.PRECONDITION),
    /** No profile says where the customer is taxed, or no rule what is due there. */
    TAX_NOT_DETERMINED(ErrorCategory.PRECONDITION),
    /** No tax service of this key is registered. */
    TAX_CALCULATOR_UNKNOWN(ErrorCategory.PRECONDITION),
    /** The tax service refuses to say what is due. */
    TAX_REFUSED(ErrorCategory.PRECONDITION),
    /** The tax service failed, or gave what cannot be the taxes of the document. */
    TAX_ANSWER_INVALID(ErrorCategory.PRECONDITION),
    /** The taxes of the document are not known, and cannot be asked for here; or what is to be taxed was another each time. */
    TAX_PENDING(ErrorCategory.PRECONDITION),
    /** No price function of this name and version is registered. */
    CUSTOM_MODEL_UNKNOWN(ErrorCategory.PRECONDITION),
    /** A registered price function gave what cannot be a price: below zero, in another currency, or not its steps' sum. */
    CUSTOM_PRICE_INVALID(ErrorCategory.PRECONDITION),
    /** The life cycle has no such transition from the present state. */
    ILLEGAL_TRANSITION(ErrorCategory.PRECONDITION),
    /** Only a sandbox has a clock that can be moved. */
    NOT_A_SANDBOX(ErrorCategory.PRECONDITION),
    /** A plan or an add-on is billed at another interval than the subscription. */
    INTERVAL_MISMATCH(ErrorCategory.PRECONDITION),
    /** The change would count periods anew that have documents. */
    PERIODS_ARE_OPEN(ErrorCategory.PRECONDITION),
    /** There is no such scheduled change, or it has taken effect. */
    CHANGE_NOT_SCHEDULED(ErrorCategory.PRECONDITION),
    /** The period has not begun; it can be previewed, not billed. */
    NOT_DUE(ErrorCategory.PRECONDITION),
    /** The period has nothing to bill, so that there is no document. */
    NOTHING_DUE(ErrorCategory.PRECONDITION),
    /** The issue date lies before the last one of the number series. */
    ISSUE_DATE_TOO_EARLY(ErrorCategory.PRECONDITION),
    /** A document's number would have more than 50 characters, because of the key of its customer or its entity. */
    NUMBER_TOO_LONG(ErrorCategory.PRECONDITION),
    /** The usage belongs to a window that is billed, and the tenant refuses late usage. */
    LATE_USAGE(ErrorCategory.PRECONDITION),
    /** The event lies too far in the past or in the future to be kept. */
    EVENT_OUT_OF_RANGE(ErrorCategory.PRECONDITION),
    /** The usage that would have to be counted again is past its retention. */
    USAGE_PAST_RETENTION(ErrorCategory.PRECONDITION),
    /** No function is registered under the name and version that a meter aggregates by. */
    CUSTOM_AGGREGATION_UNKNOWN(ErrorCategory.PRECONDITION),
    /** A finalised document or an audit entry would have been changed. */
    IMMUTABLE(ErrorCategory.PRECONDITION),
    /** The roles of a server's caller do not allow the call. */
    PERMISSION_DENIED(ErrorCategory.PRECONDITION),

    /** Somebody holds the number series for too long. */
    NUMBERING_BUSY(ErrorCategory.UNAVAILABLE),
    /** The store gave up on a deadlock, a serialisation failure or a lock time-out. */
    STORE_CONTENTION(ErrorCategory.UNAVAILABLE),
    /** The store cannot be reached. */
    STORE_UNAVAILABLE(ErrorCategory.UNAVAILABLE),
    /** The tax service cannot be reached, or did not answer in time. */
    TAX_UNAVAILABLE(ErrorCategory.UNAVAILABLE),
    /** The server is stopping, the work took too long, or its thread was interrupted; the work may have been done all the same. */
    SERVER_UNAVAILABLE(ErrorCategory.UNAVAILABLE),
    /** A tenant asks more of a server in a second, or at once, than it may; nothing was done. */
    TOO_MANY_REQUESTS(ErrorCategory.UNAVAILABLE),
    /** A usage reporter has no room for more in the time that it waits; nothing of the call was taken. */
    REPORTER_FULL(ErrorCategory.UNAVAILABLE),
    /** A usage reporter is closed; what it did not take or could not send is to be reported to the next one. */
    REPORTER_CLOSED(ErrorCategory.UNAVAILABLE),
    /** The directory of a usage reporter cannot be written or read: the disk is full, or fails. */
    SPILL_UNAVAILABLE(ErrorCategory.UNAVAILABLE),
    /** Another usage reporter has the directory, for as long as it lives. */
    SPILL_IN_USE(ErrorCategory.UNAVAILABLE),

    /** The database role could read other tenants' rows, and the host did not accept that. */
    ROLE_BYPASSES_POLICIES(ErrorCategory.INTERNAL),
    /** The database role lacks a right that the set-up needs. */
    INSUFFICIENT_PRIVILEGE(ErrorCategory.INTERNAL),
    /**
     * The host's connection has no transaction that work could join: auto-commit, another isolation level, or failed; or a call
     * needs one transaction where there are several, or several where there is one.
     */
    UNSUITABLE_TRANSACTION(ErrorCategory.INTERNAL),
    /** Joda-Money has a currency with other decimals than ISO 4217. */
    CURRENCY_TABLE_MISMATCH(ErrorCategory.INTERNAL),
    /** The schema is missing or at another version than this library. */
    SCHEMA_NOT_CURRENT(ErrorCategory.INTERNAL),
    /** What is stored cannot be read back: a defect, or somebody else's write. */
    STORED_DATA_UNREADABLE(ErrorCategory.INTERNAL),
    /** A defect. */
    INTERNAL(ErrorCategory.INTERNAL);

    private final ErrorCategory category;
    private final @Nullable String noun;

    ErrorCode(ErrorCategory category) {
        this(category, null);
    }

    /** What there is none of. */
    ErrorCode(String noun) {
        this(ErrorCategory.NOT_FOUND, noun);
    }

    ErrorCode(ErrorCategory category, @Nullable String noun) {
        this.category = category;
        this.noun = noun;
    }

    /** What a caller can do about it. */
    public ErrorCategory category() {
        return category;
    }

    /** Whether the same request may succeed later without any change. */
    public boolean retryable() {
        return category == ErrorCategory.UNAVAILABLE;
    }

    /** An exception with this code about one field. */
    public BillingException at(String field, String message) {
        return new BillingException(this, field, message, null);
    }

    /**
     * An exception with this code about one field, which names what is not there: {@code INVOICE_NOT_FOUND at invoiceId: there is no
     * invoice 7}. For codes that end in NOT_FOUND, any other is a mistake of the program.
     *
     * @param id what was looked for, as the message shows it
     */
    public BillingException missing(String field, Object id) {
        return at(field, none(id));
    }

    /** The same about the request as a whole, such as one in the name of a tenant. */
    public BillingException missing(Object id) {
        return because(none(id));
    }

    private String none(Object id) {
        if (noun == null) {
            throw new IllegalStateException(this + " is not of something that is not there");
        }
        return "there is no " + noun + " " + id;
    }

    /** An exception with this code about the request as a whole. */
    public BillingException because(String message) {
        return new BillingException(this, null, message, null);
    }

    /** An exception with this code and the failure that led to it. */
    public BillingException because(String message, Throwable cause) {
        return new BillingException(this, null, message, cause);
    }
}
