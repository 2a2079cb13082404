package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import io.billing4j.rating.Derivation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.Money;

/**
 * Usage that is counted again is taken back as a whole and asked for as a whole. What credit notes had taken off it goes over to what is
 * asked for instead, up to what its discounts leave of that; what finds no room there lapses, and is never paid out. Of 5.00 of which 2.00
 * were credited, and which are 12.00 by now, 3.00 are given back and 10.00 asked for.
 *
 * <p>A fee's credits do not go over: they go with the time that is taken back.
 */
final class MovedCredits {
    private static final Comparator<InvoiceId> OF_NOTES = Comparator.comparing(InvoiceId::value);

    private final Map<UsageWindow, Map<InvoiceId, Money>> givenBack = new HashMap<>();

    private MovedCredits() {}

    /** The lines of a document after discounts, with the credits that go over to them, in the same order. */
    static List<LineDraft> moved(List<LineDraft> lines) {
        MovedCredits moved = new MovedCredits();
        lines.forEach(line -> moved.add(line.key(), line.derivation(), line.adjustments()));
        if (moved.givenBack.isEmpty()) {
            return lines;
        }
        Map<LineRank, List<CreditShare>> shares = new HashMap<>();
        lines.stream()
                .filter(LineDraft::asks)
                .sorted(Comparator.comparing(line -> new LineRank(line.key())))
                .forEach(line -> shares.put(
                        new LineRank(line.key()), moved.take(line.key(), line.derivation(), line.adjustments())));
        return lines.stream()
                .map(line -> line.asks() ? line.with(line.adjustments().with(sharesOf(shares, line.key()))) : line)
                .toList();
    }

    /** The credits that each line of a document has to have that asks for something, worked out again. */
    static Map<LineRank, List<CreditShare>> expected(List<InvoiceLine> lines) {
        MovedCredits moved = new MovedCredits();
        lines.forEach(line -> moved.add(line.key(), line.derivation(), line.adjustments()));
        Map<LineRank, List<CreditShare>> shares = new TreeMap<>();
        lines.stream()
                .filter(line -> line.key().corrects() == null)
                .sorted(Comparator.comparing(line -> new LineRank(line.key())))
                .forEach(line -> shares.put(
                        new LineRank(line.key()), moved.take(line.key(), line.derivation(), line.adjustments())));
        return shares;
    }

    private void add(LineKey key, Derivation derivation, LineAdjustments adjustments) {
        UsageWindow usage = UsageWindow.of(key, derivation);
        if (key.corrects() != null && usage != null) {
            for (CreditShare share : adjustments.credits()) {
                givenBack
                        .computeIfAbsent(usage, same -> new TreeMap<>(OF_NOTES))
                        .merge(share.note(), share.amount().negated(), Money::plus);
            }
        }
    }

    private List<CreditShare> take(LineKey key, Derivation derivation, LineAdjustments adjustments) {
        UsageWindow usage = UsageWindow.of(key, derivation);
        Map<InvoiceId, Money> left = usage == null ? Map.of() : givenBack.getOrDefault(usage, Map.of());
        Money room = derivation.amount();
        for (DiscountShare share : adjustments.discounts()) {
            room = room.minus(share.amount());
        }
        List<CreditShare> shares = new ArrayList<>();
        for (Map.Entry<InvoiceId, Money> note : left.entrySet()) {
            Money share = note.getValue().isGreaterThan(room) ? room : note.getValue();
            if (share.isPositive()) {
                shares.add(new CreditShare(note.getKey(), share));
                note.setValue(note.getValue().minus(share));
                room = room.minus(share);
            }
        }
        return List.copyOf(shares);
    }

    private static List<CreditShare> sharesOf(Map<LineRank, List<CreditShare>> shares, LineKey key) {
        return shares.getOrDefault(new LineRank(key), List.of());
    }
}
