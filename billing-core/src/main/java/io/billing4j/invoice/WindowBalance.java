package io.billing4j.invoice;

import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledEntry.Rate;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatingBasis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Desired minus billed, for one window: what its charges ask for by now, less what lines of other documents have asked for.
 *
 * <p>For each rate (a price version, its quantity and its window) the desired stretches of time are laid over the billed
 * ones. What is in both stays. What is billed and not desired is taken back by a line that names the one it corrects, what is
 * desired and not billed is asked for. Amounts of parts of a window are differences of rounded cumulative amounts, so that
 * the sum of all lines of a rate is what the desired stretches come to, to the cent, in whatever pieces they were billed.
 */
final class WindowBalance {
    private final Map<Rate, List<Span>> desired = new LinkedHashMap<>();
    private final Map<Rate, RatedCharge> rated = new HashMap<>();
    private final Map<Rate, RatingBasis> billedLike = new HashMap<>();
    private final Map<LineRef, BilledEntry> byRef = new HashMap<>();
    private final List<BilledEntry> entries;
    private final SubscriptionId subscription;
    private final CustomPrices customs;

    WindowBalance(
            SubscriptionId subscription, List<RatedCharge> wanted, List<BilledLine> billed, CustomPrices customs) {
        this.subscription = subscription;
        this.customs = customs;
        this.entries = BilledEntry.of(billed);
        for (BilledEntry entry : entries) {
            entry.lines().forEach(line -> byRef.put(line.ref(), entry));
            billedLike.putIfAbsent(entry.rate(), entry.basis());
        }
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
        List<LineDraft> differences = new ArrayList<>();
        for (BilledEntry entry : entries) {
            List<Span> net = net(entry);
            List<Span> kept = keep(entry, net);
            for (Span span : Span.minus(net, kept)) {
                takeBack(differences, entry, span);
            }
        }
        desired.forEach((rate, spans) -> {
            for (Span span : spans) {
                ask(differences, rate, span);
            }
        });
        return differences;
    }

    /** What of an entry stands: its service without what other lines have taken back of it. */
    private List<Span> net(BilledEntry entry) {
        Set<LineRef> own = new HashSet<>();
        entry.lines().forEach(line -> own.add(line.ref()));
        List<Span> net = List.of(entry.span());
        for (BilledEntry other : entries) {
            if (other.corrects() != null && own.contains(other.corrects())) {
                net = Span.minus(net, List.of(other.span()));
            }
        }
        return net;
    }

    /** What of it may stay, which is taken off what is desired. */
    private List<Span> keep(BilledEntry entry, List<Span> net) {
        if (entry.first().status() == InvoiceStatus.DRAFT) {
            // Its lines may still change their places, so none may name them.
            desired.computeIfPresent(entry.rate(), (rate, wanted) -> Span.minus(wanted, net));
            return net;
        }
        LineRef corrected = entry.corrects();
        if (corrected != null) {
            BilledEntry target = byRef.get(corrected);
            // A correction stands as long as the line does that it corrects.
            return target != null && !target.first().waived() ? net : List.of();
        }
        List<Span> wanted = desired.getOrDefault(entry.rate(), List.of());
        List<Span> kept = Span.both(net, wanted);
        if (!kept.isEmpty()) {
            desired.put(entry.rate(), Span.minus(wanted, kept));
        }
        // What was waived is asked for no more; giving it back would pay out what was never paid in.
        return entry.first().waived() ? net : kept;
    }

    private static void takeBack(List<LineDraft> differences, BilledEntry entry, Span span) {
        for (BilledLine billed : entry.lines()) {
            InvoiceLine line = billed.line();
            BillingPeriod service = new BillingPeriod(
                    span.startInclusive(),
                    span.endExclusive(),
                    line.key().service().zone());
            Derivation back = line.derivation().reverse(service);
            if (!back.amount().isZero()) {
                LineKey key = line.key();
                differences.add(new LineDraft(
                        new LineKey(key.subscription(), key.plan(), key.charge(), key.kind(), service, billed.ref()),
                        line.description(),
                        back));
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
                like.rounding());
        differences.addAll(LineDraft.of(subscription, one.plan(), one.charge(), Derivation.of(basis, customs)));
    }
}
