package io.billing4j.invoice;

import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledEntry.Rate;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatingBasis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

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
    private final Map<LineRef, Integer> byRef = new HashMap<>();
    private final List<BilledEntry> entries;
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
        for (int i = 0; i < entries.size(); i++) {
            BilledEntry entry = entries.get(i);
            for (BilledLine line : entry.lines()) {
                byRef.put(line.ref(), i);
            }
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
        List<List<Span>> nets = nets();
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

    /** What of each entry stands: its service without what others have taken back of it. */
    private List<List<Span>> nets() {
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

    private @Nullable Integer targetOf(BilledEntry entry) {
        LineRef corrected = entry.corrects();
        return corrected == null ? null : byRef.get(corrected);
    }

    /** Where the chain of corrections that an entry is the end of begins, as far as it is there. */
    private BilledEntry bottomOf(BilledEntry entry) {
        BilledEntry bottom = entry;
        Integer target = targetOf(bottom);
        for (int steps = 0; target != null && steps < entries.size(); steps++) {
            bottom = entries.get(target);
            target = targetOf(bottom);
        }
        return bottom;
    }

    /** What of it may stay; that and what is taken back to be asked for again is taken off what is desired. */
    private List<Span> keep(BilledEntry entry, List<Span> net) {
        if (entry.first().status() == InvoiceStatus.DRAFT) {
            // Its lines may still change their places, so none may name them.
            desired.computeIfPresent(entry.rate(), (rate, wanted) -> Span.minus(wanted, net));
            return net;
        }
        BilledEntry bottom = bottomOf(entry);
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
                        back,
                        at,
                        line.adjustments().any()
                                ? LineAdjustments.takingBack(line, piece(line, service))
                                : LineAdjustments.NONE));
            }
        }
    }

    /** Which minor units of a line's amount go with a part of its service: those of the time before it stay before it. */
    private static LinePiece piece(InvoiceLine line, BillingPeriod part) {
        BillingPeriod service = line.key().service();
        Money whole = line.amount().abs();
        Money from = service.startInclusive().equals(part.startInclusive())
                ? Money.zero(whole.getCurrencyUnit())
                : amountUntil(line, part.startInclusive());
        Money to = service.endExclusive().equals(part.endExclusive()) ? whole : amountUntil(line, part.endExclusive());
        return new LinePiece(
                whole,
                from,
                to,
                line.adjustments().discounts().stream()
                        .map(share -> share.of(share.amount().abs()))
                        .toList(),
                line.adjustments().taxes() == null
                        ? List.of()
                        : line.adjustments().taxes().shares().stream()
                                .map(Money::abs)
                                .toList());
    }

    private static Money amountUntil(InvoiceLine line, Instant end) {
        BillingPeriod service = line.key().service();
        return line.derivation()
                .reverse(new BillingPeriod(service.startInclusive(), end, service.zone()))
                .amount()
                .abs();
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
        differences.addAll(LineDraft.of(subscription, one.plan(), one.charge(), Derivation.of(basis, customs), at));
    }
}
