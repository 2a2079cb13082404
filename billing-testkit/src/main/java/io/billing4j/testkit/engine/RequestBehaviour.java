package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.RequestAnswer;
import io.billing4j.engine.Requests;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.IdSource;
import io.billing4j.id.RequestKey;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.tenant.TenantKind;
import io.billing4j.testkit.FailpointStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests that are sent more than once. */
abstract class RequestBehaviour extends TogetherBooks {
    private static final IdSource TENANT_KEYS = SystemSource.ids();
    private static final RequestKey KEY = RequestKey.of("key-1");
    private static final String CALL = "CreateCustomer";

    RequestBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void are_made_once_and_answered_with_what_was_answered_then() {
        RequestAnswer first = create(KEY, BOB);
        RequestAnswer second = create(KEY, BOB);

        assertThat(first.replayed()).isFalse();
        assertThat(text(first)).isEqualTo("created bob");
        assertThat(second.replayed()).isTrue();
        assertThat(text(second)).isEqualTo("created bob");
        assertThat(customers()).containsExactly(ADA, BOB);
        assertThat(create(RequestKey.of("key-2"), CYD).replayed()).isFalse();
    }

    @Test
    void are_answered_the_same_whatever_has_changed_since() {
        RequestAnswer first = subscribed();
        engine().catalog().archivePlan(API);
        engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
        clock.set("2024-03-01T00:00:00Z");

        assertThat(subscribed().bytes()).isEqualTo(first.bytes());
        assertThat(subscribed().replayed()).isTrue();
    }

