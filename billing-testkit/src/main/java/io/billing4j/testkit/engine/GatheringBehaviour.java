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
import java.util.concurrent.atomic.AtomicReference;
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
    void are_recorded_although_one_among_them_is_refused_which_gets_its_own_path() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> before = waiting("before", one("a"), one("b"));
        Future<UsageReceipt> poison = waiting("poison", one("c"), event("d", ADA, "-1", THEN));
        Future<UsageReceipt> after = waiting("after", one("e"));
        staged().release();
        assertRecorded(first);
        assertThat(answer(before)).isEqualTo(new UsageReceipt(2, 0));
        assertRefused(poison, ErrorCode.NEGATIVE_QUANTITY, "events[1].quantity");
        assertRecorded(after);
        // The first, the two without the one to blame; of the one to blame nothing is there.
        assertThat(staged().committed()).isEqualTo(2);
        assertThat(onRecord("a", "b", "e")).isEqualTo(3);
        assertThat(onRecord("c", "d")).isZero();
    }

    @Test
    void are_recorded_although_several_among_them_are_refused() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> nobody = waiting("nobody", event("a", NOBODY, "1", THEN));
        Future<UsageReceipt> second = waiting("second", one("b"));
        Future<UsageReceipt> negative = waiting("negative", event("c", ADA, "-1", THEN));
        Future<UsageReceipt> far = waiting("far", one("d"), event("e", ADA, "1", "2123-11-10T00:00:00Z"));
        Future<UsageReceipt> third = waiting("third", one("f"));
        staged().release();
        assertRecorded(first);
        assertRefused(nobody, ErrorCode.CUSTOMER_NOT_FOUND, "events[0].customerId");
        assertRecorded(second);
        assertRefused(negative, ErrorCode.NEGATIVE_QUANTITY, "events[0].quantity");
        assertRefused(far, ErrorCode.EVENT_OUT_OF_RANGE, "events[1].occurredAt");
        assertRecorded(third);
    }

    @Test
    void with_one_id_and_other_content_are_refused_but_for_the_first() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> second = waiting("second", one("x"));
        Future<UsageReceipt> other = waiting("other", one("y"), event("x", ADA, "2", THEN));
        staged().release();
        assertRecorded(first);
        assertRecorded(second);
        assertRefused(other, ErrorCode.EVENT_CONFLICT, "events[1].eventId");
        assertThat(onRecord("y")).isZero();
    }

    @Test
    void all_fail_where_the_store_cannot_be_reached_and_can_be_sent_again() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        Future<UsageReceipt> second = waiting("second", one("a"));
        Future<UsageReceipt> third = waiting("third", one("b"));
        // The first transaction passes, and arms the next.
        staged().failNext(() -> staged().failNext(() -> {
            throw ErrorCode.STORE_UNAVAILABLE.because("gone");
        }));
        staged().release();
        assertRecorded(first);
        assertRefused(second, ErrorCode.STORE_UNAVAILABLE, null);
        assertRefused(third, ErrorCode.STORE_UNAVAILABLE, null);
        assertThat(staged().begun()).isEqualTo(2);
        assertRecorded(call("second", one("a")));
        assertRecorded(call("third", one("b")));
    }

    @Test
    void are_recorded_one_by_one_where_others_held_a_lock_for_too_long_or_a_defect_shows() throws Exception {
        for (RuntimeException failure : List.of(
                ErrorCode.STORE_CONTENTION.because("somebody has the customer"),
                new IllegalStateException("a defect"))) {
            String round = failure.getClass().getSimpleName();
            staged().reset();
            Future<UsageReceipt> first = heldFirst(round);
            Future<UsageReceipt> second = waiting("second", one(round + "-a"));
            Future<UsageReceipt> third = waiting("third", one(round + "-b"));
            staged().failNext(() -> staged().failNext(() -> {
                throw failure;
            }));
            staged().release();
            assertRecorded(first);
            assertRecorded(second);
            assertRecorded(third);
            // The first, the one that failed, and two more.
            assertThat(staged().begun()).isEqualTo(4);
        }
    }

    @Test
    void are_recorded_although_the_one_that_leads_them_is_interrupted() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        AtomicBoolean interrupted = new AtomicBoolean();
        Future<UsageReceipt> leader = waiting(new AtomicReference<>(), interrupted, one("a"));
        Future<UsageReceipt> second = waiting("second", one("b"));
        staged().failNext(() -> staged().failNext(() -> {
            Thread.currentThread().interrupt();
            throw ErrorCode.STORE_UNAVAILABLE.because("interrupted while it waited for a connection");
        }));
        staged().release();
        assertRecorded(first);
        assertRecorded(leader);
        assertThat(interrupted).isTrue();
        assertRecorded(second);
    }

    @Test
    void are_answered_although_interrupted_and_find_themselves_so() throws Exception {
        Future<UsageReceipt> first = heldFirst();
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Future<UsageReceipt> second = waiting(thread, interrupted, one("a"));
        thread.get().interrupt();
        Future<UsageReceipt> third = waiting("third", one("b"));
        staged().release();
        assertRecorded(first);
        assertRecorded(second);
        assertThat(interrupted).isTrue();
        assertRecorded(third);
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
        use(gathering().transactions(1).events(4).build());
        Future<UsageReceipt> first = heldFirst();
        List<Future<UsageReceipt>> pairs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pairs.add(waiting("pair-" + i, one("a" + i), one("b" + i)));
        }
        staged().release();
        assertRecorded(first);
        for (Future<UsageReceipt> pair : pairs) {
            assertThat(answer(pair)).isEqualTo(new UsageReceipt(2, 0));
        }
        // The first; two pairs, two pairs, one pair.
        assertThat(staged().committed()).isEqualTo(4);
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
    void of_a_tenant_that_does_not_exist_are_refused_and_leave_nothing_behind() {
        TenantId stranger = TenantId.of("stranger");
        assertRefused(ErrorCode.TENANT_NOT_FOUND, null, () -> usage().record(stranger, List.of(one("a"))));
        assertThat(usage().waiting()).isZero();
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
