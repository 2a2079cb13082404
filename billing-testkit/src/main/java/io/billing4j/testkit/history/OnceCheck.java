package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineRef;
import io.billing4j.period.BillingPeriod;
import io.billing4j.testkit.history.Oracle.Owed;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Usage of any time is asked for once at most, on whatever documents, drafts among them but for those that go by a void one: from lines alone, also where nobody can say yet what
 * they have to come to. In the end it is asked for once. Fees are not counted so: what is taken back of a part that costs nothing has no line.
 */
final class OnceCheck {
    private final Snapshot books;
    private final Map<LineRef, InvoiceLine> lines = new HashMap<>();
    private final Set<InvoiceId> counted = new HashSet<>();

    OnceCheck(Snapshot books) {
        this.books = books;
        for (Invoice document : books.invoices()) {
            document.lines().forEach(line -> lines.put(new LineRef(document.id(), line.number()), line));
            if (BilledLines.counts(document) && !BilledLines.waived(document)) {
                counted.add(document.id());
            }
        }
        // They are computed again before they are final.
        books.invoices().stream()
                .filter(document -> document.status() == InvoiceStatus.DRAFT)
                .filter(draft -> !draft.lines().stream().allMatch(this::isAboutWhatCounts))
                .forEach(draft -> counted.remove(draft.id()));
    }

    void check() {
        asked(OnceCheck::price).forEach((price, changes) -> {
            int times = 0;
            for (Map.Entry<Instant, Integer> change : changes.entrySet()) {
                times += change.getValue();
                require(times <= 1, "usage is asked for once", price + " at " + change.getKey());
            }
        });
    }

    /**
     * Checks a subscription of which nothing is left to bill: usage is asked for all the time for which it comes to something.
     *
     * @param owed by all its charges
     */
    void checkAsked(String subscription, List<Owed> owed) {
        Map<String, NavigableMap<Instant, Integer>> asked = asked(line ->
                charge(line.key().charge().value(), line.key().subscription().value()));
        for (Owed one : owed) {
            if (PlainCatalogue.METERED.contains(one.charge()) && one.amount().signum() > 0) {
                String charge = charge(one.charge(), subscription);
                int least = least(asked.getOrDefault(charge, new TreeMap<>()), one.from(), one.until());
                require(least > 0, "usage is asked for in the end", charge + ": " + one);
            }
        }
    }

    /** How often it is asked for at least at any time in a stretch. */
    private static int least(NavigableMap<Instant, Integer> changes, Instant from, Instant until) {
        int times = 0;
        for (int change : changes.headMap(from, true).values()) {
            times += change;
        }
        int least = times;
        for (int change : changes.subMap(from, false, until, false).values()) {
            times += change;
            least = Math.min(least, times);
        }
        return least;
    }

    /** At which instants it changes by how much how often usage is asked for. */
    private Map<String, NavigableMap<Instant, Integer>> asked(Function<InvoiceLine, String> by) {
        Map<String, NavigableMap<Instant, Integer>> asked = new TreeMap<>();
        for (Invoice document : books.invoices()) {
            if (counted.contains(document.id())) {
                for (InvoiceLine line : OneOffPlaces.charged(document)) {
                    if (LineAmounts.metered(line) && isAboutWhatCounts(line)) {
                        int times = line.amount().isNegative() ? -1 : 1;
                        BillingPeriod service = line.key().service();
                        NavigableMap<Instant, Integer> changes =
                                asked.computeIfAbsent(by.apply(line), same -> new TreeMap<>());
                        changes.merge(service.startInclusive(), times, Integer::sum);
                        changes.merge(service.endExclusive(), -times, Integer::sum);
                    }
                }
            }
        }
        return asked;
    }

    /** What is void or waived comes to nothing together with all that was taken back of it, and asked for again. */
    private boolean isAboutWhatCounts(InvoiceLine line) {
        for (LineRef ref = line.key().corrects(); ref != null; ) {
            InvoiceLine next = lines.get(ref);
            if (next == null || !counted.contains(ref.invoice())) {
                return false;
            }
            ref = next.key().corrects();
        }
        return true;
    }

    private static String charge(String charge, String subscription) {
        return charge + " of " + subscription;
    }

    private static String price(InvoiceLine line) {
        return charge(line.key().charge().value(), line.key().subscription().value()) + " of the period from "
                + line.derivation().window().startInclusive();
    }
}
