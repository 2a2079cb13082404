package io.billing4j.server.jobs;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** States as the scheduler keeps them: text, and never objects of Java's own form, which whoever writes the table could make up. */
final class JobStateBytes implements Serializer {
    @Override
    public byte @Nullable [] serialize(@Nullable Object data) {
        return data == null ? null : bytes((JobState) data);
    }

    @Override
    public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] bytes) {
        return bytes == null ? null : type.cast(state(bytes));
    }

    static byte[] bytes(JobState state) {
        return state.text().getBytes(StandardCharsets.UTF_8);
    }

    static JobState state(byte @Nullable [] bytes) {
        return bytes == null ? JobState.NEW : JobState.of(new String(bytes, StandardCharsets.UTF_8));
    }
}
