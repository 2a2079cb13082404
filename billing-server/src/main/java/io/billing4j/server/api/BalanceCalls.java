package io.billing4j.server.api;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.engine.BalanceCheck;
import io.billing4j.grpc.v1.AdjustBalanceRequest;
import io.billing4j.grpc.v1.Balance;
import io.billing4j.grpc.v1.BalanceServiceGrpc;
import io.billing4j.grpc.v1.CheckBalancesRequest;
import io.billing4j.grpc.v1.CheckBalancesResponse;
import io.billing4j.grpc.v1.GetBalanceRequest;
import io.billing4j.grpc.v1.ListBalanceEntriesRequest;
import io.billing4j.grpc.v1.ListBalanceEntriesResponse;
import io.billing4j.grpc.v1.PayOutBalanceRequest;
import io.billing4j.grpc.v1.ReconcileBalancesRequest;
import io.billing4j.grpc.v1.ReconcileBalancesResponse;
import io.billing4j.id.CustomerId;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Shows what the books owe customers, and moves it by hand. */
final class BalanceCalls extends BalanceServiceGrpc.BalanceServiceImplBase {
    private final Engines engines;

    BalanceCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void getBalance(GetBalanceRequest request, StreamObserver<Balance> observer) {
        engines.answer(observer, engine -> {
            CustomerId id = CustomerId.of(request.getCustomerId());
            return Balance.newBuilder()
                    .setCustomerId(id.value())
                    .setBalance(Writing.money(engine.balances().of(id)))
                    .build();
        });
    }

    @Override
    public void listBalanceEntries(
            ListBalanceEntriesRequest request, StreamObserver<ListBalanceEntriesResponse> observer) {
        Page page = Paging.byPosition(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<BalanceEntry> entries = engine.balances().entries(CustomerId.of(request.getCustomerId()), page);
            return ListBalanceEntriesResponse.newBuilder()
                    .addAllEntries(entries.stream().map(BalanceMessages::of).toList())
                    .setNextPageToken(Paging.next(page, entries, BalanceEntry::position))
                    .build();
        });
    }

    @Override
    public void adjustBalance(
            AdjustBalanceRequest request, StreamObserver<io.billing4j.grpc.v1.BalanceEntry> observer) {
        engines.answer(
                observer,
                engine -> BalanceMessages.of(engine.balances()
                        .adjust(
                                CustomerId.of(request.getCustomerId()),
                                Reading.money("amount", request.hasAmount(), request.getAmount()),
                                request.getMemo(),
                                Reading.optional(request.getIdempotencyKey(), key -> key))));
    }

    @Override
    public void payOutBalance(
            PayOutBalanceRequest request, StreamObserver<io.billing4j.grpc.v1.BalanceEntry> observer) {
        engines.answer(
                observer,
                engine -> BalanceMessages.of(engine.balances()
                        .payOut(
                                CustomerId.of(request.getCustomerId()),
                                Reading.money("amount", request.hasAmount(), request.getAmount()),
                                request.getMemo(),
                                Reading.optional(request.getIdempotencyKey(), key -> key))));
    }

    @Override
    public void checkBalances(CheckBalancesRequest request, StreamObserver<CheckBalancesResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            BalanceCheck check = engine.balances().check(page);
            return CheckBalancesResponse.newBuilder()
                    .addAllDifferences(BalanceMessages.of(check))
                    .setNextPageToken(Paging.token(check.next()))
                    .build();
        });
    }

    @Override
    public void reconcileBalances(
            ReconcileBalancesRequest request, StreamObserver<ReconcileBalancesResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            BalanceCheck check = engine.balances().reconcile(page);
            return ReconcileBalancesResponse.newBuilder()
                    .addAllDifferences(BalanceMessages.of(check))
                    .setNextPageToken(Paging.token(check.next()))
                    .build();
        });
    }
}
