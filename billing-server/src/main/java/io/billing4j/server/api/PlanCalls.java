package io.billing4j.server.api;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.PlanOffer;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.AddPlanVersionRequest;
import io.billing4j.grpc.v1.ArchivePlanRequest;
import io.billing4j.grpc.v1.CreatePlanRequest;
import io.billing4j.grpc.v1.GetPlanRequest;
import io.billing4j.grpc.v1.GetPlanVersionRequest;
import io.billing4j.grpc.v1.ListPlansRequest;
import io.billing4j.grpc.v1.ListPlansResponse;
import io.billing4j.grpc.v1.Plan;
import io.billing4j.grpc.v1.PlanServiceGrpc;
import io.billing4j.id.PlanId;
import io.billing4j.money.Currencies;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantSettings;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.joda.money.CurrencyUnit;

/** Creates, shows and archives plans. */
final class PlanCalls extends PlanServiceGrpc.PlanServiceImplBase {
    private final Engines engines;

    PlanCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void createPlan(CreatePlanRequest request, StreamObserver<Plan> observer) {
        engines.answer(observer, engine -> {
            PlanId id = PlanId.of(request.getPlanId());
            CurrencyUnit currency = Currencies.currency("currency", request.getCurrency());
            engine.catalog()
                    .createPlan(
                            id,
                            request.getName(),
                            currency,
                            PlanMessages.interval(request.hasInterval(), request.getInterval()),
                            PlanMessages.charges(request.getChargesList(), currency),
                            PlanMessages.thresholds(request.hasThresholds(), request.getThresholds(), currency));
            return found(engine, id);
        });
    }

    @Override
    public void getPlan(GetPlanRequest request, StreamObserver<Plan> observer) {
        engines.answer(observer, engine -> found(engine, PlanId.of(request.getPlanId())));
    }

    @Override
    public void addPlanVersion(AddPlanVersionRequest request, StreamObserver<Plan> observer) {
        Seen plain = Seen.plan(request.getIfRevision(), request.getPlanId());
        Seen seen = request.hasThresholds() ? plain.afterSettings(TenantSettings::thresholds) : plain;
        engines.change(observer, seen, engine -> {
            PlanId id = PlanId.of(request.getPlanId());
            io.billing4j.catalog.Plan plan = required(engine, id).plan();
            PlanVersion added = engine.catalog()
                    .addVersion(
                            id,
                            PlanMessages.interval(request.hasInterval(), request.getInterval()),
                            PlanMessages.charges(request.getChargesList(), plan.currency()),
                            PlanMessages.thresholds(request.hasThresholds(), request.getThresholds(), plan.currency()));
            return PlanMessages.of(new PlanOffer(plan, added));
        });
    }

    @Override
    public void getPlanVersion(
            GetPlanVersionRequest request, StreamObserver<io.billing4j.grpc.v1.PlanVersion> observer) {
        engines.answer(observer, engine -> {
            PlanVersionRef ref = new PlanVersionRef(PlanId.of(request.getPlanId()), request.getVersion());
            return engine.catalog()
                    .findVersion(ref)
                    .map(PlanMessages::of)
                    .orElseThrow(() -> ErrorCode.PLAN_NOT_FOUND.at(
                            "version",
                            "plan " + required(engine, ref.plan()).plan().id() + " has no version " + ref.version()));
        });
    }

    @Override
    public void listPlans(ListPlansRequest request, StreamObserver<ListPlansResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<PlanOffer> plans = engine.catalog().listPlans(page);
            return ListPlansResponse.newBuilder()
                    .addAllPlans(plans.stream().map(PlanMessages::of).toList())
                    .setNextPageToken(
                            Paging.next(page, plans, offer -> offer.plan().id()))
                    .build();
        });
    }

    @Override
    public void archivePlan(ArchivePlanRequest request, StreamObserver<Plan> observer) {
        engines.change(observer, Seen.plan(request.getIfRevision(), request.getPlanId()), engine -> {
            PlanId id = PlanId.of(request.getPlanId());
            engine.catalog().archivePlan(id);
            return found(engine, id);
        });
    }

    private static Plan found(BillingEngine engine, PlanId id) {
        return PlanMessages.of(required(engine, id));
    }

    private static PlanOffer required(BillingEngine engine, PlanId id) {
        return engine.catalog().findPlan(id).orElseThrow(() -> ErrorCode.PLAN_NOT_FOUND.missing("planId", id));
    }
}
