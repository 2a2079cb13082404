package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.correction;
import static io.billing4j.testkit.DocumentSamples.draft;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.DocumentSamples.invoice;
import static io.billing4j.testkit.DocumentSamples.runId;
import static io.billing4j.testkit.DocumentSamples.withBalance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.catalog.Charge;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.LineRef;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Documents as they are added and read. */
abstract class DocumentContract extends StoreContract {
    private static final Subscription S1 = SampleBooks.FIRST.subscription();
    private static final Subscription S2 = SampleBooks.SECOND.subscription();

    DocumentContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_inserted() {
        InvoiceDraft first = draft(1, S1, 0);
        InvoiceDraft later = draft(2, S1, 3);
        InvoiceDraft longest = draft(3, S1, 1, Samples.version(Samples.PLAN, 1, longest()), Samples.LONGEST);
        InvoiceDraft nothing = draft(4, S1, 1, Samples.version(Samples.PLAN, 1, free()), BigDecimal.ZERO);
        InvoiceDraft partly = withBalance(draft(5, S1, 0), Money.of(Samples.USD, 12.34));
        InvoiceDraft wholly = withBalance(draft(6, S1, 0), Money.of(Samples.USD, 9999));
        InvoiceDraft owed = withBalance(draft(7, S1, 0), Money.of(Samples.USD, -5));
        InvoiceDraft back = correction(8, invoice(first), S1.startInclusive().plus(15, ChronoUnit.DAYS));
        Map<String, Map.Entry<InvoiceDraft, Invoice>> documents = Map.ofEntries(
                document("a draft", first, invoice(first)),
                document("a draft with a line of every price model", later, invoice(later)),
                document("a draft with the longest numbers", longest, invoice(longest)),
                document("a draft with the longest key", first, invoice(first, "k".repeat(50))),
                document("a draft with a hostile key", first, invoice(first, Samples.HOSTILE.substring(0, 50))),
                document("a draft of a run", later, Invoice.draft(later, InvoiceOrigin.run(runId(7)))),
                document("a draft that takes something back", back, invoice(back)),
                document("a finalised document", later, finalized(invoice(later), 12)),
                document("a finalised document of zero", nothing, finalized(invoice(nothing, "key"), 1)),
                document("a finalised document that a balance pays in part", partly, finalized(invoice(partly), 1)),
                document("a finalised document that a balance pays", wholly, finalized(invoice(wholly), 1)),
                document("a finalised document that also asks for a balance", owed, finalized(invoice(owed), 1)),
                document("a finalised document that takes something back", back, finalized(invoice(back), 1)),
                document(
                        "a finalised document with the longest sequence",
                        longest,
                        finalized(invoice(longest), 999_999_999_999_999_999L)));
        return documents.entrySet().stream()
                .map(document -> dynamicTest(document.getKey(), () -> {
                    tenant = newTenant();
                    writeParties();
                    Invoice inserted = document.getValue().getValue();
                    insert(document.getValue().getKey(), inserted);
                    Invoice found =
                            read(unit -> unit.invoices().find(inserted.id()).orElseThrow());
                    assertThat(found).isEqualTo(inserted);
                    assertThat(found.verified()).isTrue();
                }));
    }

    private static Map.Entry<String, Map.Entry<InvoiceDraft, Invoice>> document(
            String what, InvoiceDraft draft, Invoice invoice) {
        return Map.entry(what, Map.entry(draft, invoice));
    }

    @Test
    void that_take_something_back_add_it_to_the_balance_and_ask_for_nothing() {
        Invoice first = invoice(draft(1, S1, 0));
        // Of November's 30 days the last 15 are taken back: half of 20.00.
        InvoiceDraft back = correction(2, first, S1.startInclusive().plus(15, ChronoUnit.DAYS));
        insert(draft(1, S1, 0), first);
        insert(back, invoice(back));

        Invoice found = read(unit -> unit.invoices().find(back.id()).orElseThrow());
        assertThat(found.totals().subtotal()).isEqualTo(Money.of(Samples.USD, -10));
        assertThat(found.totals().credit()).isEqualTo(Money.of(Samples.USD, -10));
        assertThat(found.totals().total()).isEqualTo(Money.zero(Samples.USD));
        assertThat(found.lines())
                .singleElement()
                .extracting(line -> line.key().corrects())
                .isEqualTo(new LineRef(first.id(), 1));
    }

