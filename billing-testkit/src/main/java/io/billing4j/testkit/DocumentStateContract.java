package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.correction;
import static io.billing4j.testkit.DocumentSamples.draft;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.DocumentSamples.invoice;
import static io.billing4j.testkit.DocumentSamples.withBalance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Documents on their way from draft to finalised to voided, and nowhere else. */
abstract class DocumentStateContract extends StoreContract {
    private static final Subscription S1 = SampleBooks.FIRST.subscription();
    private static final InvoiceDraft CONTENT = draft(1, S1, 1);
    private static final Invoice DRAFT = invoice(CONTENT, "key");
    private static final Invoice FINALIZED = finalized(DRAFT, 1);
    private static final Invoice VOIDED = voided(FINALIZED, VoidIntent.REISSUE);

    DocumentStateContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @TestFactory
    Stream<DynamicTest> go_from_draft_to_finalised_to_voided() {
        return Stream.of(VoidIntent.values())
                .map(intent -> dynamicTest(intent.name(), () -> {
                    tenant = newTenant();
                    writeParties();
                    bring(DRAFT);
                    write(unit -> unit.invoices().finalizeDrafts(List.of(FINALIZED)));
                    assertThat(find()).isEqualTo(FINALIZED);
                    write(unit -> unit.invoices().markVoided(voided(FINALIZED, intent)));
                    assertThat(find()).isEqualTo(voided(FINALIZED, intent));
                    assertThat(find().verified()).isTrue();
                }));
    }

    @Test
    void keep_the_settlement_they_are_finalised_with() {
        Invoice paid = with(FINALIZED, FINALIZED.state(), Settlement.PAID);
        bring(DRAFT);
        write(unit -> unit.invoices().finalizeDrafts(List.of(paid)));

        assertThat(find()).isEqualTo(paid);
    }

    @TestFactory
    Stream<DynamicTest> are_finalised_from_draft_only_and_become_nothing_else_by_it() {
        return refused(
                unit -> next -> unit.invoices().finalizeDrafts(List.of(next)),
                Map.of(
                        DRAFT, List.of(DRAFT, VOIDED),
                        FINALIZED, List.of(DRAFT, FINALIZED, finalized(DRAFT, 2), VOIDED),
                        VOIDED, List.of(DRAFT, FINALIZED, VOIDED, voided(FINALIZED, VoidIntent.WAIVE))));
    }

    @TestFactory
    Stream<DynamicTest> are_voided_as_they_were_finalised_only_and_become_nothing_else_by_it() {
        return refused(
                unit -> unit.invoices()::markVoided,
                Map.of(
                        DRAFT, List.of(DRAFT, FINALIZED, VOIDED),
                        FINALIZED,
                                List.of(
                                        DRAFT,
                                        FINALIZED,
                                        finalized(DRAFT, 2),
                                        voided(finalized(DRAFT, 2), VoidIntent.REISSUE)),
                        VOIDED, List.of(DRAFT, FINALIZED, VOIDED, voided(FINALIZED, VoidIntent.WAIVE))));
    }

