package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TenantId;
import io.billing4j.usage.UsageEvent;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of reports of several callers where something is wrong with one of them, or with the store. */
@Timeout(60)
abstract class GatheringFailureBehaviour extends GatheringBooks {
    private static final CustomerId NOBODY = CustomerId.of("nobody");

    GatheringFailureBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void are_recorded_although_one_among_them_is_refused_which_gets_its_own_path() throws Exception {
        for (int wrong = 0; wrong < 2; wrong++) {
            String round = wrong + "-";
            UsageEvent[] report = {one(round + "c"), one(round + "d")};
            report[wrong] = event(round + "wrong", ADA, "-1", THEN);
            staged().reset();
            Future<UsageReceipt> first = heldFirst(round + "first");
            Future<UsageReceipt> before = waiting("before", one(round + "a"), one(round + "b"));
            Future<UsageReceipt> poison = waiting("poison", report);
            Future<UsageReceipt> after = waiting("after", one(round + "e"));
            staged().release();
            assertRecorded(first);
            assertThat(answer(before)).isEqualTo(new UsageReceipt(2, 0));
            assertRefused(poison, ErrorCode.NEGATIVE_QUANTITY, "events[" + wrong + "].quantity");
            assertRecorded(after);
            // The first, and those without the one to blame, of which nothing is there.
            assertThat(staged().committed()).isEqualTo(2);
            assertThat(onRecord(round + "a", round + "b", round + "e")).isEqualTo(3);
            assertThat(onRecord(round + "c", round + "d", round + "wrong")).isZero();
        }
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
    void of_a_tenant_that_does_not_exist_are_refused_and_leave_nothing_behind() {
        TenantId stranger = TenantId.of("stranger");
        assertRefused(ErrorCode.TENANT_NOT_FOUND, null, () -> usage().record(stranger, List.of(one("a"))));
        assertThat(usage().waiting()).isZero();
    }
}
