package io.billing4j.grpc;

import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.UsageServiceGrpc;
import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.billing4j.reporter.UsageSink;
import io.billing4j.usage.UsageEvent;
import io.grpc.CallCredentials;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records usage on a server, one call a batch, for the tenant of its token. Errors come back as the server's own, with code and field; one
 * that no server sent, such as a broken connection or a deadline that has passed, is SERVER_UNAVAILABLE and retryable: the
 * batch may have been recorded, and sent again it counts once. Safe for many threads.
 */
public final class GrpcUsageSink implements UsageSink, AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> CORRELATION_ID =
            Metadata.Key.of("x-correlation-id", Metadata.ASCII_STRING_MARSHALLER);

    private final UsageServiceGrpc.UsageServiceBlockingStub stub;
    private final @Nullable ManagedChannel owned;
    private final @Nullable Supplier<String> token;
    private final Duration deadline;
    private final IdSource correlationIds;

    private GrpcUsageSink(Builder builder) {
        UsageServiceGrpc.UsageServiceBlockingStub plain = UsageServiceGrpc.newBlockingStub(builder.channel);
        stub = builder.credentials == null ? plain : plain.withCallCredentials(builder.credentials);
        owned = builder.owned;
        token = builder.token;
        deadline = builder.deadline;
        correlationIds = builder.correlationIds;
    }

    /** A builder of a sink on a channel that the host owns: closing the sink leaves it open. */
    public static Builder on(Channel channel) {
        return new Builder(channel, null);
    }

    /** A builder of a sink that shuts its channel down when it is closed. */
    public static Builder owning(ManagedChannel channel) {
        return new Builder(channel, channel);
    }

    /** {@inheritDoc} An interrupt ends the call; what it has recorded stays recorded. */
    @Override
    public void record(List<UsageEvent> events) {
        RecordUsageRequest request = UsageRequests.of(events);
        Metadata headers = new Metadata();
        if (token != null) {
            headers.put(AUTHORIZATION, "Bearer " + asked(token));
        }
        headers.put(CORRELATION_ID, correlationIds.next().toString());
        try {
            stub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .recordUsage(request);
        } catch (StatusRuntimeException e) {
            throw ServerErrors.of(e, events.size(), request.getSerializedSize());
        }
    }

    /** No event is to blame for a token that cannot be had. */
    private static String asked(Supplier<String> token) {
        try {
            return Objects.requireNonNull(token.get(), "no token");
        } catch (RuntimeException e) {
            throw ErrorCode.SERVER_UNAVAILABLE.because("no token is to be had: " + e.getMessage(), e);
        }
    }

    /** Shuts a channel of its own down; calls that are under way are cancelled. */
    @Override
    public void close() {
        if (owned != null) {
            owned.shutdownNow();
        }
    }

    /** What a sink is made of. */
    public static final class Builder {
        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST = Duration.ofHours(1);

        private final Channel channel;
        private final @Nullable ManagedChannel owned;
        private Duration deadline = Duration.ofSeconds(30);
        private @Nullable Supplier<String> token;
        private @Nullable CallCredentials credentials;
        private IdSource correlationIds = SystemSource.ids();

        private Builder(Channel channel, @Nullable ManagedChannel owned) {
            this.channel = channel;
            this.owned = owned;
        }

        /**
         * How long a batch may take; 30 s by default.
         *
         * @param value 1 ms to 1 h, else INVALID_NUMBER at {@code deadline}
         */
        public Builder deadline(Duration value) {
            if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
                throw ErrorCode.INVALID_NUMBER.at(
                        "deadline", "expected " + SHORTEST + " to " + LONGEST + " but found " + value);
            }
            deadline = value;
            return this;
        }

        /**
         * Gives the token that a call brings, asked before each: it may be renewed meanwhile. None by default. What it throws, and
         * null, is SERVER_UNAVAILABLE, so that the batch is sent again.
         */
        public Builder token(Supplier<String> value) {
            token = value;
            return this;
        }

        /** Another way to say who calls, as gRPC has it, in the place of a token; none by default. */
        public Builder credentials(CallCredentials value) {
            credentials = value;
            return this;
        }

        /**
         * Where the ids come from by which a call is found in the server's log and audit trail; time-ordered UUIDs by default.
         */
        public Builder correlationIds(IdSource value) {
            correlationIds = value;
            return this;
        }

        /**
         * The sink.
         *
         * @throws io.billing4j.error.BillingException INVALID_CHOICE at {@code credentials} where there is a token as well
         */
        public GrpcUsageSink build() {
            if (token != null && credentials != null) {
                throw ErrorCode.INVALID_CHOICE.at("credentials", "expected a token or credentials but found both");
            }
            return new GrpcUsageSink(this);
        }
    }
}
