package io.billing4j.testkit;

import static io.billing4j.run.FindingReason.LATE_USAGE;
import static io.billing4j.run.FindingReason.NOTHING_DUE;
import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.audit;
import static io.billing4j.testkit.DocumentSamples.event;
import static io.billing4j.testkit.DocumentSamples.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.audit.Actor;
import io.billing4j.audit.AuditEntry;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

abstract class JournalContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final Map<String, String> HOSTILE =
            Map.of("", "", Samples.HOSTILE, Samples.HOSTILE, "lines", "one\ntwo\r\n\tthree", "long", "x".repeat(5000));
    private static final Instant LATEST = Instant.parse("9998-12-31T23:59:59.999999Z");
    private static final Page ALL = Page.first(Page.MAX_SIZE);

    JournalContract(StoreFixture fixture) {
        super(fixture);
    }

    @TestFactory
    Stream<DynamicTest> gives_events_back_as_they_were_appended() {
        return Stream.of(EventType.values())
                .map(type -> dynamicTest(type.name(), () -> {
                    tenant = newTenant();
                    BillingEvent ofCustomer = new BillingEvent(Samples.uuid(1), type, C1, "s-1", at(1), HOSTILE);
                    BillingEvent ofTenant =
                            new BillingEvent(Samples.uuid(2), type, null, "k".repeat(64), LATEST, Map.of());
                    write(unit -> unit.journal().appendEvents(List.of(ofCustomer, ofTenant)));
                    assertThat(events(null)).containsExactlyInAnyOrder(ofCustomer, ofTenant);
                    assertThat(events(C1)).containsExactly(ofCustomer);
                }));
    }

    @Test
    void keeps_the_events_of_a_customer_in_the_order_they_were_appended() {
        List<BillingEvent> events = Pages.shuffled(IntStream.rangeClosed(1, 12)
                .mapToObj(n -> event(n, n % 3 == 0 ? "c-2" : "c-1"))
                .toList());
        write(unit -> {
            unit.journal().appendEvents(events.subList(0, 4));
            unit.journal().appendEvents(events.subList(4, 6));
            unit.journal().appendEvents(List.of());
        });
        write(unit -> unit.journal().appendEvents(events.subList(6, 12)));

        assertThat(events(C1)).isEqualTo(of(C1, events)).hasSize(8);
        assertThat(events(C2)).isEqualTo(of(C2, events)).hasSize(4);
        assertThat(of(C1, events(null))).isEqualTo(of(C1, events));
        assertThat(of(C2, events(null))).isEqualTo(of(C2, events));
        assertThat(events(CustomerId.of("c-3"))).isEmpty();
    }

    @Test
    void gives_no_more_events_than_are_wanted() {
        List<BillingEvent> events =
                IntStream.rangeClosed(1, 5).mapToObj(n -> event(n, "c-1")).toList();
        write(unit -> unit.journal().appendEvents(events));

        assertList(unit -> unit.journal().events(C1, 3)).isEqualTo(events.subList(0, 3));
        assertList(unit -> unit.journal().events(null, 4)).isEqualTo(events.subList(0, 4));
    }

    @TestFactory
    Stream<DynamicTest> gives_audit_entries_back_as_they_were_appended() {
        return Stream.of(
                        entry(1, new Actor(Samples.HOSTILE, null), Map.of(), HOSTILE, at(1)),
                        entry(2, new Actor("a".repeat(200), "c".repeat(64)), HOSTILE, Map.of(), LATEST),
                        entry(3, Actor.SYSTEM, Map.of(), Map.of(), Instant.parse("1900-01-01T00:00:00Z")))
                .map(entry -> dynamicTest(entry.actor().name(), () -> {
                    tenant = newTenant();
                    write(unit -> unit.journal().appendAudit(List.of(entry)));
                    assertThat(auditOf(entry.subjectId())).containsExactly(entry);
                }));
    }

    @Test
    void lists_the_audit_trail_of_a_subject_in_the_order_of_ids() {
        List<AuditEntry> entries = IntStream.rangeClosed(1, 7)
                .mapToObj(n -> audit(n, n == 4 ? "another" : "subject"))
                .toList();
        write(unit -> {
            unit.journal().appendAudit(Pages.shuffled(entries));
            unit.journal().appendAudit(List.of());
        });

        for (int size : List.of(1, 2, Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.journal().audit("invoice", "subject", page)),
                            entry -> entry.id().toString()))
                    .isEqualTo(entries.stream()
                            .filter(entry -> entry.subjectId().equals("subject"))
                            .toList());
        }
        assertThat(auditOf("another")).containsExactly(audit(4, "another"));
        assertList(unit -> unit.journal().audit("customer", "subject", ALL)).isEmpty();
        assertThat(auditOf("Subject")).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> gives_findings_back_as_they_were_added() {
        return Stream.of(FindingReason.values())
                .map(reason -> dynamicTest(reason.name(), () -> {
                    tenant = newTenant();
                    Finding full = new Finding(
                            Samples.uuid(1),
                            reason,
                            C1,
                            SubscriptionId.of("s-1"),
                            "k".repeat(300),
                            HOSTILE,
                            DocumentSamples.runId(1),
                            LATEST);
                    Finding sparse = new Finding(Samples.uuid(2), reason, null, null, "k", Map.of(), null, at(1));
                    write(unit -> unit.journal().addFindings(List.of(full, sparse)));
                    assertThat(findings(null)).containsExactly(full, sparse);
                    assertThat(findings(C1)).containsExactly(full);
                }));
    }

    @Test
    void keeps_the_first_of_findings_that_say_the_same() {
        write(unit -> unit.journal().addFindings(List.of(finding(1, "c-1", "known"))));
        write(unit -> {
            unit.journal()
                    .addFindings(List.of(
                            finding(2, "c-2", "known"),
                            finding(3, "c-1", "new"),
                            finding(4, "c-2", "new"),
                            finding(5, "c-1", "New")));
            unit.journal().addFindings(List.of());
        });

        assertThat(findings(null))
                .containsExactly(finding(1, "c-1", "known"), finding(3, "c-1", "new"), finding(5, "c-1", "New"));
    }

    @Test
    void tells_findings_with_other_reasons_apart() {
        Finding first = finding(1, "c-1", "key");
        Finding second = new Finding(Samples.uuid(2), FindingReason.LATE_USAGE, C1, null, "key", Map.of(), null, at(2));
        write(unit -> unit.journal().addFindings(List.of(first, second)));

        assertThat(findings(null)).containsExactly(first, second);
    }

    @Test
    void keeps_a_finding_once_that_many_add_at_once() {
        background.together(
                8,
                number -> read(unit -> {
                    unit.journal()
                            .addFindings(List.of(
                                    finding(number * 2 + 1, "c-1", number % 2 == 0 ? "a" : "b"),
                                    finding(number * 2 + 2, "c-1", number % 2 == 0 ? "b" : "a")));
                    return true;
                }));

        assertThat(findings(C1)).extracting(Finding::dedupeKey).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void lists_findings_in_the_order_of_ids() {
        List<Finding> findings = IntStream.rangeClosed(1, 7)
                .mapToObj(n -> finding(n, n == 4 ? "c-2" : "c-1", "key-" + n))
                .toList();
        write(unit -> unit.journal().addFindings(Pages.shuffled(findings)));

        for (int size : List.of(1, 3, Page.MAX_SIZE)) {
            assertThat(pages(null, size)).isEqualTo(findings);
            assertThat(pages(C1, size))
                    .isEqualTo(findings.stream()
                            .filter(finding -> C1.equals(finding.customer()))
                            .toList());
            assertThat(pages(C2, size)).containsExactly(findings.get(3));
        }
        assertThat(findings(CustomerId.of("c-3"))).isEmpty();
    }

    @Test
    void lists_findings_of_one_reason() {
        List<Finding> findings = IntStream.rangeClosed(1, 9)
                .mapToObj(n -> found(n, n % 2 == 0 ? C2 : C1, n % 3 == 0 ? LATE_USAGE : NOTHING_DUE))
                .toList();
        write(unit -> unit.journal().addFindings(Pages.shuffled(findings)));

        for (int size : List.of(1, 2, Page.MAX_SIZE)) {
            assertThat(Pages.all(
                            size,
                            page -> read(unit -> unit.journal().findings(null, LATE_USAGE, page)),
                            finding -> finding.id().toString()))
                    .containsExactly(findings.get(2), findings.get(5), findings.get(8));
        }
        assertList(unit -> unit.journal().findings(C1, LATE_USAGE, ALL))
                .containsExactly(findings.get(2), findings.get(8));
        assertList(unit -> unit.journal().findings(C1, FindingReason.PERIOD_WAIVED, ALL))
                .isEmpty();
    }

    @Test
    void counts_findings_by_reason() {
        write(unit -> unit.journal()
                .addFindings(List.of(
                        found(1, C1, LATE_USAGE),
                        found(2, C2, LATE_USAGE),
                        found(3, C2, LATE_USAGE),
                        found(4, null, FindingReason.PERIOD_NOT_BILLABLE))));
        writeAs(other, unit -> unit.journal().addFindings(List.of(found(1, C1, NOTHING_DUE))));

        assertMap(unit -> unit.journal().findingCounts())
                .containsOnly(Map.entry(LATE_USAGE, 3L), Map.entry(FindingReason.PERIOD_NOT_BILLABLE, 1L));
        assertThat(store.<Map<FindingReason, Long>>inTransaction(
                        other, unit -> unit.journal().findingCounts()))
                .containsOnly(Map.entry(NOTHING_DUE, 1L));
    }

    private static Finding found(long n, @Nullable CustomerId customer, FindingReason reason) {
        return new Finding(Samples.uuid(n), reason, customer, null, "key-" + n, Map.of(), null, at(n));
    }

    private List<BillingEvent> events(@Nullable CustomerId customer) {
        return read(unit -> unit.journal().events(customer, 100));
    }

    private List<AuditEntry> auditOf(String subject) {
        return read(unit -> unit.journal().audit("invoice", subject, ALL));
    }

    private List<Finding> findings(@Nullable CustomerId customer) {
        return read(unit -> unit.journal().findings(customer, null, ALL));
    }

    private List<Finding> pages(@Nullable CustomerId customer, int size) {
        return Pages.all(
                size,
                page -> read(unit -> unit.journal().findings(customer, null, page)),
                finding -> finding.id().toString());
    }

    private static List<BillingEvent> of(CustomerId customer, List<BillingEvent> events) {
        return events.stream()
                .filter(event -> Objects.equals(customer, event.customer()))
                .toList();
    }

    private static AuditEntry entry(
            long n, Actor actor, Map<String, String> before, Map<String, String> after, Instant at) {
        return new AuditEntry(
                Samples.uuid(n), actor, "invoice.finalized", "invoice", "subject-" + n, before, after, at);
    }
}
