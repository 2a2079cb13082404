package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatedQuantity;
import io.billing4j.rating.RatingBasis;
import io.billing4j.tax.ChargeTax;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import org.joda.money.BigMoney;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What is billed once beside what subscriptions are billed, such as setting up or a part. It is pending until a document takes it; then
 * it is on that document, until that is computed again without it, or is void and to be made again.
 *
 * @param subscription whose documents take it; null for those of any subscription of the customer
 * @param description what the line says, 1 to 200 characters
 * @param code what it is filed under, 1 to 64 characters; others may have the same. Null where that was not said
 * @param derivation how its amount comes about; it is worked out when the charge is added, for a day in the customer's zone
 * @param tax what is taxed, and whether the price holds the tax
 * @param dueAt the earliest instant at which a document is due that takes it
 * @param recordedAt when it was added; later than everything else recorded for the customer before
 * @param key makes adding it repeatable; null where that was not asked for
 * @param invoice the document that it is on, or was on when that was waived; null while it is on none
 * @param reissued the void document that it was on and that is to be made again; null for any other
 * @param canceledAt when it was cancelled; null where it was not
 */
public record OneOffCharge(
        OneOffId id,
        CustomerId customer,
        @Nullable SubscriptionId subscription,
        String description,
        @Nullable String code,
        Derivation derivation,
        ChargeTax tax,
        Instant dueAt,
        Instant recordedAt,
        @Nullable IdempotencyKey key,
        @Nullable InvoiceId invoice,
        @Nullable InvoiceId reissued,
        @Nullable Instant canceledAt) {
    /** The most characters that a description has. */
    public static final int MAX_DESCRIPTION = 200;

    /** The most characters that a code has. */
    public static final int MAX_CODE = 64;

    /** The order on a document: by day, and of a day as they were added. */
    static final Comparator<OneOffCharge> ON_DOCUMENT = Comparator.comparing(
                    (OneOffCharge one) -> one.derivation.service().startInclusive())
            .thenComparing(OneOffCharge::id);

    /**
     * Cuts instants to microseconds. Refuses a description with MISSING_FIELD or INVALID_TEXT at {@code description}, a code so at
     * {@code code}, and one that is on a document although it was cancelled, which only a defect or a changed row can bring, with
     * STORED_DATA_UNREADABLE.
     */
    public OneOffCharge {
        description = Inputs.text("description", description, MAX_DESCRIPTION);
        code = code == null ? null : Inputs.text("code", code, MAX_CODE);
        dueAt = Inputs.instant("dueAt", dueAt);
        recordedAt = Inputs.instant("recordedAt", recordedAt);
        canceledAt = canceledAt == null ? null : Inputs.instant("canceledAt", canceledAt);
        if (canceledAt != null && invoice != null) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because(
                    "one-off charge " + id + " is cancelled and on document " + invoice);
        }
    }

    /**
     * How an amount comes about: three at 12.50 are 37.50.
     *
     * @param price of each unit, of any scale; or of all of it where there is no quantity
     * @param quantity above zero; null for one price
     * @param day on which it is supplied, in this zone
     * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code price} or {@code quantity}; INVALID_AMOUNT at {@code price}
     *     for what comes to nothing once it is rounded; INVALID_DATE at {@code day} for one that the zone has not
     */
    public static Derivation derivation(
            BigMoney price, @Nullable BigDecimal quantity, LocalDate day, ZoneId zone, RoundingPolicy rounding) {
        if (price.isNegative()) {
            throw ErrorCode.INVALID_NUMBER.at("price", "a price is not negative, found " + price);
        }
        BigDecimal units = quantity == null ? BigDecimal.ONE : Inputs.decimal("quantity", quantity);
        if (units.signum() <= 0) {
            throw ErrorCode.INVALID_NUMBER.at("quantity", "expected more than zero but found " + units);
        }
        BillingPeriod window = window(day, zone);
        Derivation derivation = Derivation.of(
                        new RatingBasis(
                                quantity == null ? PriceModel.flat(price) : PriceModel.perUnit(price),
                                PriceTerms.NONE,
                                RatedQuantity.subscribed(units),
                                window,
                                window,
                                ProrationPolicy.BY_DAY,
                                rounding),
                        CustomPrices.NONE)
                .get(0);
        if (!derivation.amount().isPositive()) {
            throw ErrorCode.INVALID_AMOUNT.at(
                    "price", "it comes to " + derivation.amount() + ", not to more than zero");
        }
        return derivation;
    }

    /** A day that a zone has left out, as Samoa did 30 December 2011, has no instant of its own. */
    private static BillingPeriod window(LocalDate day, ZoneId zone) {
        Instant start = Inputs.date("day", day).atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        if (!start.isBefore(end)) {
            throw ErrorCode.INVALID_DATE.at("day", "there is no " + day + " in " + zone);
        }
        return new BillingPeriod(start, end, zone);
    }

    /** What is asked for it, before taxes. */
    public Money amount() {
        return derivation.amount();
    }

    /** The day on which it is supplied, in the zone that the customer had when it was added. */
    public LocalDate day() {
        BillingPeriod service = derivation.service();
        return service.startInclusive().atZone(service.zone()).toLocalDate();
    }

    /** Whether it waits for a document. */
    public boolean pending() {
        return invoice == null && canceledAt == null;
    }

    /**
     * Whether a place of the subscription takes it. A place of a period does that is due at its instant or later, and the last one of
     * its own subscription whenever that is due: no other would come. What is settled at once, and what has come out otherwise, take none.
     */
    public boolean fits(SubscriptionId other, SlotPlace place) {
        if (!place.reason().ofPeriod() || (subscription != null && !subscription.equals(other))) {
            return false;
        }
        return dueBy(place) || (subscription != null && place.reason() == SlotReason.FINAL);
    }

    /** Whether the place is of a period, and due when the charge is or later. */
    public boolean dueBy(SlotPlace place) {
        return place.reason().ofPeriod() && !dueAt.isAfter(place.dueAt());
    }

    /** The line that asks for it, taxed by the day on which it is supplied. */
    LineDraft line() {
        BillingPeriod service = derivation.service();
        return new LineDraft(
                LineKey.of(id, code, service),
                description,
                derivation,
                new BilledAt(0, service.startInclusive()),
                LineAdjustments.NONE);
    }

    /** The same once it is on a document. */
    public OneOffCharge billed(InvoiceId document) {
        return with(document, null, canceledAt);
    }

    /**
     * The same once it is on none any more.
     *
     * @param again the void document that is to be made again; null where there is none such
     */
    public OneOffCharge released(@Nullable InvoiceId again) {
        return with(null, again, canceledAt);
    }

    /** The same once it is cancelled. */
    public OneOffCharge canceled(Instant at) {
        return with(null, null, at);
    }

    private OneOffCharge with(@Nullable InvoiceId document, @Nullable InvoiceId again, @Nullable Instant canceled) {
        return new OneOffCharge(
                id,
                customer,
                subscription,
                description,
                code,
                derivation,
                tax,
                dueAt,
                recordedAt,
                key,
                document,
                again,
                canceled);
    }
}
