package io.billing4j.subscription;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.addOnGone;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.basic;
import static io.billing4j.fixture.Changes.before;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.quantity;
import static io.billing4j.fixture.Changes.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.subscription.SubscriptionChange.Activated;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.subscription.SubscriptionChange.QuantityChanged;
import io.billing4j.subscription.SubscriptionChange.SettledAtOnce;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What many changes make of one instant. */
class TimelineTest {
    @Nested
    class OrderOfEffect {
        @Test
        void decides_and_not_order_of_record() {
            QuantityChanged five = quantity("2024-01-20", 5);
            QuantityChanged three = quantity("2024-01-10", 3);

            for (Subscription subscription : List.of(basic(five, three), basic(three, five))) {
                assertThat(subscription.quantityAt(before("2024-01-10"))).isEqualByComparingTo("1");
                assertThat(subscription.quantityAt(at("2024-01-10"))).isEqualByComparingTo("3");
                assertThat(subscription.quantityAt(before("2024-01-20"))).isEqualByComparingTo("3");
                assertThat(subscription.quantityAt(at("2024-01-20"))).isEqualByComparingTo("5");
            }
        }

        @Test
        void leaves_what_was_recorded_last_where_two_take_effect_at_the_same_instant() {
            Subscription subscription = basic(quantity("2024-01-10", 5), quantity("2024-01-10", 3));

            assertThat(subscription.quantityAt(at("2024-01-10"))).isEqualByComparingTo("3");
        }

        @Test
        void counts_for_each_aspect_apart() {
            Subscription subscription = basic(plan("2024-01-20", PRO), quantity("2024-01-10", 3));

            assertThat(subscription.planAt(at("2024-01-10"))).isEqualTo(BASIC);
            assertThat(subscription.planAt(at("2024-01-20"))).isEqualTo(PRO);
            assertThat(subscription.quantityAt(at("2024-01-20"))).isEqualByComparingTo("3");
        }

        @Test
        void puts_what_it_was_created_with_before_anything_else() {
            // Planned for 1 January and begun on 20 December, with 2 from 28 December on.
            Subscription early = basic(new Activated(at("2023-12-20"), RECORDED), quantity("2023-12-28", 2));

            assertThat(early.startInclusive()).isEqualTo(at("2023-12-20"));
            assertThat(early.quantityAt(at("2023-12-20"))).isEqualByComparingTo("1");
            assertThat(early.quantityAt(at("2023-12-28"))).isEqualByComparingTo("2");
            assertThat(early.quantityAt(at("2024-01-01"))).isEqualByComparingTo("2");
        }
    }

    @Nested
    class AnAddOn {
        private final Subscription subscription = basic(
                addOn("2024-01-10", SUPPORT, 1), addOnGone("2024-01-20", SUPPORT), addOn("2024-01-25", SUPPORT, 4));

        @Test
        void comes_and_goes_and_comes_again() {
            assertThat(subscription.itemsAt(before("2024-01-10"))).hasSize(1);
            assertThat(subscription.itemsAt(at("2024-01-10")))
                    .extracting(SubscriptionItem::plan)
                    .containsExactly(BASIC, SUPPORT);
            assertThat(subscription.itemsAt(at("2024-01-20"))).hasSize(1);
            assertThat(subscription.itemsAt(at("2024-01-25")).get(1).quantity()).isEqualByComparingTo("4");
        }

        @Test
        void has_a_quantity_of_its_own() {
            assertThat(subscription.with(quantity("2024-01-26", 9)).itemsAt(at("2024-01-27")))
                    .extracting(item -> item.quantity().toPlainString())
                    .containsExactly("9", "4");
        }

        @Test
        void belongs_to_the_plans_that_it_ever_has() {
            assertThat(subscription.plans()).containsExactly(BASIC, SUPPORT);
        }
    }

    @Nested
    class AWithdrawnChange {
        @Test
        void never_was() {
            Subscription subscription = basic(quantity("2024-01-10", 3), quantity("2024-01-20", 5), withdrawn(2));

            assertThat(subscription.quantityAt(at("2024-01-10"))).isEqualByComparingTo("1");
            assertThat(subscription.quantityAt(at("2024-01-20"))).isEqualByComparingTo("5");
        }

