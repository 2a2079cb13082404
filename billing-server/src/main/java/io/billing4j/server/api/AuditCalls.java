package io.billing4j.server.api;

import io.billing4j.audit.AuditEntry;
import io.billing4j.grpc.v1.AuditServiceGrpc;
import io.billing4j.grpc.v1.ListAuditEntriesRequest;
import io.billing4j.grpc.v1.ListAuditEntriesResponse;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Objects;

/** Shows who did what. */
final class AuditCalls extends AuditServiceGrpc.AuditServiceImplBase {
    private final Engines engines;

    AuditCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void listAuditEntries(ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
        Page page = Paging.byId(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<AuditEntry> entries = engine.audit(
                    Reading.required("subjectType", request.getSubjectType(), (field, text) -> text),
                    Reading.required("subjectId", request.getSubjectId(), (field, text) -> text),
                    page);
            return ListAuditEntriesResponse.newBuilder()
                    .addAllEntries(entries.stream().map(AuditCalls::of).toList())
                    .setNextPageToken(Paging.next(page, entries, AuditEntry::id))
                    .build();
        });
    }

    private static io.billing4j.grpc.v1.AuditEntry of(AuditEntry entry) {
        return io.billing4j.grpc.v1.AuditEntry.newBuilder()
                .setEntryId(entry.id().toString())
                .setActor(entry.actor().name())
                .setCorrelationId(Objects.requireNonNullElse(entry.actor().correlationId(), ""))
                .setAction(entry.action())
                .setSubjectType(entry.subjectType())
                .setSubjectId(entry.subjectId())
                .putAllBefore(entry.before())
                .putAllAfter(entry.after())
                .setRecordedAt(Writing.timestamp(entry.recordedAt()))
                .build();
    }
}
