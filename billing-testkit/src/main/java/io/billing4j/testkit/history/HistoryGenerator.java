package io.billing4j.testkit.history;

import io.billing4j.customer.CustomerState;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.Consolidation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes up commands by what the books hold, so that most of them can be accepted: it asks now and then for what is certain to
 * be refused, but a history of refusals would show nothing.
 */
final class HistoryGenerator {
    private static final int MOST_SUBSCRIPTIONS = 3;
    private static final int MOST_SHARING = 5;

    private final Choice choice;
    private final History history;
    private final CommandGenerator commands;
    private int created;
    private int granted;
    private final TaxGenerator taxes;
    private final DocumentGenerator documents;
    private final SettingGenerator settings;
    private final UsageGenerator usage;
    private final OneOffGenerator oneOffs;
    private final EarlyGenerator early;
    private final TermsGenerator terms;
    private final boolean sharing;
    private boolean again;
    /** Whether documents are busied with more than subscriptions. */
    private final boolean crediting;

    HistoryGenerator(Choice choice, History history) {
        this.choice = choice;
        this.history = history;
        this.terms = new TermsGenerator(choice);
        this.commands = new CommandGenerator(choice, terms);
        this.taxes = new TaxGenerator(choice, history.scenario());
        this.documents = new DocumentGenerator(choice);
        this.usage = new UsageGenerator(choice, terms);
        this.early = new EarlyGenerator(choice);
        this.oneOffs = new OneOffGenerator(choice, history.scenario());
        this.settings = new SettingGenerator(choice, history.scenario());
        this.crediting = choice.chance(25);
        this.sharing = history.scenario().consolidation() != Consolidation.NONE;
    }

    HistoryCommand next() {
        Snapshot books = history.snapshot();
        if (taxes.next()) {
            return new HistoryCommand.Tax(taxes.command(books.now()));
        } else if (settings.next()) {
            return new HistoryCommand.Choose(settings.command(books));
        } else if (settings.nextMinimum()) {
            return new HistoryCommand.Choose(settings.minimum());
        }
        if (!books.subscriptions().isEmpty() && oneOffs.next()) {
            return new HistoryCommand.OneOff(oneOffs.command(books));
        }
        if (!books.subscriptions().isEmpty() && early.looks()) {
            return new HistoryCommand.BillReached();
        } else if (!books.subscriptions().isEmpty() && (early.uses() || terms.uses())) {
            return usage.command(books, subscription(books).subscription());
        } else if (!books.subscriptions().isEmpty() && terms.changes()) {
            Subscription subscription = subscription(books).subscription();
            return new HistoryCommand.Change(
                    subscription.id().value(), commands.changeWithin(subscription, books.now()));
        }
        if (again && choice.chance(50)) {
            again = choice.chance(70);
            HistoryCommand document = documents.command(books.invoices());
            if (document != null) {
                return document;
            }
        }
        int dice = choice.below(100);
        int likely = created < MOST_SUBSCRIPTIONS ? sharing ? 20 : 8 : sharing && created < MOST_SHARING ? 6 : 0;
        if (books.subscriptions().isEmpty() || dice < likely) {
            return create(books);
        } else if (dice < 26) {
            return time(books);
        } else if (dice < 34) {
            return new HistoryCommand.Run();
        } else if (dice < (crediting ? 45 : 70)) {
            SubscriptionState state = subscription(books);
            return new HistoryCommand.Change(
                    state.subscription().id().value(), commands.command(state.subscription(), books.now()));
        } else if (dice < (crediting ? 60 : 80)) {
            return usage.command(books, subscription(books).subscription());
        } else if (dice < (crediting ? 63 : 83)) {
            return coupon(books);
        } else if (dice < (crediting ? 65 : 86)) {
            return byHand(books);
        }
        HistoryCommand document = documents.command(books.invoices());
        again = document instanceof HistoryCommand.Note;
        return document == null ? generate(books) : document;
    }

    /** What brings everything nearer to its end; nothing once all is settled. */
    List<HistoryCommand> closing() {
        Snapshot books = history.snapshot();
        List<HistoryCommand> closing = new ArrayList<>();
        for (SubscriptionState state : books.subscriptions()) {
            if (!state.subscription().statusAt(books.now()).ended()) {
                closing.add(new HistoryCommand.Change(
                        state.subscription().id().value(), new SubscriptionCommand.Cancel(ChangeTiming.now(), null)));
            }
        }
        if (closing.isEmpty()) {
            books.oneOffs().stream()
                    .filter(OneOffCharge::pending)
                    .forEach(one -> closing.add(new HistoryCommand.OneOff(
                            new OneOffCommand.BillNow(one.customer().value(), one.description()))));
        }
        for (int i = 0; i < books.invoices().size(); i++) {
            Invoice invoice = books.invoices().get(i);
            if (invoice.status() == InvoiceStatus.DRAFT) {
                closing.add(new HistoryCommand.Refresh(i));
                closing.add(new HistoryCommand.Finalise(i));
            }
        }
        if (closing.isEmpty() && books.previews().values().stream().allMatch(Optional::isEmpty)) {
            return closing;
        }
        closing.add(new HistoryCommand.Run());
        closing.add(new HistoryCommand.SetClock(books.now()
                .plus(Duration.ofDays(1))
                .plus(Duration.ofHours(history.scenario().graceHours()))));
        closing.add(new HistoryCommand.Run());
        return closing;
    }

