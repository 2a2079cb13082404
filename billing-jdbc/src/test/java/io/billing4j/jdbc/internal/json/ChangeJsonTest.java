package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.Term;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** What of a change is stored as a document. The texts here stand in books that are kept for years: they are never changed. */
class ChangeJsonTest {
    private static final Instant AT = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2023-11-15T00:00:00.000001Z");
    private static final PlanVersionRef PLAN = new PlanVersionRef(PlanId.of("assistant"), 3);
    private static final BillingInterval QUARTERS = new BillingInterval(IntervalUnit.QUARTER, 2);

    @Test
    void is_nothing_where_columns_say_everything() {
        assertThat(ChangeJson.write(new SubscriptionChange.Created(AT, AT, PLAN, BigDecimal.ONE)))
                .isNull();
        assertThat(ChangeJson.write(new SubscriptionChange.PlanChanged(AT, AT, LATER, PLAN, null)))
                .isNull();
        assertThat(ChangeJson.write(new SubscriptionChange.Canceled(AT, AT, LATER)))
                .isNull();
        assertThat(ChangeJson.read(null).trialEndIfAny()).isNull();
        assertThat(ChangeJson.read(null).termIfAny()).isNull();
        assertThat(ChangeJson.read(null).intervalIfAny()).isNull();
    }

    @Test
    void has_what_they_do_not_say() {
        assertThat(ChangeJson.write(
                        new SubscriptionChange.Created(AT, AT, PLAN, BigDecimal.ONE, LATER, Term.renewing(QUARTERS))))
                .isEqualTo("{\"v\":1,\"trialEnd\":\"2023-11-15T00:00:00.000001Z\","
                        + "\"term\":{\"unit\":\"QUARTER\",\"count\":2,\"renews\":true}}");
        assertThat(ChangeJson.write(new SubscriptionChange.TrialExtended(AT, AT, LATER)))
                .isEqualTo("{\"v\":1,\"trialEnd\":\"2023-11-15T00:00:00.000001Z\"}");
        assertThat(ChangeJson.write(new SubscriptionChange.Renewed(AT, AT, Term.fixed(QUARTERS), 2)))
                .isEqualTo("{\"v\":1,\"term\":{\"unit\":\"QUARTER\",\"count\":2,\"renews\":false},\"after\":2}");
        assertThat(ChangeJson.write(new SubscriptionChange.Paused(AT, AT, PausedFees.CONTINUE)))
                .isEqualTo("{\"v\":1,\"fees\":\"CONTINUE\"}");
        assertThat(ChangeJson.write(new SubscriptionChange.PlanChanged(AT, AT, AT, PLAN, QUARTERS)))
                .isEqualTo("{\"v\":1,\"interval\":{\"unit\":\"QUARTER\",\"count\":2}}");
        assertThat(ChangeJson.write(new SubscriptionChange.AddOnRemoved(AT, AT, AT, PlanId.of("storage"))))
                .isEqualTo("{\"v\":1,\"plan\":\"storage\"}");
        assertThat(ChangeJson.write(new SubscriptionChange.Withdrawn(AT, AT, 7)))
                .isEqualTo("{\"v\":1,\"change\":7}");
        assertThat(ChangeJson.write(new SubscriptionChange.SettledAtOnce(AT, AT, 7)))
                .isEqualTo("{\"v\":1,\"change\":7}");
        assertThat(ChangeJson.write(new SubscriptionChange.ZoneChanged(AT, AT, ZoneId.of("Asia/Kathmandu"))))
                .isEqualTo("{\"v\":1,\"zone\":\"Asia/Kathmandu\"}");
    }

    @Test
    void is_not_read_where_it_says_what_is_not_known_or_lacks_what_is_needed() {
        assertThatThrownBy(() -> ChangeJson.read("{\"v\":2}")).hasMessageContaining("version 1");
        assertThatThrownBy(() -> ChangeJson.read("{\"v\":1,\"reason\":\"x\"}")).hasMessageContaining("'reason'");
        assertThatThrownBy(() -> ChangeJson.read("{\"v\":1}").fees()).hasMessageContaining("'fees'");
        assertThatThrownBy(() -> ChangeJson.read("{\"v\":1}").change()).hasMessageContaining("'change'");
        assertThatThrownBy(
                        () -> ChangeJson.read("{\"v\":1,\"interval\":{\"unit\":\"DAY\",\"count\":1,\"renews\":true}}")
                                .intervalIfAny())
                .hasMessageContaining("'renews'");
    }
}
