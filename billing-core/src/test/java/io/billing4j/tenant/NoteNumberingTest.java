package io.billing4j.tenant;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.error.ErrorCode;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Forms of credit notes' numbers beside those of invoices, which are {@code INV-{yyyyMM}-{seq:5}} if nothing else is said. */
class NoteNumberingTest {
    private static final TenantSettings USUAL = TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.EUR);
    /** By which the customer CN-202501 has an invoice CN-202501-00001, as the first note of that month is called by default. */
    private static final NumberingTemplate BY_CUSTOMER = template("{customer}-{seq:5}");

    @Nested
    class OfATenantThatHasIssuedNone {
        @Test
        void is_not_there_and_would_be_the_default() {
            assertThat(USUAL.creditNotes()).isNull();
            assertThat(USUAL.creditNoteTemplate()).isEqualTo(template("CN-{yyyyMM}-{seq:5}"));
        }

        @Test
        void is_the_default_from_the_first_note_on() {
            TenantSettings issuing = USUAL.issuingCreditNotes();

            assertThat(issuing).isEqualTo(USUAL.withCreditNotes(NoteNumbering.DEFAULT));
            assertThat(issuing.issuingCreditNotes()).isSameAs(issuing);
        }

        @Test
        void is_to_be_chosen_where_the_default_could_give_an_invoices_number() {
            TenantSettings byCustomer = USUAL.withInvoiceTemplate(BY_CUSTOMER);

            assertRefused(ErrorCode.INVALID_TEMPLATE, "creditNotes.template", byCustomer::issuingCreditNotes);
            assertThatThrownBy(byCustomer::issuingCreditNotes)
                    .hasMessageContaining("withCreditNotes")
                    .hasMessageContaining("CN-{yyyyMM}-{seq:5}")
                    .hasMessageContaining("{customer}-{seq:5}");
            TenantSettings chosen = byCustomer.withCreditNotes(notes("{customer}/{seq:5}"));
            assertThat(chosen.issuingCreditNotes()).isSameAs(chosen);
        }

        @Test
        void is_to_be_chosen_also_where_only_invoices_of_before_could_have_it() {
            TenantSettings before = USUAL.withInvoiceTemplate(BY_CUSTOMER);
            TenantSettings after = before.replacedBy(before.withInvoiceTemplate(template("R/{seq}")));

            assertThat(after.formerTemplates()).containsExactly(BY_CUSTOMER);
            assertRefused(ErrorCode.INVALID_TEMPLATE, "creditNotes.template", after::issuingCreditNotes);
        }
    }

    @Nested
    class Chosen {
        @Test
        void is_what_notes_are_numbered_by() {
            NoteNumbering byInvoice =
                    NoteNumbering.of(NumberingTemplate.of("{invoice}-CN{seq:3}", SequenceCounter.INVOICE));
            TenantSettings chosen = USUAL.replacedBy(USUAL.withCreditNotes(byInvoice));

            assertThat(chosen.creditNotes()).isEqualTo(byInvoice);
            assertThat(chosen.creditNoteTemplate()).isEqualTo(byInvoice.template());
        }

        @Test
        void stays_where_nothing_is_said_of_it() {
            TenantSettings issuing = USUAL.issuingCreditNotes();
            TenantSettings others = USUAL.withGrace(Duration.ofDays(3));

            assertThat(issuing.replacedBy(others)).isEqualTo(others.withCreditNotes(NoteNumbering.DEFAULT));
        }

        @Test
        void is_remembered_whatever_is_said_of_the_forms_before() {
            TenantSettings first = USUAL.issuingCreditNotes();
            TenantSettings second = first.replacedBy(first.withCreditNotes(notes("C-{seq}")));
            TenantSettings third = second.replacedBy(
                    USUAL.withCreditNotes(new NoteNumbering(template("N-{seq}"), List.of(template("never/{seq}")))));

            assertThat(third.creditNotes())
                    .isEqualTo(new NoteNumbering(
                            template("N-{seq}"), List.of(NoteNumbering.DEFAULT.template(), template("C-{seq}"))));
            // back at the first one, which counts on where it stopped
            assertThat(third.replacedBy(USUAL.withCreditNotes(NoteNumbering.DEFAULT))
                            .creditNotes())
                    .isEqualTo(new NoteNumbering(
                            NoteNumbering.DEFAULT.template(), List.of(template("C-{seq}"), template("N-{seq}"))));
        }

        @Test
        void is_refused_where_it_could_repeat_what_notes_had_before() {
            TenantSettings first = USUAL.replacedBy(USUAL.withCreditNotes(notes("CN-{seq}")));
            TenantSettings second = first.replacedBy(first.withCreditNotes(notes("C/{seq}")));

            // CN-20251 was the note 20251, and is the first of 2025
            assertNotesRefused(second, "CN-{yyyy}{seq}");
            // C/20251 is what the present form gives
            assertNotesRefused(second, "C/{yyyy}{seq}");
        }
    }

    @Nested
    class BesideThatOfInvoices {
        @Test
        void is_refused_where_a_note_could_have_an_invoices_number() {
            assertNotesRefused(USUAL, "INV-{yyyyMM}-{seq:5}");
            // the customer INV-202501, 123456
            assertNotesRefused(USUAL, "{customer}-{seq}");
        }

        @Test
        void is_refused_where_an_invoice_of_before_could_have_the_number() {
            TenantSettings changed = USUAL.replacedBy(USUAL.withInvoiceTemplate(template("R-{seq}")));

            assertNotesRefused(changed, "R-{seq:3}");
            assertNotesRefused(changed, "INV-{yyyyMM}-{seq:8}");
        }

        @Test
        void keeps_invoices_from_numbers_that_notes_have_or_had() {
            TenantSettings first = USUAL.issuingCreditNotes();
            TenantSettings second = first.replacedBy(first.withCreditNotes(notes("C/{seq}")));

            assertInvoicesRefused(second, "C/{seq:9}");
            assertInvoicesRefused(second, "{customer}-{seq:5}");
            assertInvoicesRefused(second.withGrace(Duration.ofDays(1)), "CN-{yyyyMM}-{seq}");
            assertThat(second.replacedBy(second.withInvoiceTemplate(template("R-{seq}")))
                            .invoiceTemplate())
                    .isEqualTo(template("R-{seq}"));
        }

        @Test
        void is_the_one_to_blame_where_both_are_new() {
            TenantSettings both = USUAL.withInvoiceTemplate(template("R-{seq}")).withCreditNotes(notes("R-{seq:3}"));

            assertRefused(ErrorCode.INVALID_TEMPLATE, "creditNotes.template", () -> USUAL.replacedBy(both));
            assertRefused(ErrorCode.INVALID_TEMPLATE, "creditNotes.template", both::requireNumbersApart);
        }
    }

    private static void assertNotesRefused(TenantSettings present, String text) {
        assertRefused(
                ErrorCode.INVALID_TEMPLATE,
                "creditNotes.template",
                () -> present.replacedBy(present.withCreditNotes(notes(text))));
    }

    private static void assertInvoicesRefused(TenantSettings present, String text) {
        assertRefused(
                ErrorCode.INVALID_TEMPLATE,
                "invoiceTemplate",
                () -> present.replacedBy(present.withInvoiceTemplate(template(text))));
    }

    private static NoteNumbering notes(String text) {
        return NoteNumbering.of(template(text));
    }

    private static NumberingTemplate template(String text) {
        return NumberingTemplate.of(text);
    }
}