    @Test
    void are_written_by_the_set() {
        List<InvoiceDraft> drafts = List.of(draft(1, S1, 1), draft(2, S2, 0), draft(3, S1, 2), draft(4, S2, 1));
        List<Invoice> invoices = List.of(
                invoice(drafts.get(0)),
                finalized(invoice(drafts.get(1)), 1),
                invoice(drafts.get(2), "key-3"),
                finalized(invoice(drafts.get(3), "key-4"), 2));
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(drafts));
            unit.invoices().insertHeaders(invoices);
        });

        assertList(unit -> unit.invoices().list(null, Page.first(10))).isEqualTo(invoices);
    }

    @Test
    void may_be_none_at_all() {
        write(unit -> {
            unit.invoices().insertLines(List.of());
            unit.invoices().insertHeaders(List.of());
        });
        assertList(unit -> unit.invoices().list(null, Page.first(10))).isEmpty();

        insert(draft(1, S1, 0), invoice(draft(1, S1, 0)));
        assertList(unit -> unit.invoices().list(null, Page.first(10))).hasSize(1);
    }

    @Test
    void are_there_once_they_have_a_header() {
        InvoiceDraft draft = draft(1, S1, 2);
        List<Boolean> found = read(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(draft)));
            boolean withoutHeader = unit.invoices().find(draft.id()).isPresent()
                    || !unit.invoices().list(null, Page.first(10)).isEmpty();
            unit.invoices().insertHeaders(List.of(invoice(draft)));
            return List.of(withoutHeader, unit.invoices().find(draft.id()).isPresent());
        });

        assertThat(found).containsExactly(false, true);
    }

    @Test
    void have_a_number_of_their_own() {
        insert(draft(1, S1, 0), finalized(invoice(draft(1, S1, 0)), 1));

        InvoiceDraft second = draft(2, S2, 0);
        assertRefused(ErrorCode.ALREADY_EXISTS, unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(second)));
            unit.invoices().insertHeaders(List.of(finalized(invoice(second), 1)));
        });
        assertOptional(unit -> unit.invoices().find(second.id())).isEmpty();
        insert(second, finalized(invoice(second), 2));
    }

    @Test
    void have_a_number_of_their_own_within_one_write() {
        List<InvoiceDraft> drafts = List.of(draft(1, S1, 0), draft(2, S2, 0));

        assertRefused(ErrorCode.ALREADY_EXISTS, unit -> {
            unit.invoices().insertLines(DocumentLines.of(drafts));
            unit.invoices()
                    .insertHeaders(drafts.stream()
                            .map(draft -> finalized(invoice(draft), 5))
                            .toList());
        });
    }

    @Test
    void have_an_id_of_their_own() {
        insert(draft(1, S1, 0), invoice(draft(1, S1, 0)));

        assertRefused(
                ErrorCode.ALREADY_EXISTS, unit -> unit.invoices().insertHeaders(List.of(invoice(draft(1, S1, 0)))));
    }

    @Test
    void have_an_idempotency_key_of_their_own() {
        insert(draft(1, S1, 0), invoice(draft(1, S1, 0), "key"));

        InvoiceDraft second = draft(2, S2, 0);
        assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(second)));
            unit.invoices().insertHeaders(List.of(invoice(second, "key")));
        });
        insert(second, invoice(second, "KEY"));
    }

    @Test
    void have_an_idempotency_key_of_their_own_within_one_write() {
        List<InvoiceDraft> drafts = List.of(draft(1, S1, 0), draft(2, S2, 0));

        assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, unit -> {
            unit.invoices().insertLines(DocumentLines.of(drafts));
            unit.invoices()
                    .insertHeaders(
                            drafts.stream().map(draft -> invoice(draft, "key")).toList());
        });
    }

    @Test
    void are_found_by_their_idempotency_key() {
        insert(draft(1, S1, 1), invoice(draft(1, S1, 1), "key"));
        insert(draft(2, S2, 0), invoice(draft(2, S2, 0)));

        assertOptional(unit -> unit.invoices().findByIdempotencyKey("key")).contains(invoice(draft(1, S1, 1), "key"));
        assertOptional(unit -> unit.invoices().findByIdempotencyKey("Key")).isEmpty();
    }

    @Test
    void are_not_found_unless_they_are_there() {
        insert(draft(1, S1, 0), invoice(draft(1, S1, 0)));

        assertOptional(unit -> unit.invoices().find(DocumentSamples.invoiceId(2)))
                .isEmpty();
        assertOptional(unit -> unit.invoices().find(DocumentSamples.invoiceId(1)))
                .isPresent();
    }

    @Test
    void are_listed_in_the_order_of_their_ids() {
        for (int n : List.of(5, 2, 9, 1, 8, 3, 7)) {
            InvoiceDraft draft = draft(n, n % 2 == 0 ? S2 : S1, n);
            insert(draft, invoice(draft));
        }

        for (int size : List.of(1, 2, Page.MAX_SIZE)) {
            assertThat(ids(null, size)).isEqualTo(ids(1, 2, 3, 5, 7, 8, 9));
            assertThat(ids(S1.customer(), size)).isEqualTo(ids(1, 3, 5, 7, 9));
            assertThat(ids(S2.customer(), size)).isEqualTo(ids(2, 8));
            assertThat(ids(CustomerId.of("c-3"), size)).isEmpty();
        }
        assertList(unit -> unit.invoices()
                        .list(S2.customer(), Page.first(1).after(Samples.uuid(4).toString())))
                .containsExactly(invoice(draft(8, S2, 8)));
    }

    @Test
    void have_a_last_one_of_a_customer() {
        for (int n : List.of(5, 2, 9, 1, 8)) {
            InvoiceDraft draft = draft(n, n % 2 == 0 ? S2 : S1, n);
            insert(draft, invoice(draft));
        }

        assertOptional(unit -> unit.invoices().last(S1.customer(), DocumentType.INVOICE))
                .contains(invoice(draft(9, S1, 9)));
        assertOptional(unit -> unit.invoices().last(S2.customer(), DocumentType.INVOICE))
                .contains(invoice(draft(8, S2, 8)));
        assertOptional(unit -> unit.invoices().last(CustomerId.of("c-3"), DocumentType.INVOICE))
                .isEmpty();
        assertOptional(unit -> unit.invoices().last(S1.customer(), DocumentType.CREDIT_NOTE))
                .isEmpty();
    }

    private void insert(InvoiceDraft draft, Invoice invoice) {
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(draft)));
            unit.invoices().insertHeaders(List.of(invoice));
        });
    }

    private List<String> ids(@Nullable CustomerId customer, int size) {
        return Pages.all(
                        size,
                        page -> read(unit -> unit.invoices().list(customer, page)),
                        invoice -> invoice.id().toString())
                .stream()
                .map(invoice -> invoice.id().toString())
                .toList();
    }

    private static List<String> ids(int... numbers) {
        return Arrays.stream(numbers).mapToObj(n -> Samples.uuid(n).toString()).toList();
    }

    private static List<Charge> longest() {
        return List.of(
                Charge.fee(
                        ChargeId.of("c".repeat(64)),
                        "d".repeat(200),
                        PriceModel.flat(Samples.dollars(Samples.LONGEST))),
                Charge.usage(
                        ChargeId.of("usage"),
                        Samples.HOSTILE,
                        PriceModel.perUnit(Samples.dollars("0.000000000000000001")),
                        Samples.TOKENS));
    }

    private static List<Charge> free() {
        return Samples.charges(BigDecimal.ZERO).stream()
                .filter(Charge::storeZeroLine)
                .toList();
    }
}
