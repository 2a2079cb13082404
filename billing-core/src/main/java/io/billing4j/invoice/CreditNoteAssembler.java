package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.money.Allocation;
import io.billing4j.money.Allocation.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Makes credit notes: pure, as the {@link InvoiceAssembler} is. What can be credited of an invoice is what stands of its lines, and no more
 * than the invoice comes to: of one that asks for 33.33 and gives 13.33 back 20.00. What later documents have taken back of its lines
 * is left out, and so is what earlier notes have credited.
 */
public final class CreditNoteAssembler {
    /** An assembler; all are alike. */
    public CreditNoteAssembler() {}

    /**
     * What is left to credit of an invoice, taxes included.
     */
    public Money left(CreditNoteFacts facts) {
        return new Work(facts).left();
    }

    /**
     * The content of a note.
     *
     * @throws io.billing4j.error.BillingException CREDIT_NOTE_EXCEEDS_INVOICE at {@code amount}, or at {@code lines} where amounts of
     *     lines were asked for, if there is not as much left; INVALID_CHOICE at {@code lines} for a number that no line has;
     *     CURRENCY_MISMATCH at {@code amount} or {@code lines}
     */
    public CreditNoteDraft assemble(CreditNoteFacts facts, CreditAmount amount) {
        return new Work(facts).note(amount);
    }

    private static final class Work {
        private final CreditNoteFacts facts;
        private final Invoice invoice;
        private final CurrencyUnit currency;
        private final Standing standing;
        private final List<CreditableLine> creditables = new ArrayList<>();
        private final CreditSplitter splitter = new CreditSplitter();

        Work(CreditNoteFacts facts) {
            this.facts = facts;
            this.invoice = facts.invoice();
            this.currency = invoice.totals().currency();
            List<BilledEntry> entries = BilledEntry.of(facts.lines());
            this.standing = new Standing(entries);
            Set<InvoiceId> own = new HashSet<>();
            own.add(invoice.id());
            facts.notes().forEach(note -> own.add(note.note()));
            List<List<Span>> nets = standing.nets();
            for (int i = 0; i < entries.size(); i++) {
                BilledEntry entry = entries.get(i);
                if (!entry.givesBack() && own.contains(entry.invoice()) && begunByAsking(entry)) {
                    for (Span span : nets.get(i)) {
                        entry.lines().forEach(line -> add(entry, line, span));
                    }
                }
            }
        }

        /** What only cancels another correction cannot be credited: nothing is paid for it. */
        private boolean begunByAsking(BilledEntry entry) {
            BilledEntry bottom = standing.bottomOf(entry);
            return bottom.corrects() == null && !bottom.first().waived();
        }

        private void add(BilledEntry entry, BilledLine line, Span span) {
            CreditableLine creditable = CreditableLine.of(entry, line, span, new BilledAt(0, facts.recordedAt()));
            if (creditable.gross().isPositive()) {
                creditables.add(creditable);
            }
        }

        Money left() {
            Money standingStill = sum(creditables);
            Money ofInvoice = invoice.totals()
                    .subtotal()
                    .minus(invoice.totals().discount())
                    .plus(invoice.totals().tax());
            for (CreditNoteFacts.CreditedBefore note : facts.notes()) {
                ofInvoice = ofInvoice.minus(note.amount());
            }
            Money left = ofInvoice.isLessThan(standingStill) ? ofInvoice : standingStill;
            return left.isNegative() ? Money.zero(currency) : left;
        }

        CreditNoteDraft note(CreditAmount wanted) {
            Map<Key, Money> amounts = new HashMap<>();
            if (wanted instanceof CreditAmount.Lines lines) {
                Money sum = Money.zero(currency);
                for (Money amount : lines.amounts().values()) {
                    requireCurrency("lines", amount);
                    sum = sum.plus(amount);
                }
                require("lines", sum, left(), "");
                lines.amounts().forEach((number, amount) -> {
                    List<CreditableLine> own = of(number);
                    require("lines", amount, sum(own), "line " + number + " of ");
                    share(amounts, amount, own);
                });
            } else {
                Money left = left();
                Money amount = wanted instanceof CreditAmount.Part part ? part.amount() : left;
                requireCurrency("amount", amount);
                require("amount", amount, left, "");
                share(amounts, amount, creditables);
            }
            return draft(amounts);
        }

        private List<CreditableLine> of(int number) {
            if (number < 1 || number > invoice.lines().size()) {
                throw ErrorCode.INVALID_CHOICE.at("lines", "invoice " + invoice.id() + " has no line " + number);
            }
            LineRef line = new LineRef(invoice.id(), number);
            return creditables.stream()
                    .filter(one -> standing.leadsTo(one.entry(), line) && sameKind(one, number))
                    .toList();
        }