    /** What must not happen to a document in each of its states. */
    private Stream<DynamicTest> refused(
            Function<UnitOfWork, Consumer<Invoice>> verb, Map<Invoice, List<Invoice>> nextOf) {
        return nextOf.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(next -> dynamicTest(
                                entry.getKey().status() + " to " + next.status() + " " + next.state(), () -> {
                                    tenant = newTenant();
                                    writeParties();
                                    bring(entry.getKey());
                                    assertRefused(
                                            ErrorCode.IMMUTABLE,
                                            unit -> verb.apply(unit).accept(next));
                                    assertThat(find()).isEqualTo(entry.getKey());
                                })));
    }

    @Test
    void take_a_number_that_nobody_has() {
        Invoice another = invoice(draft(2, S1, 2));
        bring(FINALIZED);
        bring(another);

        assertRefused(ErrorCode.ALREADY_EXISTS, unit -> unit.invoices().finalizeDrafts(List.of(finalized(another, 1))));
        write(unit -> unit.invoices().finalizeDrafts(List.of(finalized(another, 2))));
        assertOptional(unit -> unit.invoices().find(another.id())).contains(finalized(another, 2));
    }

    @Test
    void keep_their_number_taken_when_they_are_void() {
        Invoice another = invoice(draft(2, S1, 2));
        bring(VOIDED);
        bring(another);

        assertRefused(ErrorCode.ALREADY_EXISTS, unit -> unit.invoices().finalizeDrafts(List.of(finalized(another, 1))));
        assertThat(find()).isEqualTo(VOIDED);
    }

    @TestFactory
    Stream<DynamicTest> may_change_their_lines_while_they_are_drafts() {
        Map<String, InvoiceDraft> others = Map.of(
                "fewer lines", draft(1, S1, 0),
                "as many lines", draft(1, S1, 2),
                "other amounts", draft(1, S1, 1, Samples.version(Samples.PLAN, 1), Samples.LONGEST));
        return others.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    tenant = newTenant();
                    writeParties();
                    Invoice untouched = invoice(draft(2, S1, 3));
                    bring(DRAFT);
                    bring(untouched);
                    Invoice refreshed = DRAFT.refreshed(entry.getValue());
                    write(unit -> unit.invoices().replaceDraft(refreshed));
                    assertList(unit -> unit.invoices().list(null, Page.first(10)))
                            .containsExactly(refreshed, untouched);
                }));
    }

    @Test
    void may_gain_lines_while_they_are_drafts() {
        Invoice few = invoice(draft(1, S1, 0));
        Invoice many = few.refreshed(CONTENT);
        bring(few);
        write(unit -> unit.invoices().replaceDraft(many));

        assertThat(find().lines())
                .isEqualTo(CONTENT.lines())
                .hasSizeGreaterThan(few.lines().size());
        assertThat(find()).isEqualTo(many);
    }

    @Test
    void may_be_finalised_after_their_lines_have_changed() {
        Invoice refreshed = DRAFT.refreshed(draft(1, S1, 0));
        bring(DRAFT);
        write(unit -> {
            unit.invoices().replaceDraft(refreshed);
            unit.invoices().finalizeDrafts(List.of(finalized(refreshed, 1)));
        });

        assertThat(find()).isEqualTo(finalized(refreshed, 1));
        assertThat(find().verified()).isTrue();
    }

    /** Otherwise the hash of content that is not there would be kept for ever. */
    @TestFactory
    Stream<DynamicTest> are_finalised_with_the_content_they_have_only() {
        InvoiceDraft twoMore = twoMoreLines();
        assertThat(DocumentTotals.of(twoMore.lines(), Money.zero(Samples.USD))).isEqualTo(CONTENT.totals());
        Map<String, InvoiceDraft> others = Map.of(
                "other totals of the same lines", withBalance(CONTENT, Money.of(Samples.USD, new BigDecimal("1.00"))),
                "other amounts", draft(1, S1, 1, Samples.version(Samples.PLAN, 1), Samples.LONGEST),
                "more lines with the same totals", twoMore);
        return others.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    tenant = newTenant();
                    writeParties();
                    bring(DRAFT);
                    Invoice other = finalized(DRAFT.refreshed(entry.getValue()), 1);
                    assertThat(refusal(
                                    ErrorCode.IMMUTABLE, unit -> unit.invoices().finalizeDrafts(List.of(other))))
                            .hasMessageContaining(DRAFT.id().toString());
                    assertThat(find()).isEqualTo(DRAFT);
                }));
    }

    @TestFactory
    Stream<DynamicTest> keep_their_content_once_they_are_finalised() {
        return Stream.of(FINALIZED, VOIDED)
                .map(fixed -> dynamicTest(fixed.status().name(), () -> {
                    tenant = newTenant();
                    writeParties();
                    bring(fixed);
                    assertRefused(
                            ErrorCode.IMMUTABLE,
                            unit -> unit.invoices().replaceDraft(DRAFT.refreshed(draft(1, S1, 0))));
                    assertRefused(
                            ErrorCode.IMMUTABLE,
                            unit -> unit.invoices().insertLines(DocumentLines.of(List.of(oneMoreLine()))));
                    assertThat(find()).isEqualTo(fixed);
                }));
    }

    @Test
    void are_still_found_by_their_idempotency_key() {
        bring(VOIDED);

        assertOptional(unit -> unit.invoices().findByIdempotencyKey("key")).contains(VOIDED);
    }

    /** A line with a number that the document does not have yet. */
    private static InvoiceDraft oneMoreLine() {
        InvoiceLine line = CONTENT.lines().get(0);
        return withLines(List.of(InvoiceLine.of(99, line.key(), line.description(), line.derivation())));
    }

    /** The same, with the first line once more and a line that takes that back. */
    private static InvoiceDraft twoMoreLines() {
        InvoiceLine line = CONTENT.lines().get(0);
        InvoiceLine back = correction(2, FINALIZED, line.key().service().startInclusive())
                .lines()
                .get(0);
        int next = CONTENT.lines().size() + 1;
        List<InvoiceLine> lines = new ArrayList<>(CONTENT.lines());
        lines.add(InvoiceLine.of(next, line.key(), line.description(), line.derivation()));
        lines.add(InvoiceLine.of(next + 1, back.key(), back.description(), back.derivation()));
        return withLines(lines);
    }

    private static InvoiceDraft withLines(List<InvoiceLine> lines) {
        return new InvoiceDraft(
                CONTENT.id(),
                CONTENT.customer(),
                CONTENT.entity(),
                CONTENT.places().get(0).subscription(),
                CONTENT.places().get(0).place(),
                lines,
                CONTENT.totals(),
                CONTENT.recordedAt());
    }

    /** Stores the document the way it gets to its state. */
    private void bring(Invoice document) {
        Invoice draft = with(document, new InvoiceState.Draft(), Settlement.UNPAID);
        InvoiceDraft lines = new InvoiceDraft(
                document.id(),
                document.customer(),
                document.entity(),
                S1.id(),
                CONTENT.places().get(0).place(),
                document.lines(),
                document.totals(),
                document.recordedAt());
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(lines)));
            unit.invoices().insertHeaders(List.of(draft));
            document.state().issued().ifPresent(issued -> {
                unit.invoices().finalizeDrafts(List.of(with(document, issued, document.settlement())));
                if (document.status() == InvoiceStatus.VOIDED) {
                    unit.invoices().markVoided(document);
                }
            });
        });
    }

    private Invoice find() {
        return read(unit -> unit.invoices().find(DRAFT.id()).orElseThrow());
    }

    private static Invoice voided(Invoice finalised, VoidIntent intent) {
        return finalised.voided(finalised.state().issued().orElseThrow(), at(500), intent);
    }

    private static Invoice with(Invoice document, InvoiceState state, Settlement settlement) {
        return new Invoice(
                document.id(),
                document.customer(),
                document.entity(),
                document.type(),
                document.period(),
                document.lines(),
                document.discounts(),
                document.taxes(),
                document.note(),
                document.totals(),
                state,
                settlement,
                document.origin(),
                document.recordedAt());
    }
}
