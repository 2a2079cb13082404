package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.testkit.DocumentSamples.finalized;
import static io.billing4j.testkit.DocumentSamples.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentTaxes;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import io.billing4j.tax.TaxRounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Documents with taxes on top of prices, in them, and without any; and those that give back what was taxed. */
abstract class TaxedDocumentContract extends StoreContract {
    private static final Subscription S1 = SampleBooks.FIRST.subscription();
    private static final InvoiceDraft CONTENT = TaxedDocumentSamples.draft(1, S1, 0, TaxedDocumentSamples.exclusive());
    private static final Invoice DRAFT = invoice(CONTENT);
    private static final Invoice FINALIZED = finalized(DRAFT, 1);
    private static final InvoiceDraft BACK = TaxedDocumentSamples.correction(2, FINALIZED);
    private static final InvoiceDraft INCLUSIVE =
            TaxedDocumentSamples.draft(3, S1, 0, TaxedDocumentSamples.inclusive());
    private static final InvoiceDraft UNTAXED = TaxedDocumentSamples.draft(4, S1, 0, TaxedDocumentSamples.untaxed());

    private static final InvoiceDraft EXTERNAL = TaxedDocumentSamples.external(5, S1, 0);

    TaxedDocumentContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @Test
    void come_back_as_they_were() {
        insert(CONTENT, FINALIZED);
        for (InvoiceDraft draft : List.of(BACK, INCLUSIVE, UNTAXED, EXTERNAL)) {
            insert(draft, invoice(draft));
        }

        assertOptional(unit -> unit.invoices().find(FINALIZED.id())).contains(FINALIZED);
        assertList(unit -> unit.invoices().list(S1.customer(), Page.first(10)))
                .containsExactly(FINALIZED, invoice(BACK), invoice(INCLUSIVE), invoice(UNTAXED), invoice(EXTERNAL))
                .allMatch(Invoice::verified);
        // 39.97 at 5 % are 2.00, and 41.97 at 10 % 4.20; of 16.00 with 0.80 and 1.68 the second half is given back.
        assertThat(FINALIZED.totals().tax()).isEqualTo(dollars("6.20"));
        assertThat(FINALIZED.totals().total()).isEqualTo(dollars("46.17"));
        assertThat(BACK.totals().tax()).isEqualTo(dollars("-1.24"));
        assertThat(BACK.totals().credit()).isEqualTo(dollars("-9.24"));
        // 39.97 hold 5/115.5 and 10.5/115.5: 1.73 (1.7303) and 3.63 (3.6336).
        assertThat(INCLUSIVE.totals().taxIncluded()).isEqualTo(dollars("5.36"));
        assertThat(INCLUSIVE.totals().total()).isEqualTo(dollars("39.97"));
        assertThat(UNTAXED.totals().total()).isEqualTo(dollars("39.97"));
        // 16.00: 0.81 and 1.61; 23.97: 1.21 and 2.41.
        assertThat(EXTERNAL.totals().tax()).isEqualTo(dollars("6.04"));
    }

    @Test
    void count_as_billed_with_their_taxes() {
        insert(CONTENT, FINALIZED);
        insert(BACK, invoice(BACK));

        assertMap(unit -> unit.invoices().billedLines(Map.of(S1.id(), Samples.START)))
                .containsExactly(Map.entry(
                        S1.id(),
                        Stream.of(FINALIZED, invoice(BACK))
                                .flatMap(document -> document.lines().stream()
                                        .map(line -> new BilledLine(
                                                document.id(), document.status(), document.recordedAt(), line)))
                                .toList()));
    }

