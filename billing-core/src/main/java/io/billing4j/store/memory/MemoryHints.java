package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.store.HintStore;
import io.billing4j.store.WorkHint;
import io.billing4j.store.WorkKind;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Hints by their ids. Nobody is woken: who waits for hints looks for them from time to time. */
final class MemoryHints implements HintStore {
    private final TenantId tenant;
    private final Rows<String, WorkHint> hints;

    MemoryHints(Books books, Transaction transaction) {
        tenant = books.tenant.id();
        hints = books.hints.in(transaction);
    }

    @Override
    public void add(UUID id, WorkKind kind, String subject) {
        hints.insert(
                id.toString(),
                new WorkHint(id, tenant, kind, subject),
                () -> ErrorCode.ALREADY_EXISTS.because("there is a hint " + id));
    }

    @Override
    public boolean exists(WorkKind kind, String subject) {
        return of(kind, subject).findAny().isPresent();
    }

    @Override
    public int remove(WorkKind kind, String subject) {
        List<WorkHint> found = of(kind, subject).toList();
        found.forEach(this::remove);
        return found.size();
    }

    /** All hints of a kind. */
    List<WorkHint> of(WorkKind kind) {
        return hints.after(null).filter(hint -> hint.kind() == kind).toList();
    }

    void remove(WorkHint hint) {
        hints.remove(hint.id().toString());
    }

    private Stream<WorkHint> of(WorkKind kind, String subject) {
        return hints.after(null)
                .filter(hint -> hint.kind() == kind && hint.subject().equals(subject));
    }
}
