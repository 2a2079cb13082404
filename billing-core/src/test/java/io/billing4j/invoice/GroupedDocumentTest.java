package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.Ledger.flat;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.fixture.RecordChanges.Change;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An invoice of 30.00 less 3.00 with 5.13 and a note of 10.00 on it, and the same with neither discount nor tax, for a project. */
class GroupedDocumentTest {
    @Test
    void provesWhatItIsFor() {
        for (Invoice document : List.of(
                discountedAndTaxed().document(1),
                discountedAndTaxed().document(2),
                plain().document(1),
                plain().document(2))) {
            Invoice grouped = issued(of(document, "PO-7"));

            assertThat(grouped.verified()).isTrue();
            assertThat(RecordChanges.of(grouped)).extracting(Change::path).contains("group");
            assertThat(RecordChanges.of(grouped).stream().filter(change -> !InvoiceVerificationTest.free(change)))
                    .hasSizeGreaterThan(30)
                    .noneMatch(change -> change.changed().verified());
            assertThat(of(grouped, null).verified()).isFalse();
            assertThat(of(issued(document), "PO-7").verified()).isFalse();
        }
    }

    @Test
    void hasTheHashThatItHadInTheFirstReleaseWithGroups() {
        // Whoever has to change these lines has changed what old documents are checked against: see InvoiceContent.
        assertThat(List.of(
                        hash(plain().document(1)),
                        hash(discountedAndTaxed().document(1)),
                        hash(discountedAndTaxed().document(2))))
                .containsExactly(
                        "06a4de9a45f90d513d64fbc2a36bef3b099d5346c6e9451fc0192ce18eb4fe84f2",
                        "0653552e76c4f87c7bd102037b6137d22962cf34567a9cce5df54e742074d3c352",
                        "061e5a70c85229957dc01cd007b116d4bd5ecb18d4ae9d58d9036000c65cb08c2a");
    }

    private static String hash(Invoice document) {
        return issued(of(document, "PO-7"))
                .state()
                .issued()
                .orElseThrow()
                .hash()
                .toString();
    }

    private static Ledger discountedAndTaxed() {
        return billed(new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "30.00"))
                .taxed(Taxes.germany())
                .granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10"))));
    }

    private static Ledger plain() {
        return billed(new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "30.00")));
    }

    private static Ledger billed(Ledger ledger) {
        ledger.bill(0);
        ledger.credit(1, CreditAmount.of(Money.parse("USD 10.00")));
        return ledger;
    }

    private static Invoice issued(Invoice document) {
        return document.finalized(
                InvoiceNumber.of(
                        NumberingTemplate.of("X-{seq}"),
                        NumberedDocument.of(document.customer(), document.entity(), LocalDate.of(2024, 4, 11)),
                        1),
                at("2024-04-11"));
    }

    private static Invoice of(Invoice document, @Nullable String group) {
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
                group,
                document.totals(),
                document.state(),
                document.settlement(),
                document.origin(),
                document.recordedAt());
    }
}
