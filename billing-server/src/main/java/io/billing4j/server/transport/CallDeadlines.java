package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.billing4j.id.SystemSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives a deadline to calls of gRPC, which the transport would serve without end: the client's own where that is sooner. A stream
 * ends with its token. REST has the time limit of the server, and no header that says otherwise.
 *
 * @param call of a call with one request
 * @param stream of a call that streams them
 */
record CallDeadlines(Duration call, Duration stream) {
    /** Of gRPC: where a client says how long it waits. */
    static final String HEADER = "grpc-timeout";

    private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,8})([HMSmun])");
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** The calls with deadlines. {@link CallTime} lifts one that the client has not set, since the context's request stays. */
    Function<? super HttpService, ? extends HttpService> over(GrpcService calls) {
        return delegate -> new SimpleDecoratingHttpService(delegate) {
            @Override
            public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
                MediaType type = request.contentType();
                if (type == null || !StrictRequests.framed(type)) {
                    return unwrap().serve(context, without(request));
                }
                Duration passed = passed(context);
                Duration limit = ClientStreams.isStream(calls, context)
                        ? sooner(stream.minus(passed), left(context))
                        : call.minus(passed);
                Duration own = of(request.headers().get(HEADER))
                        .map(wait -> wait.minus(passed))
                        .orElse(limit);
                String deadline = longEnough(sooner(own, limit)).toMillis() + "m";
                return unwrap().serve(
                                context,
                                request.mapHeaders(
                                        headers -> headers.withMutations(more -> more.set(HEADER, deadline))));
            }
        };
    }

    /** How long a client waits, if it says so in a way that can be read; at least a millisecond, since 0 would be no limit. */
    static Optional<Duration> of(@Nullable String header) {
        Matcher timeout = TIMEOUT.matcher(header == null ? "" : header);
        if (!timeout.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(timeout.group(1));
        Duration wait = switch (timeout.group(2)) {
            case "H" -> Duration.ofHours(amount);
            case "M" -> Duration.ofMinutes(amount);
            case "S" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMillis(amount);
            case "u" -> Duration.ofNanos(amount * 1_000);
            default -> Duration.ofNanos(amount);
        };
        return Optional.of(longEnough(wait));
    }

    private static HttpRequest without(HttpRequest request) {
        return request.headers().contains(HEADER)
                ? request.mapHeaders(headers -> headers.withMutations(more -> more.remove(HEADER)))
                : request;
    }

    /** What the transport, which counts from when the call begins, does not see: while its token was looked at, and its body came. */
    private static Duration passed(ServiceRequestContext context) {
        long begun = context.log()
                .ensureAvailable(RequestLogProperty.REQUEST_START_TIME)
                .requestStartTimeNanos();
        return Duration.ofNanos(SystemSource.nanoTime() - begun);
    }

    private static Duration left(ServiceRequestContext context) {
        return Duration.between(
                SystemSource.clock().instant(), Access.callerOf(context).until());
    }

    private static Duration longEnough(Duration wait) {
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }

    private static Duration sooner(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
