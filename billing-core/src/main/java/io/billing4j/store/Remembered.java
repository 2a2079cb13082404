package io.billing4j.store;

import io.billing4j.id.ContentHash;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is kept of a request. */
public final class Remembered {
    private final String call;
    private final ContentHash request;
    private final byte @Nullable [] answer;

    private Remembered(String call, ContentHash request, byte @Nullable [] answer) {
        this.call = call;
        this.request = request;
        this.answer = answer;
    }

    /** A request that was claimed, and has no answer so far. */
    public static Remembered claimed(String call, ContentHash request) {
        return new Remembered(call, request, null);
    }

    /** The same request with an answer. */
    public Remembered with(byte[] given) {
        return new Remembered(call, request, given.clone());
    }

    /** What was asked for, such as {@code CreatePlan}. */
    public String call() {
        return call;
    }

    /** The hash of what it was asked with. */
    public ContentHash request() {
        return request;
    }

    /** What was answered, if that is kept. */
    public Optional<byte[]> answer() {
        return answer == null ? Optional.empty() : Optional.of(answer.clone());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Remembered that
                && call.equals(that.call)
                && request.equals(that.request)
                && Arrays.equals(answer, that.answer);
    }

    @Override
    public int hashCode() {
        return Objects.hash(call, request, Arrays.hashCode(answer));
    }

    @Override
    public String toString() {
        return call + " " + request + (answer == null ? ", unanswered" : ", " + answer.length + " bytes");
    }
}
