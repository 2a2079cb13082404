package io.billing4j.engine;

import io.billing4j.invoice.CreditNoteDraft;
import io.billing4j.invoice.CreditUse;
import org.joda.money.Money;

/**
 * What a credit note would be, and what is possible at most.
 *
 * @param draft its lines and totals; its id is not that of a note to come
 * @param use where its money would go
 * @param left what is left to credit of the invoice without it
 * @param due what of the invoice is still to be paid without it, which is what can be taken off that
 * @param refundable what can be paid back at most without it
 */
public record CreditNotePreview(CreditNoteDraft draft, CreditUse use, Money left, Money due, Money refundable) {}
