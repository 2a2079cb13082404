package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.AddTaxProfileRequest;
import io.billing4j.grpc.v1.AddTaxRuleRequest;
import io.billing4j.grpc.v1.EndTaxRuleRequest;
import io.billing4j.grpc.v1.ForgetTaxAnswersRequest;
import io.billing4j.grpc.v1.ForgetTaxAnswersResponse;
import io.billing4j.grpc.v1.GetTaxRuleRequest;
import io.billing4j.grpc.v1.ListTaxProfilesRequest;
import io.billing4j.grpc.v1.ListTaxProfilesResponse;
import io.billing4j.grpc.v1.ListTaxRulesRequest;
import io.billing4j.grpc.v1.ListTaxRulesResponse;
import io.billing4j.grpc.v1.TaxProfile;
import io.billing4j.grpc.v1.TaxRule;
import io.billing4j.grpc.v1.TaxServiceGrpc;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.server.transport.Values;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.time.LocalDate;
import java.util.List;

/** Says what is due where, and how customers are taxed. */
final class TaxCalls extends TaxServiceGrpc.TaxServiceImplBase {
    private final Engines engines;

    TaxCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void addTaxRule(AddTaxRuleRequest request, StreamObserver<TaxRule> observer) {
        engines.answer(observer, engine -> TaxRuleMessages.of(engine.taxes().addRule(TaxRuleMessages.read(request))));
    }

    @Override
    public void endTaxRule(EndTaxRuleRequest request, StreamObserver<TaxRule> observer) {
        engines.change(observer, Seen.taxRule(request.getIfRevision(), request.getTaxRuleId()), engine -> {
            TaxRuleId id = TaxRuleId.of(request.getTaxRuleId());
            LocalDate until = Values.date("until", request.getUntil());
            return TaxRuleMessages.of(engine.taxes().endRule(id, until));
        });
    }

    @Override
    public void getTaxRule(GetTaxRuleRequest request, StreamObserver<TaxRule> observer) {
        engines.answer(observer, engine -> TaxRuleMessages.of(found(engine, TaxRuleId.of(request.getTaxRuleId()))));
    }

    @Override
    public void listTaxRules(ListTaxRulesRequest request, StreamObserver<ListTaxRulesResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.tax.TaxRule> rules = engine.taxes().rules(page);
            return ListTaxRulesResponse.newBuilder()
                    .addAllRules(rules.stream().map(TaxRuleMessages::of).toList())
                    .setNextPageToken(Paging.next(page, rules, io.billing4j.tax.TaxRule::id))
                    .build();
        });
    }

    @Override
    public void addTaxProfile(AddTaxProfileRequest request, StreamObserver<TaxProfile> observer) {
        engines.answer(
                observer, engine -> TaxRuleMessages.of(engine.taxes().addProfile(TaxRuleMessages.read(request))));
    }

    @Override
    public void listTaxProfiles(ListTaxProfilesRequest request, StreamObserver<ListTaxProfilesResponse> observer) {
        engines.answer(
                observer,
                engine -> ListTaxProfilesResponse.newBuilder()
                        .addAllProfiles(engine.taxes().profilesOf(CustomerId.of(request.getCustomerId())).stream()
                                .map(TaxRuleMessages::of)
                                .toList())
                        .build());
    }

    @Override
    public void forgetTaxAnswers(ForgetTaxAnswersRequest request, StreamObserver<ForgetTaxAnswersResponse> observer) {
        engines.answer(
                observer,
                engine -> ForgetTaxAnswersResponse.newBuilder()
                        .setForgotten(engine.taxes().forgetAnswers())
                        .build());
    }

    static io.billing4j.tax.TaxRule found(BillingEngine engine, TaxRuleId id) {
        return engine.taxes().findRule(id).orElseThrow(() -> ErrorCode.TAX_RULE_NOT_FOUND.missing("taxRuleId", id));
    }
}
