package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.fixture.RecordChanges.Change;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.rating.Derivation;
import io.billing4j.subscription.Subscription;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The proof of lines that take others back. April is billed with 20.00 for seats and 10.00 to make up for their minimum, its
 * calls with 10.00 and 2.00; then it turns out that all had ended on the 16th.
 */
class CorrectingLinesTest {
    private final Subscription seats = subscribed("2024-04-01", BASIC, 2);
    private final Ledger ledger = new Ledger(
            seats,
            List.of(CREDITABLE),
            DemoBooks.plan(
                    "basic",
                    Charge.fee(ChargeId.of("seats"), "Seats", PriceModel.perUnit(usd("10.00")))
                            .withTerms(PriceTerms.NONE.withMinimum(usd("30.00"))),
                    Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("0.10")), CREDITABLE.id())
                            .withTerms(PriceTerms.NONE.withMinimum(usd("12.00")))));
    private final Invoice corrected = corrected();

    @Test
    void are_the_opposite_of_what_they_name() {
        // Of calls the whole line goes, and half of the month is asked for again: 100 calls, and no more than 6.00
        // promised.
        assertThat(corrected.lines())
                .extracting(line -> line.key().charge() + " " + line.key().kind() + " " + line.amount())
                .containsExactly(
                        "seats FEE USD -10.00",
                        "seats TRUE_UP USD -5.00",
                        "calls USAGE USD -10.00",
                        "calls TRUE_UP USD -2.00",
                        "calls USAGE USD 10.00",
                        "seats FEE USD -20.00",
                        "seats TRUE_UP USD -10.00");
    }

    @Test
    void prove_themselves_and_their_document() {
        assertThat(corrected.lines()).allMatch(InvoiceLine::verified);
        assertThat(corrected.verified()).isTrue();
    }

    @Test
    void do_not_once_any_one_field_is_another() {
        for (InvoiceLine line : corrected.lines()) {
            List<Change<InvoiceLine>> changes = RecordChanges.of(line);

            assertThat(changes)
                    .hasSizeGreaterThan(20)
                    .noneMatch(change -> change.changed().verified());
        }
        assertThat(RecordChanges.of(corrected.lines().get(0)))
                .extracting(Change::path)
                .contains("key.corrects.invoice.value", "key.corrects.number", "derivation.reversed");
    }

    @Test
    void are_missed_in_their_document_once_any_one_field_is_another() {
        assertThat(RecordChanges.of(corrected).stream().filter(change -> !InvoiceVerificationTest.free(change)))
                .hasSizeGreaterThan(100)
                .noneMatch(change -> change.changed().verified());
    }

    @Test
    void cannot_name_none_and_others_cannot_name_one() {
        InvoiceLine back = corrected.lines().get(0);
        InvoiceLine asked = corrected.lines().get(4);
        LineRef any = new LineRef(InvoiceId.of(new UUID(1, 1)), 1);

        assertThat(naming(back, null).verified()).isFalse();
        assertThat(naming(asked, any).verified()).isFalse();
    }

    @Test
    void do_not_prove_an_amount_that_was_made_with_them() {
        // The hash holds, as of a line that somebody made up; the amount is not what the basis comes to.
        InvoiceLine back = corrected.lines().get(0);
        Derivation whole = new Derivation(
                back.derivation().basis(),
                back.derivation().part(),
                false,
                back.derivation().price(),
                back.amount());
        InvoiceLine forged = InvoiceLine.of(back.number(), back.key(), back.description(), whole);

        assertThat(InvoiceVerifier.STANDARD.verify(forged))
                .extracting(InvoiceFault::kind)
                .containsExactly(InvoiceFault.Kind.LINE_NOT_DERIVED);
    }

    @Test
    void taken_back_themselves_ask_for_what_they_gave() {
        InvoiceLine back = corrected.lines().get(0);

        Derivation again = back.derivation().reverse(back.key().service());

        assertThat(again.reversed()).isFalse();
        assertThat(again.amount()).isEqualTo(back.amount().negated());
    }

    @Test
    void of_a_fee_can_be_taken_back_in_parts_that_add_up() {
        InvoiceLine fee = ledger.documents().get(0).draft().lines().get(0);
        BillingPeriod first =
                BillingPeriod.ofDates(LocalDate.of(2024, 4, 1), LocalDate.of(2024, 4, 12), ZoneOffset.UTC);
        BillingPeriod second =
                BillingPeriod.ofDates(LocalDate.of(2024, 4, 12), LocalDate.of(2024, 5, 1), ZoneOffset.UTC);

        // Eleven of thirty days: 20.00 × 11/30 is 7.33.
        assertThat(fee.derivation().reverse(first).amount()).hasToString("USD -7.33");
        assertThat(fee.derivation().reverse(second).amount()).hasToString("USD -12.67");
    }

    @Test
    void say_in_words_that_they_take_something_back() {
        assertThat(corrected.lines().get(0).derivation().explain())
                .last()
                .asString()
                .contains("takes it back")
                .contains("-10.00");
    }

    private Invoice corrected() {
        ledger.used(CREDITABLE, at("2024-04-10"), "100");
        ledger.bill(0);
        ledger.bill(1);
        InvoiceDraft draft = ledger.known(seats.with(canceled("2024-04-16"))).correct();
        return Invoice.draft(draft, InvoiceOrigin.request(null))
                .finalized(
                        InvoiceNumber.of(
                                NumberingTemplate.DEFAULT,
                                NumberedDocument.of(draft.customer(), draft.entity(), LocalDate.of(2024, 5, 2)),
                                3),
                        at("2024-05-02"));
    }

    private static InvoiceLine naming(InvoiceLine line, @Nullable LineRef corrects) {
        LineKey key = line.key();
        return new InvoiceLine(
                line.number(),
                new LineKey(key.subscription(), key.plan(), key.charge(), key.kind(), key.service(), corrects),
                line.description(),
                line.derivation(),
                line.adjustments(),
                line.hash());
    }
}
