package io.billing4j.invoice;

import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledEntry.Rate;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatingBasis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Desired minus billed, for one window: what its charges ask for by now, less what lines of other documents have asked for.
 *
 * <p>For each rate (a price version, its quantity and its window) the desired stretches of time are laid over the billed
 * ones. What is in both stays. What is billed and not desired is taken back by a line that names the one it corrects. What is
 * desired and not billed is asked for; where it was taken back before, that is taken back in turn, so that whatever went with
 * it comes back as it went. Amounts of parts of a window are differences of rounded cumulative amounts, so that
 * the sum of all lines of a rate is what the desired stretches come to, to the cent, in whatever pieces they were billed.
 */
final class WindowBalance {
    private final Map<Rate, List<Span>> desired = new LinkedHashMap<>();
    private final Map<Rate, RatedCharge> rated = new HashMap<>();
    private final Map<Rate, RatingBasis> billedLike = new HashMap<>();
    private final List<BilledEntry> entries;
    private final Standing standing;
    private final SubscriptionId subscription;
    private final CustomPrices customs;
    private final BilledAt at;

    WindowBalance(
            SubscriptionId subscription,
            List<RatedCharge> wanted,
            List<BilledLine> billed,
            CustomPrices customs,
            BilledAt at) {
        this.subscription = subscription;
        this.at = at;
        this.customs = customs;
        this.entries = BilledEntry.of(billed);
        this.standing = new Standing(entries);
        entries.forEach(entry -> billedLike.putIfAbsent(entry.rate(), entry.basis()));
        for (RatedCharge one : wanted) {
            Rate rate = BilledEntry.rate(one.plan(), one.charge().id(), one.basis());
            BillingPeriod service = one.basis().service();
            desired.computeIfAbsent(rate, key -> new ArrayList<>())
                    .add(new Span(service.startInclusive(), service.endExclusive()));
            rated.putIfAbsent(rate, one);
        }
    }

    /** What was billed and is to be taken back, in the order it was billed; then what is to be asked for. */
    List<LineDraft> differences() {
        List<List<Span>> nets = standing.nets();
        List<List<Span>> kept = new ArrayList<>(nets);
        // What asks for something has precedence over what could be asked for again.
        for (boolean back : new boolean[] {false, true}) {
            for (int i = 0; i < entries.size(); i++) {
                if (back == entries.get(i).givesBack()) {
                    kept.set(i, keep(entries.get(i), nets.get(i)));
                }
            }
        }
        List<LineDraft> differences = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            for (Span span : Span.minus(nets.get(i), kept.get(i))) {
                takeBack(differences, entries.get(i), span);
            }
        }
        desired.forEach((rate, spans) -> {
            for (Span span : spans) {
                ask(differences, rate, span);
            }
        });
        return differences;
    }

    /** What of it may stay; that and what is taken back to be asked for again is taken off what is desired. */
    private List<Span> keep(BilledEntry entry, List<Span> net) {
        if (entry.first().status() == InvoiceStatus.DRAFT) {
            // Its lines may still change their places, so none may name them.
            desired.computeIfPresent(entry.rate(), (rate, wanted) -> Span.minus(wanted, net));
            return net;
        }
        BilledEntry bottom = standing.bottomOf(entry);
        boolean chained = entry.corrects() != null;
        if (chained && (bottom.corrects() != null || bottom.first().waived())) {
            // Without the line that all of them are about they have to come to nothing: what has begun it goes.
            boolean begunByAsking = bottom.corrects() != null && !bottom.givesBack();
            return entry.givesBack() == begunByAsking ? net : List.of();
        }
        List<Span> wanted = desired.getOrDefault(entry.rate(), List.of());
        List<Span> both = Span.both(net, wanted);
        if (!both.isEmpty()) {
            desired.put(entry.rate(), Span.minus(wanted, both));
        }
        if (entry.givesBack()) {
            return Span.minus(net, both);
        }
        // What was waived is asked for no more; giving it back would pay out what was never paid in.
        return entry.first().waived() ? net : both;
    }

    private void takeBack(List<LineDraft> differences, BilledEntry entry, Span span) {
        for (BilledLine billed : entry.lines()) {
            LineDraft back = TakenBack.of(billed, span, at);
            if (!back.derivation().amount().isZero()) {
                differences.add(back);
            }
        }
    }

    private void ask(List<LineDraft> differences, Rate rate, Span span) {
        RatedCharge one = rated.get(rate);
        if (one == null) {
            return;
        }
        RatingBasis like = billedLike.getOrDefault(rate, one.basis());
        RatingBasis basis = new RatingBasis(
                one.basis().model(),
                one.basis().terms(),
                one.basis().quantity(),
                new BillingPeriod(
                        span.startInclusive(),
                        span.endExclusive(),
                        one.basis().service().zone()),
                one.basis().window(),
                one.basis().proration(),
                like.rounding(),
                one.basis().countedUntil(),
                one.basis().left());
        differences.addAll(LineDraft.of(subscription, one.plan(), one.charge(), Derivation.of(basis, customs), at));
    }
}
