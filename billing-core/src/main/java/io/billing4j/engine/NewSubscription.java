package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.Term;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a subscription to a plan's latest version.
 *
 * @param id the host's key; made by the engine where it is null
 * @param startDate the first day, in the customer's zone; it may lie in the past: what is due since then is billed by the
 *     next run
 * @param anchorDate any date that a period begins on, before clamping to the month's end; where it is null, the start date,
 *     or the first day after the trial. With another the first period is short.
 * @param quantity how many, such as seats; above zero
 * @param trialDays how many days from the start on are free; periods begin after them. 0 to 3,660
 * @param term the contract's run, from the first paid day on; null for one without an end
 * @param group the project or purchase order that it is for, at most 64 characters; null for none
 */
public record NewSubscription(
        @Nullable SubscriptionId id,
        CustomerId customer,
        PlanId plan,
        LocalDate startDate,
        @Nullable LocalDate anchorDate,
        BigDecimal quantity,
        int trialDays,
        @Nullable Term term,
        @Nullable String group) {
    /** Checks the dates; INVALID_NUMBER at {@code trialDays} outside their range, INVALID_TEXT at {@code group} beyond 64 characters. */
    public NewSubscription {
        Inputs.required("customer", customer);
        Inputs.required("plan", plan);
        Inputs.required("quantity", quantity);
        startDate = Inputs.date("startDate", startDate);
        anchorDate = anchorDate == null ? null : Inputs.date("anchorDate", anchorDate);
        if (trialDays < 0 || trialDays > 3660) {
            throw ErrorCode.INVALID_NUMBER.at("trialDays", "expected 0 to 3660 but found " + trialDays);
        }
        group = Subscription.group(group);
    }

    /** One that is for no project and no purchase order. */
    public NewSubscription(
            @Nullable SubscriptionId id,
            CustomerId customer,
            PlanId plan,
            LocalDate startDate,
            @Nullable LocalDate anchorDate,
            BigDecimal quantity,
            int trialDays,
            @Nullable Term term) {
        this(id, customer, plan, startDate, anchorDate, quantity, trialDays, term, null);
    }

    /** One without a trial and without a term. */
    public NewSubscription(
            @Nullable SubscriptionId id,
            CustomerId customer,
            PlanId plan,
            LocalDate startDate,
            @Nullable LocalDate anchorDate,
            BigDecimal quantity) {
        this(id, customer, plan, startDate, anchorDate, quantity, 0, null);
    }

    /** One of the plan, with periods that begin on the start date's day, under a key that the engine makes. */
    public static NewSubscription of(CustomerId customer, PlanId plan, LocalDate startDate) {
        return new NewSubscription(null, customer, plan, startDate, null, BigDecimal.ONE);
    }

    /** The same under the host's own key. */
    public NewSubscription withId(SubscriptionId key) {
        return new NewSubscription(
                Inputs.required("id", key), customer, plan, startDate, anchorDate, quantity, trialDays, term, group);
    }

    /** The same with periods that begin on another date's day. */
    public NewSubscription anchoredOn(LocalDate date) {
        return new NewSubscription(
                id, customer, plan, startDate, Inputs.required("anchorDate", date), quantity, trialDays, term, group);
    }

    /** The same with so many of it. */
    public NewSubscription withQuantity(BigDecimal many) {
        return new NewSubscription(id, customer, plan, startDate, anchorDate, many, trialDays, term, group);
    }

    /** The same with a trial of so many days. */
    public NewSubscription withTrialDays(int days) {
        return new NewSubscription(id, customer, plan, startDate, anchorDate, quantity, days, term, group);
    }

    /** The same for a term. */
    public NewSubscription withTerm(Term run) {
        return new NewSubscription(
                id, customer, plan, startDate, anchorDate, quantity, trialDays, Inputs.required("term", run), group);
    }

    /** The same for a project or purchase order. */
    public NewSubscription withGroup(String name) {
        return new NewSubscription(
                id, customer, plan, startDate, anchorDate, quantity, trialDays, term, Inputs.required("group", name));
    }
}
