package io.billing4j.testkit.history;

import io.billing4j.invoice.InvoiceLine;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Makes up reports of usage. */
final class UsageGenerator {
    private final Choice choice;
    private final TermsGenerator terms;
    private int events;

    UsageGenerator(Choice choice, TermsGenerator terms) {
        this.choice = choice;
        this.terms = terms;
    }

    HistoryCommand command(Snapshot books, Subscription subscription) {
        List<InvoiceLine> credited = NoteCheck.live(books)
                .flatMap(note -> note.lines().stream())
                .filter(LineAmounts::counted)
                .toList();
        if (!credited.isEmpty() && choice.chance(50)) {
            return late(books, choice.of(credited));
        }
        Instant now = books.now();
        Instant start = terms.within() ? running(subscription, now) : subscription.startInclusive();
        Instant at = choice.chance(50) || !start.isBefore(now)
                ? now
                : choice.between(choice.chance(50) ? start : now.minus(Duration.ofDays(3)), now);
        return new HistoryCommand.Use(
                "e" + ++events,
                subscription.customer().value(),
                choice.chance(70) ? subscription.id().value() : null,
                terms.meter(choice.chance(75) ? PlainCatalogue.CALLS : PlainCatalogue.STORAGE),
                BigDecimal.valueOf(1 + choice.below(40_000), choice.below(3)),
                at);
    }

    /** Since when the period runs. */
    private static Instant running(Subscription subscription, Instant now) {
        Instant start = subscription.schedule().endingAfter(now).startInclusive();
        return start.isBefore(subscription.startInclusive()) ? subscription.startInclusive() : start;
    }

    /** Usage of a window that was billed, and credited. */
    private HistoryCommand late(Snapshot books, InvoiceLine line) {
        String subscription = line.key().subscription().value();
        return new HistoryCommand.Use(
                "e" + ++events,
                books.subscriptions().stream()
                        .map(SubscriptionState::subscription)
                        .filter(one -> one.id().value().equals(subscription))
                        .map(one -> one.customer().value())
                        .findFirst()
                        .orElseThrow(),
                subscription,
                LineAmounts.missing(line)
                        ? choice.of(PlainCatalogue.METERED)
                        : line.key().charge().value(),
                BigDecimal.valueOf(1 + choice.below(4000)),
                choice.between(
                        line.key().service().startInclusive(),
                        line.key().service().endExclusive()));
    }
}
