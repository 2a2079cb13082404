package io.billing4j.testkit.history;

import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.CreditShare;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.invoice.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What may be wrong with a credit note or with what it is about, and the laws of which one has to say so. */
@SuppressWarnings("ImmutableEnumChecker") // made of constants alone
enum WrongNote {
    A_CENT_MORE_CREDITED(
            Laws.ALL_OF_IT, Laws.NO_MORE_CREDITED, Laws.PART_OF_EACH_TAX, Laws.WHAT_WENT_WITH_IT, Laws.NO_MORE_TAX) {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return again(document, line -> true, line -> credited(line, 1, 0));
        }
    },
    A_CENT_OF_TAX_KEPT(Laws.PART_OF_EACH_TAX, Laws.WHAT_WENT_WITH_IT, Laws.NO_MORE_TAX) {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return again(document, WrongNote::taxedOnTop, line -> credited(line, 1, 1));
        }
    },
    COUPONS_FORGOTTEN(Laws.WHAT_WENT_WITH_IT, Laws.NOTHING_LEFT) {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return again(
                    document,
                    line -> !line.adjustments().discounts().isEmpty(),
                    line -> with(
                            line,
                            new LineAdjustments(
                                    List.of(),
                                    line.adjustments().piece(),
                                    line.adjustments().taxes(),
                                    line.adjustments().credits())));
        }
    },
    NOT_ASKED_FOR_AGAIN(Laws.PAIRS, Laws.NOTHING_LEFT, Laws.NO_MORE_CREDITED) {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return isNote(document) ? Spoiled.lines(document, document.lines().subList(0, 1)) : null;
        }
    },
    MORE_PAID_BACK(Laws.NO_MORE_BACK) {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            CreditNoteTerms terms = document.note();
            if (terms == null || document.status() != InvoiceStatus.FINALIZED) {
                return null;
            }
            Money much = terms.use().sum().multipliedBy(1_000_000);
            return Spoiled.note(
                    document,
                    new CreditNoteTerms(
                            terms.invoice(),
                            terms.invoiceNumber(),
                            terms.reason(),
                            terms.memo(),
                            CreditUse.refund(much)));
        }
    },
    PAID_BY_NOBODY(Laws.NOTHING_DUE) {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            boolean due = !isNote(document)
                    && document.status() == InvoiceStatus.FINALIZED
                    && document.settlement() == Settlement.UNPAID;
            return due ? Spoiled.settled(document, Settlement.PAID) : null;
        }
    },
    CREDIT_FORGOTTEN_IN_WHAT_IS_GIVEN_BACK(Laws.SHARE_OF_IT, Laws.OF_NOTHING) {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return isNote(document)
                    ? null
                    : first(
                            document,
                            line -> line.amount().isNegative()
                                    && line.adjustments().credits().stream()
                                            .anyMatch(share -> !share.amount().isZero()),
                            line -> with(line, line.adjustments(), List.of()));
        }
    };

    /** The laws, by what they say. */
    private static final class Laws {
        static final String ALL_OF_IT = "a note credits what it says, and all of it goes somewhere";
        static final String NO_MORE_CREDITED = "no more is credited of an invoice than it asks for";
        static final String NOTHING_LEFT = "what is credited wholly comes to nothing with its notes";
        static final String PART_OF_EACH_TAX = "what is credited has its part of each tax";
        static final String WHAT_WENT_WITH_IT =
                "what is asked for again has what went with it, and less by what the note credits";
        static final String NO_MORE_TAX = "what is left of a line has no more tax than it can";
        static final String PAIRS = "the lines of a note are pairs";
        static final String NO_MORE_BACK = "no more is paid back or taken off than was to be paid";
        static final String NOTHING_DUE = "an invoice is paid where nothing of it is due";
        static final String SHARE_OF_IT = "what is taken back has its share of what was taken off and of the taxes";
        static final String OF_NOTHING = "of nothing nothing is taken back";
    }

    private final List<String> laws;

    WrongNote(String... laws) {
        this.laws = List.of(laws);
    }

    /** Null for a document that has nothing of the kind. */
    abstract @Nullable Invoice spoiled(Invoice document);

    List<String> laws() {
        return laws;
    }

    private static boolean isNote(Invoice document) {
        return document.type() == DocumentType.CREDIT_NOTE;
    }

    private static boolean taxedOnTop(InvoiceLine line) {
        return !line.taxAdded().isZero();
    }

    /** The first such line of a note that asks again for something, with what the note itself credits of it. */
    private static @Nullable Invoice again(
            Invoice document, Predicate<InvoiceLine> of, UnaryOperator<InvoiceLine> wrong) {
        return isNote(document)
                ? first(
                        document,
                        line -> line.amount().isPositive()
                                && of.test(line)
                                && line.adjustments().credits().stream()
                                        .anyMatch(share -> share.note().equals(document.id())),
                        wrong)
                : null;
    }

    private static @Nullable Invoice first(
            Invoice document, Predicate<InvoiceLine> of, UnaryOperator<InvoiceLine> wrong) {
        List<InvoiceLine> lines = new ArrayList<>(document.lines());
        for (int i = 0; i < lines.size(); i++) {
            if (of.test(lines.get(i))) {
                lines.set(i, wrong.apply(lines.get(i)));
                return Spoiled.lines(document, lines);
            }
        }
        return null;
    }

    /** With so many cents more taken off last, and so many more of its first tax left. */
    private static InvoiceLine credited(InvoiceLine line, int more, int tax) {
        LineAdjustments before = line.adjustments();
        List<CreditShare> credits = new ArrayList<>(before.credits());
        CreditShare last = credits.remove(credits.size() - 1);
        credits.add(new CreditShare(last.note(), last.amount().plusMinor(more)));
        LineTaxes taxes = before.taxes();
        if (taxes != null && tax != 0) {
            List<Money> shares = new ArrayList<>(taxes.shares());
            shares.set(0, shares.get(0).plusMinor(tax));
            taxes = new LineTaxes(taxes.treatment(), taxes.basis(), shares);
        }
        return with(line, new LineAdjustments(before.discounts(), before.piece(), taxes, credits));
    }

    private static InvoiceLine with(InvoiceLine line, LineAdjustments adjustments) {
        return Spoiled.line(line, adjustments);
    }

    private static InvoiceLine with(InvoiceLine line, LineAdjustments before, List<CreditShare> credits) {
        return Spoiled.line(line, new LineAdjustments(before.discounts(), before.piece(), before.taxes(), credits));
    }
}
