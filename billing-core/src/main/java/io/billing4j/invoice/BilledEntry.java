package io.billing4j.invoice;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.rating.RatedQuantity;
import io.billing4j.rating.RatingBasis;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one price on one document: a charge and its true-up, or what takes both back.
 *
 * @param lines of one basis
 */
record BilledEntry(List<BilledLine> lines) {
    /** The quantity of a price that has no use for one. */
    private static final RatedQuantity NO_MATTER = RatedQuantity.subscribed(BigDecimal.ONE);

    /** The entries that lines make, in the order of the lines. */
    static List<BilledEntry> of(List<BilledLine> lines) {
        Map<List<@Nullable Object>, List<BilledLine>> groups = new LinkedHashMap<>();
        for (BilledLine billed : lines) {
            LineKey key = billed.line().key();
            groups.computeIfAbsent(group(billed, key), same -> new ArrayList<>())
                    .add(billed);
        }
        return groups.values().stream().map(BilledEntry::new).toList();
    }

    private static List<@Nullable Object> group(BilledLine billed, LineKey key) {
        List<@Nullable Object> group = new ArrayList<>();
        group.add(billed.invoice());
        group.add(key.subject());
        group.add(billed.line().derivation().basis());
        group.add(billed.line().derivation().reversed());
        // The parts of a price that are taken back name different lines of one document.
        LineRef corrects = key.corrects();
        group.add(corrects == null ? null : corrects.invoice());
        return group;
    }

    RatingBasis basis() {
        return first().line().derivation().basis();
    }

    PlanVersionRef plan() {
        return first().line().key().plan();
    }

    ChargeId charge() {
        return first().line().key().charge();
    }

    InvoiceId invoice() {
        return first().invoice();
    }

    /** The line that it takes back, or null for one that asks for something. */
    @Nullable
    LineRef corrects() {
        return first().line().key().corrects();
    }

    /** Whether it takes back what another asked for. */
    boolean givesBack() {
        return first().line().derivation().reversed();
    }

    /** Whether it asks again for what was given back, and more is to pay for it than before. */
    boolean asksForMore() {
        return lines.stream()
                .map(BilledLine::line)
                .anyMatch(line -> line.adjustments()
                        .lessOff(line.amount(), line.derivation().rounding()));
    }

    Span span() {
        return new Span(basis().service().startInclusive(), basis().service().endExclusive());
    }

    BilledLine first() {
        return lines.get(0);
    }

    /** What two lines have in common that are priced alike: of a fee its rate over the window, of what is counted all there is. */
    static Rate rate(PlanVersionRef plan, ChargeId charge, RatingBasis basis) {
        // A tenant's rounding may have changed since: that alone is no reason to bill anything anew.
        RatingBasis rounded = new RatingBasis(
                basis.model(),
                basis.terms(),
                basis.model().usesQuantity() ? basis.quantity() : NO_MATTER,
                basis.counted() ? basis.service() : basis.window(),
                basis.window(),
                basis.proration(),
                RoundingPolicy.HALF_UP,
                // What was counted until one instant or another is the same as long as it is as much; all of it is
                // another thing.
                basis.countedUntil() == null ? null : basis.service().endExclusive(),
                basis.left());
        return new Rate(plan, charge, rounded);
    }

    Rate rate() {
        return rate(plan(), charge(), basis());
    }

    /** See {@link #rate}. */
    record Rate(PlanVersionRef plan, ChargeId charge, RatingBasis basis) {}
}
