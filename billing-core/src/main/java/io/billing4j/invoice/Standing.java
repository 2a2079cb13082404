package io.billing4j.invoice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of billed entries stands: what others have taken back of them, and what those that take back are about in the end. */
final class Standing {
    private final List<BilledEntry> entries;
    private final Map<LineRef, Integer> byRef = new HashMap<>();

    Standing(List<BilledEntry> entries) {
        this.entries = entries;
        for (int i = 0; i < entries.size(); i++) {
            for (BilledLine line : entries.get(i).lines()) {
                byRef.put(line.ref(), i);
            }
        }
    }

    /** What of each entry stands: its service without what others have taken back of it. */
    List<List<Span>> nets() {
        List<List<Span>> nets = new ArrayList<>();
        entries.forEach(entry -> nets.add(List.of(entry.span())));
        for (BilledEntry entry : entries) {
            Integer target = targetOf(entry);
            if (target != null) {
                nets.set(target, Span.minus(nets.get(target), List.of(entry.span())));
            }
        }
        return nets;
    }

    /** Where the chain of corrections that an entry is the end of begins, as far as it is there. */
    BilledEntry bottomOf(BilledEntry entry) {
        BilledEntry bottom = entry;
        Integer target = targetOf(bottom);
        for (int steps = 0; target != null && steps < entries.size(); steps++) {
            bottom = entries.get(target);
            target = targetOf(bottom);
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

    private @Nullable Integer targetOf(BilledEntry entry) {
        LineRef corrected = entry.corrects();
        return corrected == null ? null : byRef.get(corrected);
    }
}
