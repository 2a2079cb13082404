package io.billing4j.subscription;

import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.basic;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.paused;
import static io.billing4j.fixture.Changes.resumed;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.Changes;
import io.billing4j.period.BillingInterval;
import io.billing4j.subscription.SubscriptionChange.Activated;
import io.billing4j.subscription.SubscriptionChange.BecamePastDue;
import io.billing4j.subscription.SubscriptionChange.Recovered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The full product of statuses and commands. */
class LifeCycleTest {
    private static final Instant NOW = at("2024-02-10");

    /** What each status, in the order of the head, becomes by each command; a dot is refused. */
    private static final String TABLE = """
            command          PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  CANCELED  EXPIRED
            ACTIVATE         ACTIVE    ACTIVE    .         .         .         .         .
            EXTEND_TRIAL     .         TRIALING  .         .         .         .         .
            PAUSE            .         .         PAUSED    .         PAUSED    .         .
            RESUME           .         .         .         ACTIVE    .         .         .
            CHANGE_PLAN      PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            CHANGE_QUANTITY  PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            SET_ADD_ON       PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            REMOVE_ADD_ON    PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            CANCEL           CANCELED  CANCELED  CANCELED  CANCELED  CANCELED  .         .
            UNCANCEL         PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            WITHDRAW         PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            RENEW            PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            EXPIRE           PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            CHANGE_ZONE      PENDING   TRIALING  ACTIVE    PAUSED    PAST_DUE  .         .
            MARK_PAST_DUE    .         .         PAST_DUE  .         .         .         .
            RECOVER          .         .         .         .         ACTIVE    .         .
            """;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pairs")
    void a_pair_is_allowed_with_its_next_status_or_refused(
            SubscriptionStatus status, CommandKind command, String after) {
        if (after.equals(".")) {
            assertThat(LifeCycle.after(status, command)).isEmpty();
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "subscriptionId", () -> LifeCycle.require(status, command));
        } else {
            assertThat(LifeCycle.after(status, command)).contains(SubscriptionStatus.valueOf(after));
            LifeCycle.require(status, command);
        }
    }

    @Test
    void the_table_has_every_pair_once() {
        int product = CommandKind.values().length * SubscriptionStatus.values().length;

        assertThat(product).isEqualTo(16 * 7);
        assertThat(pairs().map(pair -> List.of(pair.get()[0], pair.get()[1])).distinct())
                .hasSize(product);
        assertThat(pairs()).hasSize(product);
    }

    /** For commands whose only change is one of status: a subscription of the status, with the change of the command. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pairs")
    void a_subscription_is_what_the_table_says_once_the_command_has_taken_effect(
            SubscriptionStatus status, CommandKind command, String after) {
        Subscription before = ofStatus(status);
        assertThat(before.statusAt(NOW)).isEqualTo(status);
        Optional<SubscriptionChange> change = change(command);

        if (!after.equals(".") && change.isPresent()) {
            assertThat(before.with(change.get()).statusAt(NOW)).isEqualTo(SubscriptionStatus.valueOf(after));
        }
    }

    private static Subscription ofStatus(SubscriptionStatus status) {
        return switch (status) {
            case PENDING -> pending();
            case TRIALING -> basic("2024-02-20", null);
            case ACTIVE -> basic();
            case PAUSED -> basic(paused("2024-02-01", PausedFees.STOP));
            case PAST_DUE -> basic(new BecamePastDue(at("2024-02-01"), RECORDED));
            case CANCELED -> basic(canceled("2024-02-01"));
            case EXPIRED -> basic(null, Term.fixed(BillingInterval.MONTHLY));
        };
    }

    private static Subscription pending() {
        Subscription any = basic();
        List<SubscriptionChange> changes = new ArrayList<>();
        changes.add(new SubscriptionChange.Created(
                at("2024-03-01"), RECORDED, Changes.BASIC, any.quantityAt(at("2024-01-01"))));
        return Subscription.of(any.id(), any.customer(), any.currency(), any.schedule(), changes);
    }

    private static Optional<SubscriptionChange> change(CommandKind command) {
        return switch (command) {
            case ACTIVATE -> Optional.of(new Activated(NOW, RECORDED));
            case PAUSE -> Optional.of(paused("2024-02-10", PausedFees.STOP));
            case RESUME -> Optional.of(resumed("2024-02-10"));
            case CANCEL -> Optional.of(canceled("2024-02-10"));
            case MARK_PAST_DUE -> Optional.of(new BecamePastDue(NOW, RECORDED));
            case RECOVER -> Optional.of(new Recovered(NOW, RECORDED));
            default -> Optional.empty();
        };
    }

    static Stream<Arguments> pairs() {
        List<String[]> rows = TABLE.lines().map(line -> line.trim().split(" +")).toList();
        String[] head = rows.get(0);
        return rows.stream().skip(1).flatMap(row -> {
            List<Arguments> pairs = new ArrayList<>();
            for (int i = 1; i < head.length; i++) {
                pairs.add(Arguments.of(SubscriptionStatus.valueOf(head[i]), CommandKind.valueOf(row[0]), row[i]));
            }
            return pairs.stream();
        });
    }
}
