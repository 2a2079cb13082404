package io.billing4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.ObservedRuns.Change;
import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run over ten customers, five of whom are done with six documents, two slots without one and two failures. */
class ObservedRunsTest {
    private static final TenantId TENANT = TenantId.of("acme");
    private static final Instant CUT_OFF = Instant.parse("2026-02-01T00:00:00Z");

    private final ObservedRuns runs = new ObservedRuns();

    @BeforeEach
    void half() {
        assertThat(progressed(0, 0, 0, 0)).isEqualTo(Change.BEGUN);
        assertThat(progressed(5, 6, 2, 2)).isEqualTo(Change.PROGRESSED);
    }

    @Test
    void fewer_customers_are_late_whatever_else_they_have() {
        assertThat(progressed(4, 9, 9, 2)).isEqualTo(Change.NONE);
        assertOpen(5, 6, 2, 2);
    }

    /** Drafts are finalised without a customer being done. */
    @Test
    void as_many_customers_with_fewer_documents_and_skipped_slots_are_late() {
        assertThat(progressed(5, 5, 2, 2)).isEqualTo(Change.NONE);
        assertThat(progressed(5, 6, 1, 2)).isEqualTo(Change.NONE);
        assertOpen(5, 6, 2, 2);
    }

    @Test
    void as_many_customers_with_as_many_or_more_documents_are_progress() {
        assertThat(progressed(5, 6, 2, 2)).isEqualTo(Change.PROGRESSED);
        assertThat(progressed(5, 7, 2, 2)).isEqualTo(Change.PROGRESSED);
        assertOpen(5, 7, 2, 2);
    }

    @Test
    void more_customers_are_progress_without_another_document() {
        assertThat(progressed(6, 6, 2, 3)).isEqualTo(Change.PROGRESSED);
        assertOpen(6, 6, 2, 3);
    }

    @Test
    void fewer_failures_are_progress() {
        assertThat(progressed(5, 6, 2, 1)).isEqualTo(Change.PROGRESSED);
        assertOpen(5, 6, 2, 1);
    }

    private Change progressed(long customers, long invoices, long skipped, long failed) {
        return runs.progressed(
                TENANT,
                new BillingRun(
                        RunId.of(new UUID(0, 1)),
                        CUT_OFF,
                        LocalDate.of(2026, 2, 1),
                        RunStatus.RUNNING,
                        new RunProgress(10, customers, invoices, skipped, failed),
                        CUT_OFF,
                        null));
    }

    private void assertOpen(long customers, long invoices, long skipped, long failed) {
        assertThat(runs.open()).containsExactly(new RunProgress(10, customers, invoices, skipped, failed));
    }
}