    @Test
    void are_in_conflict_where_their_key_was_used_for_anything_else() {
        create(KEY, BOB);

        assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, "idempotencyKey", () -> create(KEY, CYD));
        assertRefused(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "idempotencyKey",
                () -> together(engine -> engine.requests().once(KEY, "Another", hash(BOB), () -> bytes("no"))));
        assertRefused(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "idempotencyKey",
                () -> engine().requests().claim(KEY, CALL, hash(CYD)));
        assertThat(customers()).containsExactly(ADA, BOB);
    }

    @Test
    void that_were_refused_may_be_made_again_with_their_key() {
        assertRefused(ErrorCode.CUSTOMER_EXISTS, "customerId", () -> create(KEY, ADA));

        assertThat(create(KEY, BOB).replayed()).isFalse();
        assertThat(customers()).containsExactly(ADA, BOB);
    }

    @Test
    void keep_nothing_where_what_their_work_throws_is_swallowed() {
        IllegalStateException own = new IllegalStateException("on purpose");
        assertThat(catchThrowable(() -> together(engine ->
                        catchThrowable(() -> engine.requests().once(KEY, CALL, hash(BOB), () -> {
                            throw own;
                        })))))
                .isSameAs(own);

        assertThat(create(KEY, CYD).replayed()).isFalse();
    }

    /** At whatever point it is cut off: either all of it is there, or nothing. */
    @Test
    void are_made_once_wherever_the_first_attempt_was_cut_off() {
        Set<String> points = new LinkedHashSet<>();
        createOn(new FailpointStore(store(), points::add), RequestKey.of("recorded"), BOB);
        assertThat(points).contains("after requests.claim", "before customers.insert", "after requests.answer");
        int number = 0;
        for (String point : points) {
            CustomerId customer = CustomerId.of("customer-" + number);
            RequestKey key = RequestKey.of("cut-" + number++);
            BillingStore cut = new FailpointStore(store(), FailpointStore.at(point, 1, () -> {
                throw new IllegalStateException(point);
            }));
            assertThat(catchThrowable(() -> createOn(cut, key, customer))).hasMessage(point);
            boolean committed = point.equals(FailpointStore.AFTER_COMMIT);
            assertThat(engine().customers().find(customer).isPresent())
                    .as(point)
                    .isEqualTo(committed);

            RequestAnswer again = create(key, customer);

            assertThat(again.replayed()).as(point).isEqualTo(committed);
            assertThat(text(again)).isEqualTo("created " + customer);
            assertThat(engine().customers().find(customer)).as(point).isPresent();
        }
    }

    @Test
    void are_made_once_where_many_send_them_at_once() throws Exception {
        List<RequestAnswer> answers = inParallel(8, () -> create(KEY, BOB));

        assertThat(answers).extracting(RequestBehaviour::text).containsOnly("created bob");
        assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
        assertThat(customers()).containsExactly(ADA, BOB);
    }

    @Test
    void are_others_where_another_tenant_sends_them() {
        TenantId other = TenantId.of(TENANT_KEYS.next().toString());
        billing().createTenant(other, TenantKind.LIVE, settings());
        create(KEY, BOB);

        RequestAnswer theirs = billing().inTransaction(other, CLERK, engine -> once(engine, KEY, CYD));

        assertThat(theirs.replayed()).isFalse();
        assertThat(billing().forTenant(other).customers().find(CYD)).isPresent();
        assertThat(text(create(KEY, BOB))).isEqualTo("created bob");
    }

    @Test
    void are_made_with_one_commit_alone() {
        assertRefused(ErrorCode.UNSUITABLE_TRANSACTION, null, () -> once(engine(), KEY, BOB));
        assertThat(customers()).containsExactly(ADA);
    }

    @Test
    void that_change_nothing_when_they_are_made_again_keep_their_key_alone() {
        assertThat(engine().requests().claim(KEY, CALL, hash(BOB))).isTrue();
        assertThat(engine().requests().claim(KEY, CALL, hash(BOB))).isFalse();
        assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, "idempotencyKey", () -> create(KEY, CYD));

        assertThat(create(KEY, BOB).replayed()).isFalse();
        assertThat(create(KEY, BOB).replayed()).isTrue();
    }

    @Test
    void leave_their_keys_once_they_are_forgotten() {
        create(KEY, BOB);
        assertThat(engine().requests().forgetOlderThan(Duration.ofHours(24))).isZero();
        assertThat(create(KEY, BOB).replayed()).isTrue();

        assertThat(engine().requests().forgetOlderThan(Duration.ZERO)).isEqualTo(1);
        assertThat(create(KEY, CYD).replayed()).isFalse();
        assertRefused(ErrorCode.INVALID_NUMBER, "age", () -> engine().requests().forgetOlderThan(Duration.ofNanos(-1)));
        assertRefused(
                ErrorCode.INVALID_NUMBER, "age", () -> engine().requests().forgetOlderThan(Duration.ofDays(3651)));
    }

    @Test
    void are_forgotten_some_at_a_time() {
        together(engine -> {
            boolean all = true;
            for (int i = 0; i <= Requests.FORGOTTEN_AT_ONCE; i++) {
                all &= engine.requests().claim(RequestKey.of("many-" + i), CALL, hash(BOB));
            }
            return all;
        });
        StagedStore counting = new StagedStore(store());

        assertThat(Billing4J.builder(counting)
                        .build()
                        .forTenant(tenant)
                        .requests()
                        .forgetOlderThan(Duration.ZERO))
                .isEqualTo(1_001);
        assertThat(counting.committed()).isEqualTo(2);
    }

    @Test
    void have_keys_of_1_to_50_characters() {
        assertThat(create(RequestKey.of("ä".repeat(50)), BOB).replayed()).isFalse();
        assertRefused(ErrorCode.MISSING_FIELD, "idempotencyKey", () -> RequestKey.of(""));
        assertRefused(ErrorCode.INVALID_TEXT, "idempotencyKey", () -> RequestKey.of("k".repeat(51)));
    }

    private RequestAnswer create(RequestKey key, CustomerId customer) {
        return together(engine -> once(engine, key, customer));
    }

    private RequestAnswer createOn(BillingStore store, RequestKey key, CustomerId customer) {
        return watched(store).inTransaction(tenant, CLERK, engine -> once(engine, key, customer));
    }

    private static RequestAnswer once(BillingEngine engine, RequestKey key, CustomerId customer) {
        return engine.requests().once(key, CALL, hash(customer), () -> bytes("created " + create(engine, customer)));
    }

    private RequestAnswer subscribed() {
        NewSubscription wanted = NewSubscription.of(ADA, API, LocalDate.parse("2023-11-01"));
        return together(engine -> engine.requests()
                .once(
                        KEY,
                        "CreateSubscription",
                        hash(ADA),
                        () -> bytes(engine.subscriptions().create(wanted).id().value())));
    }

    private static ContentHash hash(CustomerId customer) {
        return ContentHash.builder("request", 1).field(customer).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(RequestAnswer answer) {
        return new String(answer.bytes(), StandardCharsets.UTF_8);
    }
}
