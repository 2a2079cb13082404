package io.billing4j.server.api;

import com.google.protobuf.Timestamp;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.CancelSubscriptionRequest;
import io.billing4j.grpc.v1.ChangePlanRequest;
import io.billing4j.grpc.v1.ChangeQuantityRequest;
import io.billing4j.grpc.v1.ChangeZoneRequest;
import io.billing4j.grpc.v1.ExtendTrialRequest;
import io.billing4j.grpc.v1.PauseSubscriptionRequest;
import io.billing4j.grpc.v1.PreviewChangeRequest;
import io.billing4j.grpc.v1.RemoveAddOnRequest;
import io.billing4j.grpc.v1.RenewSubscriptionRequest;
import io.billing4j.grpc.v1.ResumeSubscriptionRequest;
import io.billing4j.grpc.v1.SetAddOnRequest;
import io.billing4j.grpc.v1.SubscriptionChange;
import io.billing4j.grpc.v1.WithdrawChangeRequest;
import io.billing4j.id.PlanId;
import io.billing4j.server.transport.Values;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.Term;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What can be asked of a subscription, as messages. */
final class CommandMessages {
    private CommandMessages() {}

    static SubscriptionCommand read(ExtendTrialRequest request) {
        return new SubscriptionCommand.ExtendTrial(
                Values.instant("trialEnd", request.hasTrialEnd(), request.getTrialEnd()));
    }

    static SubscriptionCommand read(PauseSubscriptionRequest request) {
        return new SubscriptionCommand.Pause(
                timing(request.getTiming(), request.hasEffectiveAt(), request.getEffectiveAt(), ChangeTiming.now()),
                Reading.choice("pausedFees", request.getPausedFees(), PausedFees.class, PausedFees.STOP),
                settlement(request.getSettlement()));
    }

    static SubscriptionCommand read(ResumeSubscriptionRequest request) {
        return new SubscriptionCommand.Resume(
                timing(request.getTiming(), request.hasEffectiveAt(), request.getEffectiveAt(), ChangeTiming.now()),
                settlement(request.getSettlement()));
    }

    static SubscriptionCommand read(ChangePlanRequest request) {
        return new SubscriptionCommand.ChangePlan(
                PlanId.of(request.getPlanId()),
                request.hasPlanVersion() ? (Integer) request.getPlanVersion() : null,
                timing(request.getTiming(), request.hasEffectiveAt(), request.getEffectiveAt(), ChangeTiming.now()),
                settlement(request.getSettlement()));
    }

    static SubscriptionCommand read(ChangeQuantityRequest request) {
        return new SubscriptionCommand.ChangeQuantity(
                Values.decimal("quantity", request.getQuantity()),
                timing(request.getTiming(), request.hasEffectiveAt(), request.getEffectiveAt(), ChangeTiming.now()),
                settlement(request.getSettlement()));
    }

    static SubscriptionCommand read(SetAddOnRequest request) {
        return new SubscriptionCommand.SetAddOn(
                PlanId.of(request.getPlanId()),
                request.hasPlanVersion() ? (Integer) request.getPlanVersion() : null,
                request.hasQuantity() ? Values.decimal("quantity", request.getQuantity()) : BigDecimal.ONE,
                timing(request.getTiming(), request.hasEffectiveAt(), request.getEffectiveAt(), ChangeTiming.now()),
                settlement(request.getSettlement()));
    }

    static SubscriptionCommand read(RemoveAddOnRequest request) {
        return new SubscriptionCommand.RemoveAddOn(
                PlanId.of(request.getPlanId()),
                timing(request.getTiming(), request.hasEffectiveAt(), request.getEffectiveAt(), ChangeTiming.now()),
                settlement(request.getSettlement()));
    }

    static SubscriptionCommand read(CancelSubscriptionRequest request) {
        ChangeTiming usual = ChangeTiming.periodEnd();
        return new SubscriptionCommand.Cancel(
                timing(request.getTiming(), request.hasEffectiveAt(), request.getEffectiveAt(), usual),
                settlement(request.getSettlement()));
    }

    static SubscriptionCommand read(WithdrawChangeRequest request) {
        if (request.getChange() == 0) {
            throw ErrorCode.MISSING_FIELD.at("change", "the number of a change is required");
        }
        return new SubscriptionCommand.Withdraw(request.getChange());
    }

    static SubscriptionCommand read(RenewSubscriptionRequest request) {
        if (!request.hasTerm()) {
            throw ErrorCode.MISSING_FIELD.at("term", "a term is required");
        }
        return new SubscriptionCommand.Renew(term(request.getTerm()));
    }

    static SubscriptionCommand read(ChangeZoneRequest request) {
        return new SubscriptionCommand.ChangeZone(Reading.required("timeZone", request.getTimeZone(), Values::zone));
    }

    /** The command of a preview; refusals name its fields as those of the change alone. */
    static SubscriptionCommand read(PreviewChangeRequest request) {
        return switch (request.getChangeCase()) {
            case ACTIVATE -> new SubscriptionCommand.Activate();
            case EXTEND_TRIAL -> read(request.getExtendTrial());
            case PAUSE -> read(request.getPause());
            case RESUME -> read(request.getResume());
            case CHANGE_PLAN -> read(request.getChangePlan());
            case CHANGE_QUANTITY -> read(request.getChangeQuantity());
            case SET_ADD_ON -> read(request.getSetAddOn());
            case REMOVE_ADD_ON -> read(request.getRemoveAddOn());
            case CANCEL -> read(request.getCancel());
            case UNCANCEL -> new SubscriptionCommand.Uncancel();
            case WITHDRAW -> read(request.getWithdraw());
            case RENEW -> read(request.getRenew());
            case EXPIRE -> new SubscriptionCommand.Expire();
            case CHANGE_ZONE -> read(request.getChangeZone());
            case MARK_PAST_DUE -> new SubscriptionCommand.MarkPastDue();
            case RECOVER -> new SubscriptionCommand.Recover();
            case CHANGE_NOT_SET ->
                throw ErrorCode.MISSING_FIELD.at(
                        "change", "a change such as {\"changePlan\": {\"planId\": \"pro\"}} is required");
        };
    }

    /** A term; refusals name its fields below {@code term}. */
    static Term term(io.billing4j.grpc.v1.Term message) {
        return Inputs.within(
                "term",
                () -> new Term(
                        PlanMessages.interval(message.hasInterval(), message.getInterval()), message.getRenews()));
    }

    private static ChangeTiming timing(
            SubscriptionChange.Timing timing, boolean given, Timestamp effectiveAt, ChangeTiming usual) {
        boolean at = timing == SubscriptionChange.Timing.AT
                || (timing == SubscriptionChange.Timing.TIMING_UNSPECIFIED && given);
        if (at) {
            return ChangeTiming.at(Values.instant("effectiveAt", given, effectiveAt));
        }
        if (given) {
            throw ErrorCode.MALFORMED_REQUEST.at("effectiveAt", "this goes with the timing AT and not with " + timing);
        }
        return switch (timing) {
            case NOW -> ChangeTiming.now();
            case PERIOD_END -> ChangeTiming.periodEnd();
            case TIMING_UNSPECIFIED, AT -> usual;
            case UNRECOGNIZED -> throw Reading.noSuchChoice("timing", timing);
        };
    }

    private static @Nullable ChangeSettlement settlement(SubscriptionChange.Settlement settlement) {
        return Reading.optional("settlement", settlement, ChangeSettlement.class);
    }
}
