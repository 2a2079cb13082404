package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;
import io.billing4j.id.RequestKey;
import io.billing4j.store.Remembered;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Requests that are made once, however often they are sent: by a key that the caller chose, what was answered is kept with what was
 * done, and given again. It is for commands that have no key of their own.
 */
public final class Requests {
    /** How many one transaction forgets at most. */
    public static final int FORGOTTEN_AT_ONCE = 1_000;

    private static final Duration MOST = Duration.ofDays(3650);
    private static final int CALL_LENGTH = 200;

    private final TenantScope scope;

    Requests(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Does the work and keeps its answer, or gives the answer that is kept under the key and does nothing. Within {@link
     * Billing4J#inTransaction}: the answer is kept by the same commit as what the work has done, and neither if it throws, so that a
     * request that was refused may be made again with the same key. Two at once with one key do it once; the other waits, and has
     * the same answer.
     *
     * <pre>{@code
     * RequestAnswer answer = billing.inTransaction(tenant, actor, engine ->
     *         engine.requests().once(key, "ArchivePlan", hash, () -> bytes(engine.catalog().archivePlan(plan))));
     * }</pre>
     *
     * @param call what is asked for, 1 to 200 characters
     * @param request the hash of what it is asked with
     * @param work by commands of the same engine; what it gives must not depend on anything that is not part of the request
     * @throws io.billing4j.error.BillingException IDEMPOTENCY_CONFLICT at {@code idempotencyKey} if the key was used with another call
     *     or request; STORE_CONTENTION, which may be tried again, if somebody has had the key for too long;
     *     UNSUITABLE_TRANSACTION outside of {@link Billing4J#inTransaction}; whatever the work throws
     */
    public RequestAnswer once(RequestKey key, String call, ContentHash request, Supplier<byte[]> work) {
        Inputs.required("key", key);
        String asked = Inputs.text("call", call, CALL_LENGTH);
        Inputs.required("request", request);
        Inputs.required("work", work);
        if (!scope.joined()) {
            throw ErrorCode.UNSUITABLE_TRANSACTION.because(
                    "expected to be called within inTransaction, so that the answer is kept by the commit of what it tells of");
        }
        // The work as well is part of this command: what throws there undoes the claim, whoever swallows it.
        return scope.inTransaction(own -> {
            Optional<byte[]> kept = claimed(own, key, asked, request).flatMap(Remembered::answer);
            if (kept.isPresent()) {
                return new KeptAnswer(kept.get(), true);
            }
            byte[] answer = Inputs.required("answer", work.get());
            own.unit().requests().answer(key, answer);
            return new KeptAnswer(answer, false);
        });
    }

    /**
     * Keeps a key for a request that changes nothing when it is made again, so that it is not used for another one. No answer is kept:
     * the request is made each time.
     *
     * @param call as in {@link #once}
     * @param request as in {@link #once}
     * @return whether the key is new
     * @throws io.billing4j.error.BillingException IDEMPOTENCY_CONFLICT and STORE_CONTENTION as in {@link #once}
     */
    public boolean claim(RequestKey key, String call, ContentHash request) {
        Inputs.required("key", key);
        String asked = Inputs.text("call", call, CALL_LENGTH);
        Inputs.required("request", request);
        return scope.inTransaction(work -> claimed(work, key, asked, request).isEmpty());
    }

    /**
     * Forgets requests that were made that long ago by the store's clock, whatever the tenant's business time: their keys are free
     * again. It goes on in transactions of {@value #FORGOTTEN_AT_ONCE} each until none is left.
     *
     * @param age 0 to 3,650 days
     * @return how many
     * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code age}; UNSUITABLE_TRANSACTION within {@link
     *     Billing4J#inTransaction}; STORE_UNAVAILABLE or STORE_CONTENTION if it had to stop: asking again goes on
     */
    public int forgetOlderThan(Duration age) {
        Inputs.required("age", age);
        if (age.isNegative() || age.compareTo(MOST) > 0) {
            throw ErrorCode.INVALID_NUMBER.at("age", "expected 0 to 3650 days but found " + age);
        }
        scope.requireApart("forgetting requests");
        int all = 0;
        int some;
        do {
            some = scope.inTransaction(work -> work.unit().requests().forgetOlderThan(age, FORGOTTEN_AT_ONCE));
            all += some;
        } while (some == FORGOTTEN_AT_ONCE);
        return all;
    }

    private static Optional<Remembered> claimed(Work work, RequestKey key, String call, ContentHash request) {
        Optional<Remembered> kept = work.unit().requests().claim(key, call, request);
        if (kept.isPresent()
                && !(kept.get().call().equals(call) && kept.get().request().equals(request))) {
            throw ErrorCode.IDEMPOTENCY_CONFLICT.at(
                    "idempotencyKey",
                    "the key was used with another request, for " + kept.get().call());
        }
        return kept;
    }
}