        /** The parts of a price make one entry: a charge is not credited for its true-up. */
        private boolean sameKind(CreditableLine one, int number) {
            return one.billed().line().key().kind()
                    == invoice.lines().get(number - 1).key().kind();
        }

        private void requireCurrency(String field, Money amount) {
            if (!amount.getCurrencyUnit().equals(currency)) {
                throw ErrorCode.CURRENCY_MISMATCH.at(field, "expected " + currency + " but found " + amount);
            }
        }

        private void require(String field, Money amount, Money left, String part) {
            if (amount.isGreaterThan(left) || !amount.isPositive()) {
                throw ErrorCode.CREDIT_NOTE_EXCEEDS_INVOICE.at(
                        field, "there are " + left + " left to credit of " + part + "invoice " + name());
            }
        }

        /** Its number, which is what people know it by. */
        private String name() {
            return invoice.number().map(InvoiceNumber::text).orElse(invoice.id().toString());
        }

        private static void share(Map<Key, Money> amounts, Money amount, List<CreditableLine> among) {
            List<Money> parts = Allocation.allocate(
                    amount,
                    among.stream()
                            .map(one -> new Share<>(Key.of(one), one.payable().getAmount()))
                            .toList());
            for (int i = 0; i < parts.size(); i++) {
                amounts.put(Key.of(among.get(i)), parts.get(i));
            }
        }

        private CreditNoteDraft draft(Map<Key, Money> amounts) {
            Map<EntrySpan, List<CreditableLine>> groups = new LinkedHashMap<>();
            for (CreditableLine one : creditables) {
                groups.computeIfAbsent(new EntrySpan(one.entry(), one.span()), same -> new ArrayList<>())
                        .add(one);
            }
            List<InvoiceLine> lines = new ArrayList<>();
            for (List<CreditableLine> parts : groups.values()) {
                // All parts of an entry are taken back together, as they stand together.
                if (parts.stream().anyMatch(one -> amountOf(amounts, one).isPositive())) {
                    parts.forEach(one -> addPair(lines, one, amountOf(amounts, one)));
                }
            }
            return new CreditNoteDraft(
                    facts.id(),
                    invoice.id(),
                    invoice.customer(),
                    invoice.entity(),
                    invoice.period(),
                    invoice.group(),
                    lines,
                    DocumentTotals.of(lines, Money.zero(currency)),
                    facts.recordedAt());
        }

        private Money amountOf(Map<Key, Money> amounts, CreditableLine one) {
            return amounts.getOrDefault(Key.of(one), Money.zero(currency));
        }

        private void addPair(List<InvoiceLine> lines, CreditableLine one, Money amount) {
            InvoiceLine back = one.back().numbered(lines.size() + 1);
            lines.add(back);
            BilledLine taken = new BilledLine(facts.id(), InvoiceStatus.FINALIZED, facts.recordedAt(), back);
            LineDraft again = TakenBack.of(taken, one.span(), one.back().at());
            LineAdjustments adjustments = again.adjustments();
            CreditSplit split = splitter.split(
                    amount, one.net(), adjustments.taxes(), back.derivation().rounding());
            List<CreditShare> credits = new ArrayList<>(adjustments.credits());
            if (amount.isPositive()) {
                credits.add(new CreditShare(facts.id(), split.off()));
            }
            LineTaxes taxes = adjustments.taxes();
            List<Money> left = new ArrayList<>();
            for (int i = 0; i < split.taxes().size(); i++) {
                left.add(one.taxes().get(i).minus(split.taxes().get(i)));
            }
            lines.add(again.with(new LineAdjustments(
                            adjustments.discounts(),
                            pieceOf(adjustments, back),
                            taxes == null ? null : taxes.of(left),
                            credits))
                    .numbered(lines.size() + 1));
        }

        /** The piece also where nothing was taken off before: it says what the credit is a part of. */
        private LinePiece pieceOf(LineAdjustments adjustments, InvoiceLine back) {
            LinePiece piece = adjustments.piece();
            Money whole = back.amount().abs();
            return piece == null ? new LinePiece(whole, Money.zero(currency), whole, List.of()) : piece;
        }

        private Money sum(List<CreditableLine> lines) {
            Money sum = Money.zero(currency);
            for (CreditableLine line : lines) {
                sum = sum.plus(line.payable());
            }
            return sum;
        }
    }

    /** Who gets the cent: lines of the invoice in their order, and then those of its notes. */
    private record Key(InvoiceId invoice, int number, Instant from) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(
                        (Key key) -> key.invoice().value())
                .thenComparing(Key::number)
                .thenComparing(Key::from);

        static Key of(CreditableLine line) {
            return new Key(
                    line.billed().invoice(),
                    line.billed().line().number(),
                    line.span().startInclusive());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record EntrySpan(BilledEntry entry, Span span) {}
}
