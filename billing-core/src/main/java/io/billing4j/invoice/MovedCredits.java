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
import org.jspecify.annotations.Nullable;

/**
 * Usage that is counted again is taken back as a whole and asked for as a whole. What credit notes had taken off it goes over to what is
 * asked for instead, up to what its discounts leave of that; what finds no room there lapses, and is never paid out. Of 5.00 of which 2.00
 * were credited, and which are 12.00 by now, 3.00 are given back and 10.00 asked for.
 *
 * <p>Usage and what is missing to a plan's commitment take each other's place, and with it what was credited, where their own has no
 * room for it. What was credited of what is missing goes over to fees of the same time last. A fee's credits do not go over: they go with
 * the time that is taken back.
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
        Map<LineRank, List<CreditShare>> shares = moved.take(lines.stream()
                .filter(LineDraft::asks)
                .map(line -> new Room(line.key(), line.derivation(), line.adjustments()))
                .toList());
        return lines.stream()
                .map(line -> line.asks() ? line.with(line.adjustments().with(sharesOf(shares, line.key()))) : line)
                .toList();
    }

    /** The credits that each line of a document has to have that asks for something, worked out again. */
    static Map<LineRank, List<CreditShare>> expected(List<InvoiceLine> lines) {
        MovedCredits moved = new MovedCredits();
        lines.forEach(line -> moved.add(line.key(), line.derivation(), line.adjustments()));
        return moved.take(lines.stream()
                .filter(line -> line.key().corrects() == null)
                .map(line -> new Room(line.key(), line.derivation(), line.adjustments()))
                .toList());
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

    private Map<LineRank, List<CreditShare>> take(List<Room> rooms) {
        List<Room> inOrder =
                rooms.stream().sorted(Comparator.comparing(room -> room.rank)).toList();
        settle();
        for (Room room : inOrder) {
            if (room.usage != null) {
                room.take(givenBack.getOrDefault(room.usage, Map.of()));
            }
        }
        for (Room room : inOrder) {
            if (room.usage != null) {
                inPlaceOf(room.usage).forEach(room::take);
            }
        }
        for (Room room : inOrder) {
            if (room.usage == null && room.key.charged().isPresent()) {
                missingAt(room.key).forEach(room::take);
            }
        }
        Map<LineRank, List<CreditShare>> shares = new TreeMap<>();
        inOrder.forEach(room -> shares.put(room.rank, room.shares()));
        return shares;
    }

    /** What comes again with its own line comes once: what had gone over from that stays where it was taken back. */
    private void settle() {
        givenBack.forEach((missing, notes) -> {
            if (missing.meter() == null) {
                inPlaceOf(missing)
                        .forEach(others -> others.replaceAll((note, amount) -> {
                            Money own = notes.getOrDefault(note, amount);
                            if (own.isNegative() == amount.isNegative() || own.isZero() || amount.isZero()) {
                                return amount;
                            }
                            Money sum = own.plus(amount);
                            boolean left = sum.isNegative() == amount.isNegative();
                            notes.put(note, left ? Money.zero(sum.getCurrencyUnit()) : sum);
                            return left ? sum : Money.zero(sum.getCurrencyUnit());
                        }));
            }
        });
    }

    /** For usage what was missing to commitments in its window; for that all usage in the window. */
    private List<Map<InvoiceId, Money>> inPlaceOf(UsageWindow one) {
        if (one.meter() != null) {
            return List.of(givenBack.getOrDefault(one.ofPlan(), Map.of()));
        }
        return givenBack.entrySet().stream()
                .filter(other -> other.getKey().meter() != null
                        && other.getKey().ofPlan().equals(one))
                .sorted(Comparator.comparing(
                        other -> String.valueOf(other.getKey().meter())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What was missing to commitments in the window in which a fee begins. */
    private List<Map<InvoiceId, Money>> missingAt(LineKey fee) {
        return givenBack.entrySet().stream()
                .filter(other -> other.getKey().meter() == null
                        && other.getKey().subscription().equals(fee.subscription())
                        && other.getKey().window().contains(fee.service().startInclusive()))
                .sorted(Comparator.comparing(other -> other.getKey().window().startInclusive()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static List<CreditShare> sharesOf(Map<LineRank, List<CreditShare>> shares, LineKey key) {
        return shares.getOrDefault(new LineRank(key), List.of());
    }

    /** A line that asks for something, and what of it is left to be credited. */
    private static final class Room {
        private final LineKey key;
        private final LineRank rank;
        private final @Nullable UsageWindow usage;
        private final Map<InvoiceId, Money> taken = new TreeMap<>(OF_NOTES);
        private Money left;

        Room(LineKey key, Derivation derivation, LineAdjustments adjustments) {
            this.key = key;
            rank = new LineRank(key);
            usage = UsageWindow.of(key, derivation);
            left = derivation.amount();
            for (DiscountShare share : adjustments.discounts()) {
                left = left.minus(share.amount());
            }
        }

        void take(Map<InvoiceId, Money> notes) {
            for (Map.Entry<InvoiceId, Money> note : notes.entrySet()) {
                Money share = note.getValue().isGreaterThan(left) ? left : note.getValue();
                if (share.isPositive()) {
                    taken.merge(note.getKey(), share, Money::plus);
                    note.setValue(note.getValue().minus(share));
                    left = left.minus(share);
                }
            }
        }

        List<CreditShare> shares() {
            List<CreditShare> shares = new ArrayList<>();
            taken.forEach((note, amount) -> shares.add(new CreditShare(note, amount)));
            return List.copyOf(shares);
        }
    }
}
