package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.correction;
import static io.billing4j.testkit.DocumentSamples.draft;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.DocumentSamples.invoice;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines that count as billed, whatever becomes of their documents. */
abstract class BilledLineContract extends StoreContract {
    private static final Subscription S1 = SampleBooks.FIRST.subscription();
    private static final Subscription S2 = SampleBooks.SECOND.subscription();
    private static final InvoiceDraft FIRST = draft(1, S1, 0);
    private static final InvoiceDraft SECOND = draft(2, S1, 1);
    private static final InvoiceDraft THIRD = draft(3, S1, 2);

    BilledLineContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @Test
    void are_those_of_drafts_and_of_finalised_documents_in_the_order_of_documents_and_numbers() {
        insert(THIRD, invoice(THIRD));
        insert(FIRST, finalized(invoice(FIRST), 1));
        insert(SECOND, invoice(SECOND));

        assertThat(billed(S1, Samples.START))
                .isEqualTo(lines(finalized(invoice(FIRST), 1), invoice(SECOND), invoice(THIRD)));
        // Two for the first period, six for each later one.
        assertThat(billed(S1, Samples.START)).hasSize(14);
    }

    @Test
    void are_not_those_of_a_void_document_that_is_to_be_made_again() {
        Invoice waived = insertVoided(FIRST, 1, VoidIntent.WAIVE);
        insertVoided(SECOND, 2, VoidIntent.REISSUE);
        insert(THIRD, invoice(THIRD));

        List<BilledLine> billed = billed(S1, Samples.START);
        assertThat(billed).isEqualTo(lines(waived, invoice(THIRD)));
        assertThat(billed.get(0).status()).isEqualTo(InvoiceStatus.VOIDED);
        assertThat(billed.get(0).waived()).isTrue();
    }

    @Test
    void begin_with_an_instant_of_their_service() {
        insert(FIRST, invoice(FIRST));
        insert(SECOND, invoice(SECOND));
        Instant boundary = S1.schedule().boundary(1);
        Predicate<BilledLine> later =
                line -> !line.line().key().service().startInclusive().isBefore(boundary);

        // Of December two fees; usage and support of November stand on the same document.
        assertThat(billed(S1, boundary))
                .hasSize(2)
                .isEqualTo(lines(invoice(SECOND)).stream().filter(later).toList());
        assertMap(unit -> unit.invoices().billedLines(Map.of(S1.id(), boundary.plus(1, ChronoUnit.MICROS))))
                .isEmpty();
    }

    @Test
    void are_of_each_subscription_from_its_own_instant() {
        InvoiceDraft others = draft(4, S2, 0);
        InvoiceDraft othersNext = draft(5, S2, 1);
        insert(SECOND, invoice(SECOND));
        insert(others, invoice(others));
        insert(othersNext, invoice(othersNext));
        insert(FIRST, invoice(FIRST));
        Instant boundary = S2.schedule().boundary(1);

        assertMap(unit -> unit.invoices()
                        .billedLines(Map.of(
                                S1.id(), Samples.START, S2.id(), boundary, SubscriptionId.of("s-9"), Samples.START)))
                .containsOnly(
                        Map.entry(S1.id(), lines(invoice(FIRST), invoice(SECOND))),
                        Map.entry(
                                S2.id(),
                                lines(invoice(othersNext)).stream()
                                        .filter(line -> line.line()
                                                .key()
                                                .service()
                                                .startInclusive()
                                                .equals(boundary))
                                        .toList()));
        assertMap(unit -> unit.invoices().billedLines(Map.of())).isEmpty();
    }

    @Test
    void count_once_their_document_has_its_header() {
        List<Boolean> counted = read(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(FIRST)));
            boolean before =
                    unit.invoices().billedLines(Map.of(S1.id(), Samples.START)).isEmpty();
            unit.invoices().insertHeaders(List.of(invoice(FIRST)));
            return List.of(
                    before,
                    unit.invoices().billedLines(Map.of(S1.id(), Samples.START)).isEmpty());
        });

        assertThat(counted).containsExactly(true, false);
    }

    @Test
    void change_and_go_with_their_draft() {
        Invoice refreshed = invoice(FIRST).refreshed(draft(1, S1, 1));
        insert(FIRST, invoice(FIRST));
        write(unit -> unit.invoices().replaceDraft(refreshed));
        assertThat(billed(S1, Samples.START)).isEqualTo(lines(refreshed));

        write(unit -> unit.invoices().deleteDraft(FIRST.id()));
        assertMap(unit -> unit.invoices().billedLines(Map.of(S1.id(), Samples.START)))
                .isEmpty();
    }

    @Test
    void say_which_line_they_take_back() {
        Invoice first = finalized(invoice(FIRST), 1);
        InvoiceDraft back = correction(2, first, Samples.START.plus(15, ChronoUnit.DAYS));
        insert(FIRST, first);
        insert(back, invoice(back));

        List<BilledLine> billed = billed(S1, Samples.START);
        assertThat(billed).isEqualTo(lines(first, invoice(back)));
        assertThat(billed.get(2).line().key().corrects())
                .isEqualTo(billed.get(0).ref());
        assertThat(billed.get(2).line().derivation().reversed()).isTrue();
    }

    private List<BilledLine> billed(Subscription subscription, Instant from) {
        return read(unit -> unit.invoices().billedLines(Map.of(subscription.id(), from)))
                .getOrDefault(subscription.id(), List.of());
    }

    private static List<BilledLine> lines(Invoice... documents) {
        return Stream.of(documents)
                .flatMap(document -> document.lines().stream()
                        .map(line -> new BilledLine(document.id(), document.status(), document.recordedAt(), line)))
                .toList();
    }

    private Invoice insertVoided(InvoiceDraft draft, int sequence, VoidIntent intent) {
        Invoice finalised = finalized(invoice(draft), sequence);
        Invoice voided = finalised.voided(finalised.state().issued().orElseThrow(), at(500), intent);
        insert(draft, finalised);
        write(unit -> unit.invoices().markVoided(voided));
        return voided;
    }

    private void insert(InvoiceDraft draft, Invoice invoice) {
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(draft)));
            unit.invoices().insertHeaders(List.of(invoice));
        });
    }
}
