package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnknownFieldSet;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.grpc.v1.FlatPrice;
import io.billing4j.grpc.v1.Price;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.Wire.Reply;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent, the server answers in time, with what was asked for or with an error of the one form that says what is
 * wrong with the request; never that the server failed.
 *
 * <p>{@code -Dseed=7} makes others, {@code -Drequests=1000} another number.
 */
class GeneratedRequestsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final int REQUESTS =
            Integer.getInteger("requests", Boolean.getBoolean("billing.nightly") ? 200_000 : 10_000);
    private static final long SEED = Long.getLong("seed", 1);
    private static final int OF_ONE_TENANT = 1_000;
    private static final int AT_ONCE = 4;
    private static final int TIMES = 50;
    private static final int MOST_FAULTS = 25;

    private static final List<ApiCall> CALLS = ApiCall.all();

    @Test
    void are_answered_over_the_store_in_memory(TestReporter reporter) throws Exception {
        try (HikariDataSource pool = TestDatabase.fresh().pool()) {
            TestServer server = TestServer.withJobs(new InMemoryBillingStore(), pool);
            GeneratedRequests all = sent(server, REQUESTS * 4 / 5, SEED, choices());
            report(all, REQUESTS * 4 / 5, reporter);
            assertThat(all.counts().keySet()).hasSameSizeAs(CALLS);
            assertThat(all.accepted()).as("calls that were answered").hasSizeGreaterThan(CALLS.size() * 9 / 10);
            assertThat(all.counts().values())
                    .allMatch(count -> count >= Math.min(TIMES, REQUESTS * 4 / 5 / CALLS.size()));
            assertThat(all.choices()).containsAll(choices());
        }
    }

    @Test
    void are_answered_over_postgresql(TestReporter reporter) throws Exception {
        try (HikariDataSource pool = TestDatabase.fresh().pool()) {
            TestServer server =
                    TestServer.withJobs(JdbcBillingStore.builder(pool).build(), pool);
            report(sent(server, REQUESTS / 5, SEED + 1_000, Set.of()), REQUESTS / 5, reporter);
        }
    }

    /**
     * As many, for one tenant after the other, some of them at once; those of a tenant are the same each time.
     *
     * @param choices which are to be made, if need be by further requests
     */
    private static GeneratedRequests sent(TestServer server, int requests, long seed, Set<String> choices)
            throws Exception {
        server.start();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<GeneratedRequests>> parts = new ArrayList<>();
            for (int from = 0; from < requests; from += OF_ONE_TENANT) {
                int part = from / OF_ONE_TENANT;
                int many = Math.min(OF_ONE_TENANT, requests - from);
                parts.add(threads.submit(() -> {
                    GeneratedRequests made = new GeneratedRequests(server.newSandbox(), seed + part, part % 4 == 1);
                    made.send(many);
                    return made;
                }));
            }
            GeneratedRequests all = new GeneratedRequests(server.newSandbox(), seed - 1, false);
            for (Future<GeneratedRequests> part : parts) {
                all.add(part.get());
            }
            all.sendUntilMade(choices);
            return all;
        } finally {
            threads.shutdownNow();
            server.leave();
        }
    }

    private static void report(GeneratedRequests all, int wanted, TestReporter reporter) {
        reporter.publishEntry(Map.of(
                "seed", Long.toString(SEED),
                "requests", Integer.toString(all.sent()),
                "well-formed", Integer.toString(all.wellFormed()),
                "answered", Integer.toString(all.answered()),
                "calls answered", all.accepted().size() + " of " + CALLS.size()));
        assertThat(all.faults().values().stream().limit(MOST_FAULTS))
                .as("with seed " + SEED)
                .isEmpty();
        assertThat(all.sent()).as("requests that were sent").isGreaterThanOrEqualTo(wanted);
        assertThat(all.wellFormed()).as("well-formed requests").isGreaterThanOrEqualTo(all.sent() / 2);
        assertThat(all.answered()).as("requests that were answered").isGreaterThan(all.sent() / 5);
    }

    /**
     * A price in a price in a price, in a plan without a key. JSON may be nested 32 times, and each price takes two, beside the
     * five around them: 13 are 31, 14 are 33. gRPC takes 100, of which three are around the prices: 48 are 99, 49 are 101.
     */
    @ParameterizedTest
    @CsvSource({
        "1, MISSING_FIELD, MISSING_FIELD",
        "13, MISSING_FIELD, MISSING_FIELD",
        "14, MALFORMED_REQUEST, MISSING_FIELD",
        "48, MALFORMED_REQUEST, MISSING_FIELD",
        "49, MALFORMED_REQUEST, MALFORMED_REQUEST",
        "1000, MALFORMED_REQUEST, MALFORMED_REQUEST",
        "20000, MALFORMED_REQUEST, MALFORMED_REQUEST"
    })
    void that_are_nested_are_read_to_a_depth_and_refused_beyond_it(int depth, String byRest, String byGrpc) {
        Wire wire = Wire.of(SERVER.newTenant());
        ApiCall call = ApiCall.named("CreatePlan");
        byte[] price = Price.newBuilder()
                .setFlat(FlatPrice.newBuilder().setAmount("1"))
                .build()
                .toByteArray();
        String json = "{\"flat\": {\"amount\": \"1\"}}";
        for (int i = 0; i < depth; i++) {
            price = field(11, field(1, price));
        }
        json = "{\"bucketed\": {\"inner\": ".repeat(depth) + json + "}}".repeat(depth);

        Reply grpc = wire.grpc(call, List.of(field(5, field(3, price))));
        Reply rest = wire.rest(
                "POST",
                "/api/billing/plans",
                ("{\"charges\": [{\"price\": " + json + "}]}").getBytes(StandardCharsets.UTF_8));

        assertThat(grpc.code()).as(grpc.toString()).isEqualTo(byGrpc);
        assertThat(rest.code()).as(rest.toString()).isEqualTo(byRest);
        for (Reply reply : List.of(grpc, rest)) {
            assertThat(GeneratedRequests.wrong(reply)).as(reply.toString()).isEmpty();
            assertThat(reply.field()).isEqualTo(reply.code().equals("MISSING_FIELD") ? "planId" : "");
        }
        assertThat(wire.both(ApiCall.named("ListPlans"), "{}")).allMatch(Reply::ok);
    }

    static Stream<byte[]> frames() {
        byte[] plan = {10, 1, 'p'};
        byte[] frame = Wire.framed(0, plan.length, plan);
        return Stream.of(
                new byte[0],
                new byte[] {0, 0, 0},
                Wire.framed(0, plan.length + 1, plan),
                Wire.framed(0, Integer.MAX_VALUE, plan),
                Wire.framed(0, -1, plan),
                Wire.framed(1, plan.length, plan),
                Wire.framed(2, plan.length, plan),
                Wire.framed(0x80, plan.length, plan),
                Wire.framed(255, plan.length, plan),
                Arrays.copyOf(frame, frame.length + 3),
                ByteBuffer.allocate(2 * frame.length).put(frame).put(frame).array());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void that_are_no_frame_of_one_message_are_refused(byte[] body) {
        assertMalformed("GetPlan", body);
    }

    /** Compressed by nobody knows what, and with bits that mean nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255})
    void that_are_no_frames_of_a_stream_are_refused(int flags) {
        assertMalformed("RecordUsageStream", Wire.framed(flags, 0, new byte[0]));
    }

    private static void assertMalformed(String call, byte[] body) {
        Reply reply = Wire.of(SERVER.newTenant()).raw(ApiCall.named(call).path(), body);
        assertThat(GeneratedRequests.wrong(reply)).as(reply.toString()).isEmpty();
        assertThat(reply.code()).isEqualTo("MALFORMED_REQUEST");
    }

    private static byte[] field(int number, byte[] content) {
        ByteString bytes = ByteString.copyFrom(content);
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(bytes)
                                .build())
                .build()
                .toByteArray();
    }

    /** All names of all choices that requests have. */
    private static Set<String> choices() {
        Set<String> choices = new TreeSet<>();
        Set<Descriptor> known = new HashSet<>();
        Deque<Descriptor> open = new ArrayDeque<>();
        CALLS.forEach(call -> open.add(call.proto().getInputType()));
        while (!open.isEmpty()) {
            Descriptor type = open.remove();
            if (known.add(type)) {
                for (FieldDescriptor field : type.getFields()) {
                    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                        open.add(field.getMessageType());
                    } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
                        field.getEnumType().getValues().stream()
                                .filter(value -> value.getNumber() != 0)
                                .forEach(value -> choices.add(value.getFullName()));
                    }
                }
            }
        }
        return choices;
    }
}