    @Test
    void are_finalised_and_voided_with_their_taxes() {
        insert(CONTENT, DRAFT);
        write(unit -> unit.invoices().finalizeDrafts(List.of(FINALIZED)));
        assertOptional(unit -> unit.invoices().find(DRAFT.id())).contains(FINALIZED);

        Invoice voided = FINALIZED.voided(FINALIZED.state().issued().orElseThrow(), at(500), VoidIntent.REISSUE);
        write(unit -> unit.invoices().markVoided(voided));
        assertOptional(unit -> unit.invoices().find(DRAFT.id())).contains(voided);
        assertThat(voided.verified()).isTrue();
    }

    @Test
    void gain_change_and_lose_taxes_while_they_are_drafts() {
        Invoice plain = invoice(DocumentSamples.draft(1, S1, 0));
        insert(DocumentSamples.draft(1, S1, 0), plain);

        for (InvoiceDraft next :
                List.of(CONTENT, INCLUSIVE, BACK, EXTERNAL, UNTAXED, DocumentSamples.draft(1, S1, 1), CONTENT)) {
            Invoice refreshed = plain.refreshed(next);
            write(unit -> unit.invoices().replaceDraft(refreshed));
            assertOptional(unit -> unit.invoices().find(plain.id())).contains(refreshed);
        }
        write(unit -> unit.invoices().finalizeDrafts(List.of(FINALIZED)));
        assertOptional(unit -> unit.invoices().find(plain.id())).contains(FINALIZED);
    }

    /** Otherwise the hash of rules that are not there would be kept for ever. */
    @TestFactory
    Stream<DynamicTest> are_finalised_and_voided_with_the_taxes_they_have_only() {
        return others().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    tenant = newTenant();
                    writeParties();
                    insert(CONTENT, DRAFT);
                    Invoice other = finalized(DRAFT.refreshed(entry.getValue()), 1);
                    assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().finalizeDrafts(List.of(other)));
                    assertOptional(unit -> unit.invoices().find(DRAFT.id())).contains(DRAFT);

                    write(unit -> unit.invoices().finalizeDrafts(List.of(FINALIZED)));
                    Invoice voided = FINALIZED
                            .refreshed(entry.getValue())
                            .voided(FINALIZED.state().issued().orElseThrow(), at(500), VoidIntent.WAIVE);
                    assertRefused(ErrorCode.IMMUTABLE, unit -> unit.invoices().markVoided(voided));
                }));
    }

    /** Rules and sums that are others. */
    private static Map<String, InvoiceDraft> others() {
        DocumentTaxes own = Objects.requireNonNull(CONTENT.taxes(), "a taxed document");
        DocumentTotals totals = CONTENT.totals();
        Map<String, InvoiceDraft> others = new LinkedHashMap<>();
        others.put("no rules", with(null, totals));
        others.put("another policy", with(new DocumentTaxes(TaxRounding.PER_LINE, own.rounding()), totals));
        others.put(
                "another rounding", with(new DocumentTaxes(own.policy(), new RoundingPolicy(RoundingMode.UP)), totals));
        others.put(
                "other taxes in prices",
                with(
                        own,
                        new DocumentTotals(
                                totals.subtotal(),
                                totals.discount(),
                                totals.tax(),
                                dollars("0.01"),
                                totals.credit(),
                                totals.total())));
        return others;
    }

    private static InvoiceDraft with(@Nullable DocumentTaxes taxes, DocumentTotals totals) {
        return new InvoiceDraft(
                CONTENT.id(),
                CONTENT.customer(),
                CONTENT.entity(),
                CONTENT.places().get(0).subscription(),
                CONTENT.places().get(0).place(),
                CONTENT.lines(),
                CONTENT.discounts(),
                taxes,
                totals,
                CONTENT.recordedAt(),
                CONTENT.places().get(0).left());
    }

    private void insert(InvoiceDraft draft, Invoice document) {
        write(unit -> {
            unit.invoices().insertLines(DocumentLines.of(List.of(draft)));
            unit.invoices().insertHeaders(List.of(document));
        });
    }

    private static Money dollars(String amount) {
        return Money.of(Samples.USD, new BigDecimal(amount));
    }
}