        @Test
        void may_be_an_end() {
            Subscription subscription = basic(canceled("2024-02-01"), withdrawn(2));

            assertThat(subscription.endExclusive()).isNull();
            assertThat(subscription.statusAt(at("2024-02-01"))).isEqualTo(SubscriptionStatus.ACTIVE);
        }

        @Test
        void leaves_the_numbers_of_the_others_alone() {
            Subscription subscription = basic(quantity("2024-01-10", 3), withdrawn(2), quantity("2024-01-20", 5));

            assertThat(subscription.scheduled(at("2024-01-05")))
                    .containsExactly(new ScheduledChange(4, quantity("2024-01-20", 5)));
        }

        @Test
        void is_not_settled_at_once() {
            Subscription settled = basic(quantity("2024-01-10", 3), new SettledAtOnce(at("2024-01-10"), RECORDED, 2));

            assertThat(settled.settledAtOnce()).containsExactly(new SettledAtOnce(at("2024-01-10"), RECORDED, 2));
            assertThat(settled.with(withdrawn(2)).settledAtOnce()).isEmpty();
        }
    }

    @Nested
    class AsOfAnInstant {
        private final Subscription subscription =
                basic(quantity("2024-01-10", 3), canceled("2024-03-01"), quantity("2024-02-10", 7));

        @Test
        void what_takes_effect_later_is_not_known() {
            Subscription then = subscription.asOf(at("2024-02-01"));

            assertThat(then.quantityAt(at("2024-02-10"))).isEqualByComparingTo("3");
            assertThat(then.endExclusive()).isNull();
        }

        @Test
        void what_takes_effect_at_that_very_instant_is_known() {
            assertThat(subscription.asOf(at("2024-03-01")).endExclusive()).isEqualTo(at("2024-03-01"));
            assertThat(subscription.asOf(before("2024-03-01")).endExclusive()).isNull();
        }

        @Test
        void nothing_is_another_where_all_has_taken_effect() {
            assertThat(subscription.asOf(at("2024-03-01"))).isSameAs(subscription);
        }

        @Test
        void a_start_that_lies_ahead_is_known_all_the_same() {
            Created created = subscription.created();

            assertThat(subscription.asOf(at("2023-06-01")).startInclusive()).isEqualTo(created.effectiveAt());
        }
    }

    @Nested
    class ScheduledChanges {
        private final Subscription subscription = basic(
                quantity("2024-01-10", 3),
                plan("2024-02-01", "2024-03-01", PRO),
                new SettledAtOnce(at("2024-02-01"), RECORDED, 3),
                canceled("2024-04-01"),
                withdrawn(5));

        @Test
        void are_those_that_have_not_taken_effect_and_stand() {
            assertThat(subscription.scheduled(at("2024-01-05")))
                    .extracting(ScheduledChange::number)
                    .containsExactly(2, 3);
            assertThat(subscription.scheduled(at("2024-01-10")))
                    .extracting(ScheduledChange::number)
                    .containsExactly(3);
            assertThat(subscription.scheduled(at("2024-02-01"))).isEmpty();
        }

        @Test
        void move_something_from_the_earlier_of_effect_and_fees_on() {
            assertThat(subscription.movedFrom(at("2024-01-05"))).isEqualTo(at("2024-01-10"));
            assertThat(subscription.movedFrom(at("2024-01-10"))).isEqualTo(at("2024-02-01"));
            assertThat(subscription.movedFrom(at("2024-02-01"))).isNull();
            // Fees of whole days follow it from the start of its day on.
            assertThat(basic(quantity("2024-01-10T15:00:00Z", "2024-01-10", 3)).movedFrom(at("2024-01-10T12:00:00Z")))
                    .isEqualTo(at("2024-01-10"));
        }
    }

    @Test
    void quantities_are_canonical() {
        assertThat(new QuantityChanged(RECORDED, RECORDED, RECORDED, new BigDecimal("3.500")).quantity())
                .hasToString("3.5");
    }
}
