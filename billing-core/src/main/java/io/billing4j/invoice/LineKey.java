package io.billing4j.invoice;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.LineSubject.OfCharge;
import io.billing4j.invoice.LineSubject.OfOneOff;
import io.billing4j.period.BillingPeriod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a line is, whatever document it stands on: two lines with the same key bill the same thing.
 *
 * @param subject what is billed: a charge of a subscription, or a one-off charge
 * @param service the part of time that is billed
 * @param corrects the line that is taken back, wholly or for this part of time; null for one that asks for something
 */
public record LineKey(
        LineSubject subject,
        LineKind kind,
        BillingPeriod service,
        @Nullable LineRef corrects) {
    /** The key of a line of a subscription's charge. */
    public LineKey(
            SubscriptionId subscription,
            PlanVersionRef plan,
            ChargeId charge,
            LineKind kind,
            BillingPeriod service,
            @Nullable LineRef corrects) {
        this(new OfCharge(subscription, plan, charge), kind, service, corrects);
    }

    /** The key of a line of a subscription's charge that corrects none. */
    public LineKey(
            SubscriptionId subscription, PlanVersionRef plan, ChargeId charge, LineKind kind, BillingPeriod service) {
        this(subscription, plan, charge, kind, service, null);
    }

    /** The key of a line that asks for a one-off charge, with the code that it has. */
    public static LineKey of(OneOffId oneOff, @Nullable String code, BillingPeriod day) {
        return new LineKey(new OfOneOff(oneOff, code), LineKind.ONE_OFF, day, null);
    }

    /** Whether it is for a charge of the subscription. */
    public boolean bills(SubscriptionId subscription) {
        return subject instanceof OfCharge charged && charged.subscription().equals(subscription);
    }

    /** The charge of a subscription; empty for a one-off charge. */
    public Optional<OfCharge> charged() {
        return subject instanceof OfCharge charged ? Optional.of(charged) : Optional.empty();
    }

    /** The one-off charge; empty for a subscription's. */
    public Optional<OneOffId> oneOff() {
        return subject instanceof OfOneOff added ? Optional.of(added.oneOff()) : Optional.empty();
    }

    /** What a one-off charge is filed under; empty where that was not said, and for a subscription's. */
    public Optional<String> code() {
        return subject instanceof OfOneOff added ? Optional.ofNullable(added.code()) : Optional.empty();
    }

    /** Whose charge it is; INTERNAL for a one-off charge, which is to be told apart before. */
    public SubscriptionId subscription() {
        return ofCharge().subscription();
    }

    /** Whose charge it is; INTERNAL for a one-off charge. */
    public PlanVersionRef plan() {
        return ofCharge().plan();
    }

    /** The charge of its plan; INTERNAL for a one-off charge. */
    public ChargeId charge() {
        return ofCharge().charge();
    }

    /** The key of a line of the same subject and service with another kind. */
    LineKey of(LineKind other) {
        return new LineKey(subject, other, service, corrects);
    }

    /** The key of a line that takes back a part of the one with this key. */
    LineKey takenBack(BillingPeriod part, LineRef line) {
        return new LineKey(subject, kind, part, line);
    }

    private OfCharge ofCharge() {
        return charged().orElseThrow(() -> ErrorCode.INTERNAL.because(subject + " is no charge of a subscription"));
    }
}
