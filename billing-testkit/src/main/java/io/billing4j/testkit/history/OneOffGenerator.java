package io.billing4j.testkit.history;

import io.billing4j.invoice.OneOffCharge;
import io.billing4j.subscription.Subscription;
import io.billing4j.tax.TaxBehavior;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Makes up what is billed once: nothing in most histories. */
final class OneOffGenerator {
    private static final int SALT = 1;
    private static final List<String> CATEGORIES =
            List.of(PlainTaxes.STANDARD, PlainTaxes.STANDARD, PlainTaxes.STANDARD, PlainTaxes.OTHER);

    private final Choice choice;
    private final Scenario scenario;
    private final boolean any;
    private int added;

    OneOffGenerator(Choice choice, Scenario scenario) {
        this.choice = choice.apart(SALT);
        this.scenario = scenario;
        this.any = this.choice.chance(30);
    }

    /** Whether there is any in the history. */
    boolean any() {
        return any;
    }

    /** Whether it is time for a command. */
    boolean next() {
        return any && choice.chance(18);
    }

    OneOffCommand command(Snapshot books) {
        int dice = choice.below(100);
        if (added == 0 || dice < 65) {
            return add(books);
        } else if (dice < 78) {
            return new OneOffCommand.Cancel("o" + (1 + choice.below(added)));
        }
        List<OneOffCharge> pending =
                books.oneOffs().stream().filter(OneOffCharge::pending).toList();
        if (pending.isEmpty() || choice.chance(20)) {
            return new OneOffCommand.BillNow(
                    choice.chance(60) ? "a" : "b", choice.chance(50) ? null : "o" + (1 + choice.below(added)));
        }
        OneOffCharge one = choice.of(pending);
        return new OneOffCommand.BillNow(one.customer().value(), choice.chance(50) ? null : one.description());
    }

    private OneOffCommand add(Snapshot books) {
        List<Subscription> own = books.subscriptions().stream()
                .map(state -> state.subscription())
                .toList();
        Subscription subscription = own.isEmpty() ? null : choice.of(own);
        String customer = subscription == null || choice.chance(10)
                ? "b"
                : subscription.customer().value();
        boolean bound = subscription != null && choice.chance(45);
        Instant now = books.now();
        LocalDate today = now.atZone(scenario.zoneOf(customer)).toLocalDate();
        added++;
        return new OneOffCommand.Add(
                "o" + added,
                customer,
                subscription != null && bound ? subscription.id().value() : null,
                BigDecimal.valueOf(1 + choice.below(200_000), choice.of(List.of(0, 2, 2, 3, 6))),
                choice.chance(60) ? null : BigDecimal.valueOf(1 + choice.below(9000), 1 + choice.below(3)),
                choice.chance(4) ? PlainOneOff.UNRULED : choice.of(CATEGORIES),
                choice.chance(60) ? null : choice.of(List.of(TaxBehavior.values())),
                choice.chance(60) ? today : today.plusDays(choice.below(100) - 60L),
                choice.chance(60) ? null : now.plus(Duration.ofHours(choice.below(2000) - 500L)));
    }
}
