package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.UsageGathering;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.TenantKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recording reports of several callers in one transaction. */
@Timeout(60)
abstract class GatheringBehaviour extends GatheringBooks {
    private static final CustomerId NOBODY = CustomerId.of("nobody");

    GatheringBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void that_come_while_another_is_under_way_share_the_next_transaction() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        List<Future<UsageReceipt>> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(waiting("caller-" + i, one("e" + i)));
        }
        assertThat(first).isNotDone();
        staged().release();
        assertRecorded(first);
        for (Future<UsageReceipt> other : others) {
            assertRecorded(other);
        }
        assertThat(staged().committed()).isEqualTo(2);
        assertThat(onRecord("first", "e0", "e1", "e2", "e3", "e4")).isEqualTo(6);
    }

    @Test
    void are_answered_after_the_commit_and_find_their_events_on_record() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> second = waiting("second", one("second"));
        AtomicBoolean early = new AtomicBoolean();
        staged().failNext(() -> early.set(first.isDone()));
        staged().release();
        assertRecorded(second);
        assertThat(early).isFalse();
        assertThat(onRecord("first", "second")).isEqualTo(2);
    }

    @Test
    void leave_an_event_and_an_audit_entry_each_in_their_own_name() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> second = waiting("second", one("a"), one("b"));
        Future<UsageReceipt> third = waiting("third", one("c"));
        Future<UsageReceipt> idle = waiting("idle", one("a"));
        staged().release();
        answer(first);
        answer(second);
        answer(third);
        answer(idle);
        assertThat(trail()).containsExactlyInAnyOrder("first c-first 1", "second c-second 2", "third c-third 1");
    }

    @Test
    void with_one_event_are_told_by_turns_that_it_is_new_and_that_it_is_a_duplicate() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> second = waiting("second", one("x"), one("y"));
        Future<UsageReceipt> third = waiting("third", one("z"), one("x"), one("z"));
        staged().release();
        answer(first);
        assertThat(answer(second)).isEqualTo(new UsageReceipt(2, 0));
        assertThat(answer(third)).isEqualTo(new UsageReceipt(1, 2));
        assertThat(staged().committed()).isEqualTo(2);
    }

    @Test
    void go_by_themselves_when_their_turn_does_not_come() throws Exception {
        use(gathering().transactions(1).patience(Duration.ofMillis(1)).build());
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> second = call("second", one("a"));
        // It has begun a transaction although the first, the only one at once, has not ended.
        awaitThat(() -> staged().begun() == 2);
        staged().release();
        assertRecorded(first);
        assertRecorded(second);
    }

    @Test
    void of_one_tenant_do_not_wait_for_those_of_another() throws Exception {
        TenantId other = TenantId.of(tenant + "-b");
        billing().createTenant(other, TenantKind.LIVE, settings());
        billing().forTenant(other).catalog().createMeter(CALLS, MeterAggregation.SUM, false);
        billing().forTenant(other).customers().create(NewCustomer.of(ADA, "Ada"));
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> theirs = call(other, "other", one("first"));
        // It need not wait for a turn: its transaction is held by the test alone.
        awaitThat(() -> staged().begun() == 2);
        assertThat(usage().waiting()).isZero();
        staged().release();
        assertRecorded(first);
        assertRecorded(theirs);
    }

    @Test
    void are_as_many_in_a_transaction_as_it_takes_events() throws Exception {
        for (int most = 4; most <= 5; most++) {
            use(gathering().transactions(1).events(most).build());
            staged().reset();
            String round = most + "-";
            Future<UsageReceipt> first = heldFirst(round + "first");
            List<Future<UsageReceipt>> pairs = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                pairs.add(waiting("pair-" + i, one(round + "a" + i), one(round + "b" + i)));
            }
            staged().release();
            assertRecorded(first);
            for (Future<UsageReceipt> pair : pairs) {
                assertThat(answer(pair)).isEqualTo(new UsageReceipt(2, 0));
            }
            // The first; two pairs, two pairs, one pair: a third would make six events.
            assertThat(staged().committed()).isEqualTo(4);
        }
    }

    @Test
    void have_no_more_transactions_at_once_than_there_may_be() throws Exception {
        use(gathering().transactions(2).build());
        staged().hold();
        Future<UsageReceipt> first = call("first", one("first"));
        awaitThat(() -> staged().begun() == 1);
        Future<UsageReceipt> second = call("second", one("second"));
        awaitThat(() -> staged().begun() == 2);
        List<Future<UsageReceipt>> calls = new ArrayList<>(List.of(first, second, waiting("third", one("third"))));
        staged().release();
        for (int i = 0; i < 200; i++) {
            calls.add(call("caller", one("e" + i)));
        }
        for (Future<UsageReceipt> call : calls) {
            assertRecorded(call);
        }
        assertThat(staged().most()).isEqualTo(2);
    }

    @Test
    void with_more_events_than_a_transaction_takes_go_by_themselves() throws Exception {
        use(gathering().transactions(1).events(2).build());
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> large = call("large", one("a"), one("b"), one("c"));
        awaitThat(() -> staged().begun() == 2);
        staged().release();
        assertRecorded(first);
        assertThat(answer(large)).isEqualTo(new UsageReceipt(3, 0));
        assertRefused(ErrorCode.INVALID_BATCH, "events", () -> usage().record(tenant, List.of()));
    }

    @Test
    void are_told_exactly_what_is_on_record_whatever_comes_together() throws Exception {
        UsageGathering two = gathering().transactions(2).build();
        use(two);
        staged().reset();
        List<Future<UsageReceipt>> calls = new ArrayList<>();
        // 16 × 12 reports of three events each: their own, one that four others send too, and in every sixth a wrong
        // one.
        for (int caller = 0; caller < 16; caller++) {
            for (int i = 0; i < 12; i++) {
                String own = caller + "-" + i;
                boolean wrong = i % 6 == 0;
                calls.add(call(
                        "caller-" + caller,
                        one("own-" + own),
                        one("shared-" + (caller % 4) + "-" + i),
                        wrong ? event("wrong-" + own, NOBODY, "1", THEN) : one("more-" + own)));
            }
        }
        int recorded = 0;
        int duplicates = 0;
        for (int i = 0; i < calls.size(); i++) {
            if (i % 6 == 0) {
                assertRefused(calls.get(i), ErrorCode.CUSTOMER_NOT_FOUND, "events[2].customerId");
            } else {
                recorded += answer(calls.get(i)).recorded();
                duplicates += answer(calls.get(i)).duplicates();
            }
        }
        // 160 of 192 reports are right. 160 own and 160 more; of 4 × 10 shared events each is new once and known
        // thrice.
        assertThat(recorded).isEqualTo(360);
        assertThat(duplicates).isEqualTo(120);
        assertThat(two.waiting()).isZero();
    }
}
