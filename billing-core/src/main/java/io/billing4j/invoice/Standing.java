package io.billing4j.invoice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of billed entries stands: what others have taken back of them, and what those that take back are about in the end.
 *
 * <p>Where a line is void, what has taken it back and what asked for it again come to nothing together, unless that asked with less of
 * a discount than was given back. Such an entry undoes nothing: both are for themselves, and each is taken back.
 */
final class Standing {
    private final List<BilledEntry> entries;
    private final Map<LineRef, Integer> byRef = new HashMap<>();
    private final Set<Integer> apart = new HashSet<>();

    Standing(List<BilledEntry> entries) {
        this.entries = entries;
        for (int i = 0; i < entries.size(); i++) {
            for (BilledLine line : entries.get(i).lines()) {
                byRef.put(line.ref(), i);
            }
        }
        for (int i = 0; i < entries.size(); i++) {
            // What comes after it has undone it already, as far as there is enough of the discount.
            if (entries.get(i).asksForMore() && bottomOf(entries.get(i)).corrects() != null && isFirst(i)) {
                apart.add(i);
            }
        }
    }

    /** Whether no earlier entry has taken back anything of the same. */
    private boolean isFirst(int index) {
        BilledEntry entry = entries.get(index);
        Integer target = targetOf(entry);
        return target != null
                && entries.subList(0, index).stream()
                        .filter(earlier -> target.equals(targetOf(earlier)))
                        .allMatch(earlier -> Span.both(List.of(earlier.span()), List.of(entry.span()))
                                .isEmpty());
    }

    /** What of each entry stands: its service without what others have taken back of it. */
    List<List<Span>> nets() {
        List<List<Span>> nets = new ArrayList<>();
        entries.forEach(entry -> nets.add(List.of(entry.span())));
        for (BilledEntry entry : entries) {
            Integer target = undone(entry);
            if (target != null) {
                nets.set(target, Span.minus(nets.get(target), List.of(entry.span())));
            }
        }
        return nets;
    }

    /** Where the chain of corrections that an entry is the end of begins, as far as it is there. */
    BilledEntry bottomOf(BilledEntry entry) {
        BilledEntry bottom = entry;
        Integer target = undone(bottom);
        for (int steps = 0; target != null && steps < entries.size(); steps++) {
            bottom = entries.get(target);
            target = undone(bottom);
        }
        return bottom;
    }

    /** Whether the chain of corrections that an entry is the end of leads to a line, or the entry has it itself. */
    boolean leadsTo(BilledEntry entry, LineRef line) {
        Integer wanted = byRef.get(line);
        Integer at = byRef.get(entry.first().ref());
        for (int steps = 0; at != null && steps <= entries.size(); steps++) {
            if (at.equals(wanted)) {
                return true;
            }
            at = targetOf(entries.get(at));
        }
        return false;
    }

    /** What it takes back, unless it undoes nothing. */
    private @Nullable Integer undone(BilledEntry entry) {
        return apart.contains(byRef.get(entry.first().ref())) ? null : targetOf(entry);
    }

    private @Nullable Integer targetOf(BilledEntry entry) {
        LineRef corrected = entry.corrects();
        return corrected == null ? null : byRef.get(corrected);
    }
}
