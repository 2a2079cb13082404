package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.TenantId;
import io.billing4j.jdbc.ObservedStatement;
import io.billing4j.server.tracing.CallTrace;
import io.billing4j.server.tracing.StatementSpans;
import io.billing4j.tenant.TenantKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs in traces. */
@Timeout(120)
class JobSpanTest {
    private final JobBooks books = new JobBooks();
    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();

    @AfterEach
    void close() {
        tracing.close();
        books.close();
    }

    @Test
    void each_time_that_a_job_is_done_is_a_trace_of_all_that_is_done_for_it() {
        List<String> shown = new ArrayList<>();
        run(ACME.value(), call -> {
            shown.add(String.valueOf(CallTrace.applicationName()));
            tracing.get("test").spanBuilder("below").startSpan().end();
            return JobReport.done("done");
        });

        List<SpanData> spans = spans();
        assertThat(spans).extracting(SpanData::getName).containsExactly("below", "job due");
        SpanData job = spans.get(1);
        assertThat(spans.get(0).getParentSpanId()).isEqualTo(job.getSpanId());
        assertThat(job.getParentSpanContext().isValid()).isFalse();
        assertThat(attributes(job))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("billing.job", "due", "billing.tenant_id", "acme", "billing.job_outcome", "DONE"));
        assertThat(shown).containsExactly("billing4j job due");
        assertThat(CallTrace.applicationName()).isNull();
    }

    @Test
    void one_that_fails_is_in_error_and_one_of_all_tenants_has_none() {
        run(JobTable.ALL, call -> {
            throw new IllegalStateException("on purpose");
        });

        SpanData job = spans().get(0);
        assertThat(job.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(job))
                .containsExactlyInAnyOrderEntriesOf(Map.of("billing.job", "due", "billing.job_outcome", "FAILED"));
    }

    @Test
    void a_look_that_finds_nothing_to_do_has_no_span_and_its_statements_have_none() {
        run(ACME.value(), call -> looking(JobReport.nothing()));
        run("b", call -> looking(JobReport.waiting()));
        run("c", call -> looking(JobReport.standing()));
        run("d", call -> looking(JobReport.left(call.now().plus(Duration.ofMinutes(1)))));
        books.jobs.pause(TenantId.of("e"), "due", "tester");
        run("e", call -> looking(JobReport.done("done")));

        assertThat(spans()).isEmpty();
    }

    @Test
    void what_was_looked_at_is_told_of_once_there_is_something_to_do() {
        run(ACME.value(), call -> {
            statement("look");
            assertThat(spans()).isEmpty();
            call.begin().run();
            assertThat(spans()).extracting(SpanData::getName).containsExactly("select look");
            statement("work");
            assertThat(spans()).hasSize(2);
            return JobReport.nothing();
        });
        run("b", call -> looking(JobReport.done("done")));

        assertThat(spans())
                .extracting(SpanData::getName)
                .containsExactly("select look", "select work", "job due", "select look", "job due");
        SpanData second = spans().get(4);
        assertThat(spans().get(3).getParentSpanId()).isEqualTo(second.getSpanId());
    }

    @Test
    void a_look_that_somebody_wanted_is_told_of() {
        books.open(ACME, TenantKind.LIVE);
        books.jobs.trigger(ACME, "due");
        done(call -> looking(JobReport.nothing()));

        assertThat(spans()).extracting(SpanData::getName).containsExactly("select look", "job due");
    }

    private JobReport looking(JobReport report) {
        statement("look");
        return report;
    }

    private void statement(String area) {
        new StatementSpans(tracing.get("test")).ended(new ObservedStatement(area, "select", Duration.ZERO, null));
    }

    private void run(String instance, JobSpec.Work work) {
        books.schedule(JobName.DUE, instance);
        done(work);
    }

    private void done(JobSpec.Work work) {
        JobSpec spec = new JobSpec(JobName.DUE, JobCall::now, call -> call.now().plus(Duration.ofMinutes(15)), work);
        books.new Node(books.builder().tracer(tracing.get("test")).tasks(List.of(spec))).run();
    }

    private List<SpanData> spans() {
        return exported.getFinishedSpanItems();
    }

    private static Map<String, String> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> key(entry.getKey()), entry -> String.valueOf(entry.getValue())));
    }

    private static String key(AttributeKey<?> key) {
        return key.getKey();
    }
}
