package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedPlacesTest {
    private static final Instant MADE = Instant.parse("2024-05-01T00:00:00Z");
    private static final PlainPlace ONE = place("s1", "d1", "1st", "basic", "");
    private static final PlainPlace TWO = place("s2", "d2", "1st", "basic", "");

    @Test
    void belong_together_on_one_day_of_one_customer_as_far_as_the_tenant_wants_it() {
        assertThat(ONE.belongsWith(TWO, "CUSTOMER")).isTrue();
        assertThat(ONE.belongsWith(TWO, "PLAN")).isTrue();
        assertThat(ONE.belongsWith(TWO, "NONE")).isFalse();
        PlainPlace other = place("s3", "d3", "1st", "pro", "");
        assertThat(ONE.belongsWith(other, "CUSTOMER")).isTrue();
        assertThat(ONE.belongsWith(other, "PLAN")).isFalse();
    }

    @Test
    void belong_together_where_they_are_for_the_same() {
        assertThat(ONE.belongsWith(TWO, "GROUP")).isTrue();
        assertThat(ONE.belongsWith(place("s3", "d3", "1st", "pro", ""), "GROUP"))
                .isFalse();
        PlainPlace none = place("s3", "d3", "1st", "plain", "");
        assertThat(ONE.belongsWith(none, "GROUP")).isFalse();
        assertThat(none.belongsWith(place("s4", "d4", "1st", "plain", ""), "GROUP"))
                .isFalse();
        PlainPlace again = place("s3", "d3", "1st", "plain", "d1");
        assertThat(again.belongsWith(place("s4", "d4", "1st", "plain", "d1"), "GROUP"))
                .isTrue();
        assertThat(again.belongsWith(place("s4", "d4", "1st", "pro", "d1"), "GROUP"))
                .isFalse();
        assertThat(again.belongsWith(place("s4", "d4", "1st", "pro", "d1"), "PLAN"))
                .isTrue();
    }

    @Test
    void belong_together_in_no_other_way() {
        assertThat(ONE.belongsWith(place("s1", "d2", "1st", "basic", ""), "CUSTOMER"))
                .isFalse();
        assertThat(ONE.belongsWith(place("s2", "d2", "2nd", "basic", ""), "CUSTOMER"))
                .isFalse();
        assertThat(ONE.belongsWith(with("b", "run", true), "CUSTOMER")).isFalse();
        assertThat(ONE.belongsWith(with("a", "another", true), "CUSTOMER")).isFalse();
        assertThat(ONE.belongsWith(with("a", "run", false), "CUSTOMER")).isFalse();
        assertThat(with("a", "run", true).belongsWith(ONE, "CUSTOMER")).isTrue();
        assertThat(with("a", "", true).belongsWith(with("a", "", true), "CUSTOMER"))
                .isFalse();
    }

    @Test
    void belong_together_again_as_they_were() {
        PlainPlace again = place("s1", "d3", "1st", "basic", "d1");
        assertThat(again.belongsWith(place("s2", "d4", "1st", "pro", "d1"), "PLAN"))
                .isTrue();
        assertThat(again.belongsWith(place("s2", "d4", "1st", "basic", "d2"), "CUSTOMER"))
                .isFalse();
        assertThat(again.belongsWith(TWO, "CUSTOMER")).isFalse();
        assertThat(again.belongsWith(place("s2", "d4", "1st", "basic", "d1"), "NONE"))
                .isFalse();
    }

    @Test
    void have_to_be_together_where_each_is_its_subscriptions_only_one() {
        assertThat(new SharedPlaces(List.of(ONE, TWO), "CUSTOMER").together(ONE, TWO))
                .isTrue();
        assertThat(new SharedPlaces(List.of(ONE, TWO), "NONE").together(ONE, TWO))
                .isFalse();
    }

    /** A third is with the first or with the second one of a subscription that has two on the day. */
    @Test
    void have_to_be_together_by_their_order_where_a_subscription_has_several() {
        PlainPlace second = later("s1", "d3");
        SharedPlaces places = new SharedPlaces(List.of(ONE, second, TWO), "CUSTOMER");
        assertThat(places.together(ONE, TWO)).isTrue();
        assertThat(places.together(second, TWO)).isFalse();

        PlainPlace otherPlan = place("s1", "d1", "1st", "pro", "");
        SharedPlaces ofPlans = new SharedPlaces(List.of(otherPlan, second, TWO), "PLAN");
        assertThat(ofPlans.together(second, TWO)).isTrue();
        SharedPlaces skipped =
                new SharedPlaces(List.of(otherPlan, second, TWO, place("s2", "", "1st", "basic", "")), "PLAN");
        assertThat(skipped.together(second, TWO)).isFalse();
    }

    /** What is to one plan is for one order. */
    private static String group(String plan) {
        return plan.equals("basic") ? "PO-1" : plan.equals("pro") ? "PO-2" : "";
    }

    private static PlainPlace place(String subscription, String document, String day, String plan, String before) {
        LocalDate date = LocalDate.parse(day.equals("1st") ? "2024-05-01" : "2024-05-02");
        return new PlainPlace(
                subscription,
                "a",
                document,
                document.isEmpty() ? "" : "run",
                MADE,
                true,
                date,
                plan,
                group(plan),
                before);
    }

    private static PlainPlace later(String subscription, String document) {
        return new PlainPlace(
                subscription, "a", document, "run", MADE.plusNanos(1000), true, ONE.day(), "basic", "PO-1", "");
    }

    private static PlainPlace with(String customer, String run, boolean ofPeriod) {
        return new PlainPlace("s2", customer, "d2", run, MADE, ofPeriod, ONE.day(), "basic", "PO-1", "");
    }
}