    private HistoryCommand create(Snapshot books) {
        String customer = choice.chance(sharing ? 80 : 60) ? "a" : "b";
        List<Subscription> others = books.subscriptions().stream()
                .map(SubscriptionState::subscription)
                .filter(subscription -> subscription.customer().value().equals(customer))
                .toList();
        if (sharing && !others.isEmpty() && choice.chance(80)) {
            return beside(customer, choice.of(others));
        }
        List<String> plans = choice.chance(65) ? PlainCatalogue.MONTHLY : PlainCatalogue.OTHERS;
        String usual = choice.of(!others.isEmpty() && choice.chance(85) ? PlainCatalogue.WITHOUT_METER : plans);
        String plan = terms.plan(early.plan(usual, others.isEmpty()), others.isEmpty());
        LocalDate today =
                books.now().atZone(history.scenario().zoneOf(customer)).toLocalDate();
        LocalDate start = today;
        if (choice.chance(30)) {
            start = today.minusDays(choice.below(75));
        } else if (choice.chance(20)) {
            start = today.plusDays(choice.below(40));
        }
        int trial = choice.chance(20) ? 1 + choice.below(40) : 0;
        LocalDate anchor = choice.chance(35) ? anchor(start.plusDays(trial)) : null;
        created++;
        return new HistoryCommand.Create(
                "s" + created,
                customer,
                plan,
                start,
                // An anchor on the first paid day says nothing that the start does not say.
                start.plusDays(trial).equals(anchor) ? null : anchor,
                commands.quantity(),
                trial,
                choice.chance(20) ? commands.term() : null);
    }

    /** One that begins with another, mostly to the same plan or to one that is as long. */
    private HistoryCommand beside(String customer, Subscription other) {
        LocalDate start = other.startInclusive()
                .atZone(history.scenario().zoneOf(customer))
                .toLocalDate();
        String same = other.itemsAt(other.startInclusive()).get(0).plan().plan().value();
        boolean metered = !PlainCatalogue.WITHOUT_METER.contains(same);
        created++;
        return new HistoryCommand.Create(
                "s" + created,
                customer,
                choice.chance(65) ? metered ? "plain" : same : choice.of(PlainCatalogue.WITHOUT_METER),
                start,
                null,
                commands.quantity(),
                0,
                choice.chance(20) ? commands.term() : null);
    }

    private LocalDate anchor(LocalDate near) {
        LocalDate month = near.minusMonths(choice.below(3)).withDayOfMonth(1);
        int day = choice.of(List.of(31, 31, 30, 29, 28, 15, 1));
        while (month.lengthOfMonth() < day) {
            month = month.plusMonths(1);
        }
        return month.withDayOfMonth(day);
    }

    private HistoryCommand time(Snapshot books) {
        Instant now = books.now();
        Instant to = now.plus(choice.of(List.of(
                Duration.ofHours(1 + choice.below(47)),
                Duration.ofDays(1 + choice.below(20)),
                Duration.ofDays(20 + choice.below(20)),
                Duration.ofDays(28 + choice.below(70)))));
        if (!books.subscriptions().isEmpty() && choice.chance(40)) {
            // Onto a boundary itself, or a second before.
            Subscription subscription = subscription(books).subscription();
            Instant end = subscription.schedule().endingAfter(now).endExclusive();
            to = end.minusSeconds(choice.below(2));
            to = to.isBefore(now) ? end : to;
        }
        return choice.chance(50) ? new HistoryCommand.AdvanceTo(to) : new HistoryCommand.SetClock(to);
    }

    private HistoryCommand coupon(Snapshot books) {
        if (granted > 0 && choice.chance(30)) {
            return new HistoryCommand.EndGrant(
                    "g" + (1 + choice.below(granted)), books.now().plus(Duration.ofDays(choice.below(40))));
        }
        Subscription subscription = subscription(books).subscription();
        granted++;
        return new HistoryCommand.Grant(
                "g" + granted,
                choice.of(PlainCoupons.KEYS),
                subscription.customer().value(),
                choice.chance(40) ? subscription.id().value() : null,
                choice.chance(50) ? null : books.now().minus(Duration.ofDays(choice.below(60))));
    }

    private HistoryCommand byHand(Snapshot books) {
        List<CustomerState> all = List.copyOf(books.customers().values());
        List<CustomerState> holding =
                all.stream().filter(state -> state.balance().isPositive()).toList();
        CustomerState customer = choice.of(holding.isEmpty() || choice.chance(30) ? all : holding);
        String id = customer.customer().id().value();
        int held = customer.balance().getAmountMinorInt();
        if (held > 0 && choice.chance(50)) {
            // Now and then all of it, or a cent more than there is.
            int wanted = choice.chance(50) ? 1 + choice.below(held) : held + choice.below(2);
            return choice.chance(50) ? new HistoryCommand.PayOut(id, wanted) : new HistoryCommand.Adjust(id, -wanted);
        }
        return new HistoryCommand.Adjust(id, 1 + choice.below(5000));
    }

    /** The period that is open, the one that runs, or any. */
    private HistoryCommand generate(Snapshot books) {
        SubscriptionState state = subscription(books);
        Subscription subscription = state.subscription();
        int running = subscription.schedule().elapsedAt(books.now());
        int index = choice.of(List.of(state.cursor().nextIndex(), state.cursor().nextIndex(), running));
        BillingPeriod period = subscription.period(Math.min(index, running));
        BillingPeriod wanted = period == null ? subscription.schedule().period(0) : period;
        return new HistoryCommand.Generate(subscription.id().value(), wanted.startInclusive(), wanted.endExclusive());
    }

    /** Any, but rather one that has not ended. */
    private SubscriptionState subscription(Snapshot books) {
        SubscriptionState any = choice.of(books.subscriptions());
        boolean ended = any.subscription().statusAt(books.now()).ended();
        return ended && choice.chance(80) ? choice.of(books.subscriptions()) : any;
    }
}
