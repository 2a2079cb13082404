package io.billing4j.testkit.history;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.Term;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is asked of the engine, with everything it depends on: so a history can be repeated, cut down and printed.
 * Documents go by their place among all that there are, from 0.
 */
public sealed interface HistoryCommand {
    /** Asks for it; what it refuses is thrown. */
    void askOf(BillingEngine engine);

    /** Asks what would come of it; what that is refused with is thrown. False where there is no way to ask. */
    default boolean foresee(BillingEngine engine) {
        return false;
    }

    /** What accepted commands are counted by. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /** Subscribes a customer. */
    record Create(
            String id,
            String customer,
            String plan,
            LocalDate startDate,
            @Nullable LocalDate anchorDate,
            BigDecimal quantity,
            int trialDays,
            @Nullable Term term)
            implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.subscriptions()
                    .create(new NewSubscription(
                            SubscriptionId.of(id),
                            CustomerId.of(customer),
                            PlanId.of(plan),
                            startDate,
                            anchorDate,
                            quantity,
                            trialDays,
                            term));
        }
    }

    /** One command of the life cycle. */
    record Change(String subscription, SubscriptionCommand command) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.subscriptions().change(SubscriptionId.of(subscription), command);
        }

        @Override
        public boolean foresee(BillingEngine engine) {
            engine.subscriptions().previewChange(SubscriptionId.of(subscription), command);
            return true;
        }

        @Override
        public String kind() {
            return command.kind().name();
        }
    }

    /** Reports usage. */
    record Use(
            String event,
            String customer,
            @Nullable String subscription,
            String meter,
            BigDecimal quantity,
            Instant occurredAt)
            implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.usage()
                    .record(List.of(new UsageEvent(
                            EventId.of(event),
                            CustomerId.of(customer),
                            subscription == null ? null : SubscriptionId.of(subscription),
                            MeterId.of(meter),
                            quantity,
                            occurredAt,
                            null,
                            Map.of())));
        }
    }

    /** Bills all that is due by now. */
    record Run() implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.runs().run(engine.timeTravel().now());
        }
    }

    /** Bills usage that has reached an amount at which it is billed before its period ends. */
    record BillReached() implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.runs().billReached();
        }
    }

    /** Turns the clock, and bills nothing. */
    record SetClock(Instant to) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.timeTravel().set(to);
        }
    }

    /** Turns the clock, and lets everything happen that falls due meanwhile. */
    record AdvanceTo(Instant to) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.timeTravel().advanceTo(to);
        }
    }

    /** Makes the draft of one period. */
    record Generate(String subscription, Instant periodStart, Instant periodEnd) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.generateInvoice(
                    InvoiceGenerationRequest.of(SubscriptionId.of(subscription), periodStart, periodEnd));
        }
    }

    /** Computes a draft again. */
    record Refresh(int document) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.refreshInvoice(ByPlace.invoice(engine, document));
        }
    }

    /** Gives a draft its number. */
    record Finalise(int document) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.finalizeInvoice(ByPlace.invoice(engine, document));
        }
    }

    /** Takes a document out of force. */
    record VoidIt(int document, VoidIntent intent) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.voidInvoice(ByPlace.invoice(engine, document), intent);
        }

        @Override
        public String kind() {
            return "Void" + intent;
        }
    }

    /**
     * Grants a coupon of {@link PlainCoupons}.
     *
     * @param from when it begins; null for now
     */
    record Grant(
            String id,
            String coupon,
            String customer,
            @Nullable String subscription,
            @Nullable Instant from) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            PlainCoupons.make(engine, coupon);
            engine.coupons()
                    .grant(new NewCouponGrant(
                            CouponGrantId.of(id),
                            CouponId.of(coupon),
                            CustomerId.of(customer),
                            subscription == null ? null : SubscriptionId.of(subscription),
                            from));
        }
    }

    /** Ends a grant. */
    record EndGrant(String id, Instant at) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.coupons().end(CouponGrantId.of(id), at);
        }
    }

    /** Gives to a customer's balance by hand, or takes from it; in minor units. */
    record Adjust(String customer, int minor) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.balances().adjust(CustomerId.of(customer), ByPlace.amount(engine, minor), "By hand", null);
        }
    }

    /** Has something of a customer's balance paid out; in minor units. */
    record PayOut(String customer, int minor) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.balances().payOut(CustomerId.of(customer), ByPlace.amount(engine, minor), "Paid out", null);
        }
    }

    /** Something said of taxes. */
    record Tax(TaxCommand command) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            command.askOf(engine);
        }

        @Override
        public String kind() {
            return "Tax" + command.getClass().getSimpleName();
        }
    }

    /** Something that the tenant chooses. */
    record Choose(SettingCommand command) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            command.askOf(engine);
        }

        @Override
        public String kind() {
            return command.getClass().getSimpleName();
        }
    }

    /** Something that is billed once. */
    record OneOff(OneOffCommand command) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            command.askOf(engine);
        }

        @Override
        public boolean foresee(BillingEngine engine) {
            return command.foresee(engine);
        }

        @Override
        public String kind() {
            return "OneOff" + command.getClass().getSimpleName();
        }
    }

    /** A credit note, or one that is void. */
    record Note(NoteCommand command) implements HistoryCommand {
        @Override
        public void askOf(BillingEngine engine) {
            command.askOf(engine);
        }

        @Override
        public boolean foresee(BillingEngine engine) {
            return command.foresee(engine);
        }

        @Override
        public String kind() {
            return command.getClass().getSimpleName();
        }
    }
}
