package io.billing4j.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.TenantId;
import io.billing4j.jdbc.PinnedUsage;
import io.billing4j.jdbc.StuckMonth;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.server.observe.UsageMeters;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How nodes keep house for usage. */
@Timeout(120)
class UsageJobsTest {
    private static final YearMonth MAY = YearMonth.of(2018, 5);
    private static final UsageMaintenanceReport REPORT = new UsageMaintenanceReport(
            false,
            List.of(MAY, MAY.plusMonths(1)),
            List.of(MAY.minusYears(7)),
            List.of(MAY.minusYears(6)),
            List.of(new StuckMonth(MAY.minusYears(5), "a view stands on it")),
            5,
            7,
            false,
            List.of(new PinnedUsage(TenantId.of("acme"), PinnedUsage.Reason.UNBILLED)),
            List.of(TenantId.of("broken")));

    private final JobBooks books = new JobBooks();
    private final AtomicInteger ahead = new AtomicInteger();
    private final AtomicInteger passes = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final UsageMeters meters = new UsageMeters(books.meters);
    private final UsageJobs keeping = UsageJobs.of(() -> counted(ahead), () -> counted(passes), meters);

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void months_are_made_at_the_start_and_nothing_is_deleted_for_a_day() {
        begin();
        JobBooks.Node node = books.node(keeping);
        node.run();
        assertThat(ahead).hasValue(1);
        assertThat(passes).hasValue(0);
        assertThat(counter("billing.usage.maintenance", "outcome", "done")).isEqualTo(1);
        assertThat(counter("billing.usage.months", "change", "made")).isEqualTo(2);
        assertThat(counter("billing.usage.months", "change", "dropped")).isEqualTo(1);
        assertThat(counter("billing.usage.deleted", "kind", "key")).isEqualTo(5);
        assertThat(counter("billing.usage.deleted", "kind", "rollup")).isEqualTo(7);
        assertThat(left("tenant")).isEqualTo(2);
        assertThat(left("month")).isEqualTo(2);

        books.at("2026-02-01T11:59:59Z");
        node.run();
        assertThat(passes).hasValue(0);
        books.at("2026-02-01T12:00:00Z");
        node.run();
        assertThat(ahead).hasValue(2);
        assertThat(passes).hasValue(1);
    }

    @Test
    void a_start_puts_the_deletion_off_by_a_day_but_not_beyond_a_week() {
        begin();
        JobBooks.Node node = books.node(keeping);
        // Deleted on 1 February at 12:00; then there is a start on each day, before it is next.
        books.at("2026-02-01T12:00:00Z");
        node.run();
        for (int day = 2; day <= 7; day++) {
            books.at("2026-02-0" + day + "T11:00:00Z");
            begin();
            node.run();
        }
        assertThat(passes).hasValue(1);
        assertThat(books.status(null, JobName.USAGE_RETENTION).nextAt()).isEqualTo("2026-02-08T11:00:00Z");
        books.at("2026-02-08T10:00:00Z");
        begin();
        assertThat(books.status(null, JobName.USAGE_RETENTION).nextAt()).isEqualTo("2026-02-08T12:00:00Z");
        books.at("2026-02-08T12:00:00Z");
        node.run();
        assertThat(passes).hasValue(2);
    }

    @Test
    void a_start_puts_off_no_deletion_that_somebody_wants() {
        begin();
        JobBooks.Node node = books.node(keeping);
        node.run();
        books.jobs.trigger(null, "usage-retention");
        begin();
        node.run();
        assertThat(passes).hasValue(1);
    }

    @Test
    void what_is_wanted_is_done_by_a_node_that_may() {
        begin();
        books.jobs.trigger(null, "usage-retention");
        books.node(UsageJobs.ELSEWHERE).run();
        assertThat(passes).hasValue(0);
        books.at("2026-01-31T12:01:00Z");
        books.node(keeping).run();
        assertThat(passes).hasValue(1);
    }

    @Test
    void what_fails_is_counted_and_tried_again() {
        begin();
        broken.set(true);
        JobBooks.Node node = books.node(keeping);
        node.run();
        assertThat(counter("billing.usage.maintenance", "outcome", "failure")).isEqualTo(1);
        assertThat(books.status(null, JobName.USAGE_MONTHS).failures()).isEqualTo(1);

        broken.set(false);
        books.at("2026-01-31T12:01:00Z");
        node.run();
        assertThat(ahead).hasValue(1);
        assertThat(books.status(null, JobName.USAGE_MONTHS).failures()).isZero();
    }

    @Test
    void a_node_that_may_not_leaves_it_to_one_that_may() {
        begin();
        JobBooks.Node other = books.node(UsageJobs.ELSEWHERE);
        other.run();
        JobStatus left = books.status(null, JobName.USAGE_MONTHS);
        assertThat(left.nextAt()).isEqualTo("2026-01-31T12:01:00Z");
        assertThat(left.lastOutcome()).isNull();
        assertThat(books.executions(null, JobName.USAGE_MONTHS)).isEmpty();

        books.at("2026-01-31T12:01:00Z");
        books.node(keeping).run();
        assertThat(ahead).hasValue(1);
    }

    private void begin() {
        books.builder().usage(keeping).begin();
    }

    private UsageMaintenanceReport counted(AtomicInteger counter) {
        if (broken.get()) {
            throw new IllegalStateException("on purpose");
        }
        counter.incrementAndGet();
        return REPORT;
    }

    private double counter(String name, String tag, String value) {
        return books.meters.get(name).tag(tag, value).counter().count();
    }

    private double left(String kind) {
        return books.meters.get("billing.usage.left").tag("kind", kind).gauge().value();
    }
}
