package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.CreditNotePreview;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.Invoice;
import java.util.Map;
import java.util.Objects;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** A credit note, or one that is void. Documents go by their place among all that there are, from 0. */
public sealed interface NoteCommand {
    /** Asks for it. */
    void askOf(BillingEngine engine);

    /** As {@link HistoryCommand#foresee}. */
    default boolean foresee(BillingEngine engine) {
        return false;
    }

    /** Where what is credited is wanted. */
    enum Way {
        /** Nothing is said. */
        ANY,
        /** On the balance. */
        BALANCE,
        /** As much as can be is paid back. */
        REFUND,
        /** As much as can be is taken off what is due, and of the rest as much as can be is paid back. */
        OFFSET,
        /** A third each, as far as it can be. */
        THIRDS
    }

    /**
     * Credits an invoice.
     *
     * @param line the number of the line of which it is; null for all of them
     * @param minor taxes included, in minor units; 0 for all that is left
     */
    record Credit(int document, @Nullable Integer line, int minor, Way way) implements NoteCommand {
        @Override
        public boolean foresee(BillingEngine engine) {
            engine.creditNotes().preview(request(engine));
            return true;
        }

        @Override
        public void askOf(BillingEngine engine) {
            CreditNoteRequest request = request(engine);
            CreditNotePreview preview = engine.creditNotes().preview(request);
            Invoice note = engine.creditNotes().issue(request);
            require(
                    note.totals().equals(preview.draft().totals())
                            && Objects.requireNonNull(note.note()).use().equals(preview.use())
                            && note.lines().size() == preview.draft().lines().size(),
                    "a credit note is what its preview was",
                    note + " but " + preview);
            if (line == null && minor == 0) {
                require(nothingLeft(engine, request), "nothing is left of what was credited wholly", note);
            }
        }

        private CreditNoteRequest request(BillingEngine engine) {
            CreditNoteRequest plain =
                    CreditNoteRequest.of(ByPlace.invoice(engine, document), amount(engine), CreditReason.OTHER);
            return way == Way.ANY
                    ? plain
                    : plain.withUse(use(engine.creditNotes().preview(plain)));
        }

        private CreditAmount amount(BillingEngine engine) {
            if (line == null) {
                return minor == 0 ? CreditAmount.whole() : CreditAmount.of(ByPlace.amount(engine, minor));
            }
            return CreditAmount.ofLines(Map.of(line, ByPlace.amount(engine, minor)));
        }

        private CreditUse use(CreditNotePreview preview) {
            Money all = preview.draft().amount();
            Money none = all.minus(all);
            Money third = Money.ofMinor(all.getCurrencyUnit(), all.getAmountMinorLong() / 3);
            Money offset = switch (way) {
                case OFFSET -> least(all, least(preview.due(), preview.refundable()));
                case THIRDS -> least(third, least(preview.due(), preview.refundable()));
                default -> none;
            };
            Money refundable = preview.refundable().minus(offset);
            Money refund = switch (way) {
                case OFFSET, REFUND -> least(all.minus(offset), refundable);
                case THIRDS -> least(third, refundable);
                default -> none;
            };
            return new CreditUse(all.minus(offset).minus(refund), refund, offset);
        }

        private static Money least(Money a, Money b) {
            return a.isLessThan(b) ? a : b;
        }

        private static boolean nothingLeft(BillingEngine engine, CreditNoteRequest request) {
            try {
                return engine.creditNotes().preview(request).left().isZero();
            } catch (BillingException e) {
                return e.code() == ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE;
            }
        }
    }

    /** Takes a credit note out of force. */
    record VoidNote(int document) implements NoteCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.creditNotes().voidNote(ByPlace.invoice(engine, document));
        }
    }
}
