package io.billing4j.testkit;

import io.billing4j.id.ContentHash;
import io.billing4j.id.RequestKey;
import io.billing4j.store.Remembered;
import java.nio.charset.StandardCharsets;

/** Requests that were made. */
final class RequestSamples {
    /** The request of {@link SampleBooks}, which has an answer. */
    static final RequestKey ANSWERED = RequestKey.of("request-a");

    static final String CALL = "CreatePlan";

    private RequestSamples() {}

    static ContentHash request(int number) {
        return ContentHash.builder("sample request", 1).field(number).build();
    }

    static byte[] answer(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Remembered answered(int request, String answer) {
        return Remembered.claimed(CALL, request(request)).with(answer(answer));
    }
}
