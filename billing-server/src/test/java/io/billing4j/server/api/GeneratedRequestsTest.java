package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.FlatPrice;
import io.billing4j.grpc.v1.Price;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.ApiCall.UnspeakableException;
import io.billing4j.server.api.Wire.Reply;
import io.billing4j.server.transport.ErrorStatus;
import io.billing4j.server.transport.RequestRules;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent, the server answers in time, with what was asked for or with an error of the one form that says what is
 * wrong with the request; never that the server failed.
 *
 * <p>{@code -Dseed=7} makes others, {@code -Drequests=1000} another number.
 */
class GeneratedRequestsTest {
    private static final int REQUESTS =
            Integer.getInteger("requests", Boolean.getBoolean("billing.nightly") ? 200_000 : 10_000);
    private static final long SEED = Long.getLong("seed", 1);
    private static final int OF_ONE_TENANT = 500;
    private static final LocalDate NEAR_THE_END = LocalDate.of(9998, 12, 1);
    private static final int TIMES = 50;
    private static final int LONGEST_ADDRESS = 6_000;
    private static final int MOST_FAULTS = 25;
    private static final int MOST_TRIES = 200_000;

    private static final List<ApiCall> CALLS = ApiCall.all();

    @Test
    void are_answered_over_the_store_in_memory(TestReporter reporter) {
        TestServer server = new TestServer(new InMemoryBillingStore());
        server.start();
        try {
            Requests requests = new Requests(server, SEED);
            requests.send(REQUESTS * 4 / 5);
            requests.sendLeft();
            requests.report(reporter);
            assertThat(requests.counts.keySet()).hasSameSizeAs(CALLS);
            assertThat(requests.accepted).as("calls that were answered").hasSizeGreaterThan(CALLS.size() * 9 / 10);
            assertThat(requests.counts.values())
                    .allMatch(count -> count >= Math.min(TIMES, REQUESTS * 4 / 5 / CALLS.size()));
        } finally {
            server.stop();
        }
    }

    @Test
    void are_answered_over_postgresql(TestReporter reporter) {
        try (HikariDataSource pool = TestDatabase.fresh().pool()) {
            TestServer server = new TestServer(JdbcBillingStore.builder(pool).build());
            server.start();
            try {
                Requests requests = new Requests(server, SEED + 1);
                requests.send(REQUESTS / 5);
                requests.report(reporter);
            } finally {
                server.stop();
            }
        }
    }

    /** A price in a price in a price; how deep is deep enough for gRPC to give up, and for us. */
    @ParameterizedTest
    @ValueSource(ints = {10, 31, 32, 49, 50, 51, 99, 100, 1_000, 20_000})
    void that_are_nested_without_end_are_refused(int depth) {
        TestServer server = new TestServer();
        server.start();
        try {
            Wire wire = Wire.of(server.newTenant());
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
            byte[] request = field(5, field(3, price));
            Reply grpc = wire.grpc(call, List.of(request));
            assertThat(wrong(grpc)).as(grpc.toString()).isEmpty();
            Reply rest = wire.rest(
                    "POST",
                    "/api/billing/plans",
                    ("{\"charges\": [{\"price\": " + json + "}]}").getBytes(StandardCharsets.UTF_8));
            assertThat(wrong(rest)).as(rest.toString()).isEmpty();
        } finally {
            server.stop();
        }
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
        TestServer server = new TestServer();
        server.start();
        try {
            Reply reply =
                    Wire.of(server.newTenant()).raw(ApiCall.named("GetPlan").path(), body);
            assertThat(wrong(reply)).as(reply.toString()).isEmpty();
            assertThat(reply.code()).isEqualTo("MALFORMED_REQUEST");
        } finally {
            server.stop();
        }
    }

    /** Compressed by nobody knows what, and with bits that mean nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255})
    void that_are_no_frames_of_a_stream_are_refused(int flags) {
        TestServer server = new TestServer();
        server.start();
        try {
            Reply reply = Wire.of(server.newTenant())
                    .raw(ApiCall.named("RecordUsageStream").path(), Wire.framed(flags, 0, new byte[0]));
            assertThat(wrong(reply)).as(reply.toString()).isEmpty();
            assertThat(reply.code()).isEqualTo("MALFORMED_REQUEST");
        } finally {
            server.stop();
        }
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

    /** Some requests for one tenant after the other, and what came of them. */
    private static final class Requests {
        private final TestServer server;
        private final Random random;
        private final Spoiler spoiler;
        private final Map<String, Integer> counts = new HashMap<>();
        private final Set<String> accepted = new HashSet<>();
        private final Map<String, String> faults = new HashMap<>();
        private final Set<String> choices = new TreeSet<>();
        private final Map<EnumDescriptor, Integer> turns = new HashMap<>();
        private final List<ApiCall> order = new ArrayList<>();
        private final long seed;
        private int sent;
        private int wellFormed;
        private int answered;

        Requests(TestServer server, long seed) {
            this.server = server;
            this.seed = seed;
            random = new Random(seed);
            spoiler = new Spoiler(random);
        }

        void send(int requests) {
            for (int i = 0; i < requests; i += OF_ONE_TENANT) {
                boolean last = i / OF_ONE_TENANT % 4 == 3;
                KnownValues known = new KnownValues(random);
                Story story = new Story(Wire.of(server.newSandbox()));
                if (last) {
                    begin(story, known);
                } else {
                    CallScript.entries().forEach(entry -> learn(story, entry, known));
                }
                LocalDate today = last
                        ? NEAR_THE_END
                        : TestServer.NOW.atOffset(ZoneOffset.UTC).toLocalDate();
                MessageGenerator generator = new MessageGenerator(random, known, today, turns);
                for (int j = 0; j < OF_ONE_TENANT && sent < requests; j++) {
                    one(story.wire(), generator, known);
                }
            }
        }

        private static void learn(Story story, CallScript.Entry entry, KnownValues known) {
            JsonNode answer = story.play(entry, false);
            known.learn(ApiCall.read(ApiCall.named(entry.rpc()).answer(), answer.toString()));
        }

        /** Books that begin a month before the last day that there is. */
        private static void begin(Story story, KnownValues known) {
            for (String call : List.of(
                    "SetClock {'to': '9998-12-01T00:00:00Z'}",
                    "CreateMeter {'meterId': 'tokens', 'aggregation': 'SUM'}",
                    "CreatePlan {'planId': 'last', 'name': 'Last', 'currency': 'USD', 'interval': {'unit': 'MONTH'},"
                            + " 'charges': [{'chargeId': 'fee', 'description': 'Fee', 'price': {'flat': {'amount': '20'}}},"
                            + " {'chargeId': 'use', 'description': 'Use', 'meterId': 'tokens',"
                            + " 'price': {'perUnit': {'unitAmount': '0.01'}}}]}",
                    "CreateCustomer {'customerId': 'ada', 'name': 'Ada'}",
                    "CreateSubscription {'subscriptionId': 'ada', 'customerId': 'ada', 'planId': 'last',"
                            + " 'startDate': '9998-11-01'}",
                    "RunBilling {'cutOff': '9998-12-01'}",
                    "ListInvoices {}")) {
                learn(story, CallScript.Entry.of(List.of(call, "= {}")), known);
            }
        }

        private ApiCall next() {
            if (order.isEmpty()) {
                order.addAll(CALLS);
                Collections.shuffle(order, random);
            }
            return order.remove(order.size() - 1);
        }

        private void one(Wire wire, MessageGenerator generator, KnownValues known) {
            ApiCall call = next();
            int spoil = random.nextInt(100);
            Message request = generator.request(call);
            if (spoil >= 60) {
                request = spoil < 80 ? spoiler.spoiled(request) : request;
            }
            boolean rest = call.rest() && random.nextBoolean();
            sent++;
            counts.merge(call.name(), 1, Integer::sum);
            String shown = (rest ? "REST " : "gRPC ") + call.name() + " " + shown(request.toString());
            Reply reply;
            try {
                if (spoil < 80) {
                    choices.addAll(made(request));
                    wellFormed += RequestRules.keptBy(request) ? 1 : 0;
                    reply = rest ? rest(wire, call, request) : grpc(wire, call, request);
                } else if (rest) {
                    boolean place = !call.verb().equals("POST") || random.nextInt(4) == 0;
                    String address = call.address(request);
                    byte[] body = call.body(request).getBytes(StandardCharsets.UTF_8);
                    String asked = place ? spoiler.address(address) : address;
                    byte[] content = place ? body : spoiler.json(call.body(request));
                    shown = "REST " + call.verb() + " " + asked + " "
                            + shown(new String(content, StandardCharsets.UTF_8));
                    reply = wire.rest(random.nextInt(20) == 0 ? "PUT" : call.verb(), asked, content);
                } else {
                    byte[] bytes = spoiler.bytes(request);
                    shown = "gRPC " + call.name() + " "
                            + HexFormat.of().formatHex(bytes, 0, Math.min(200, bytes.length));
                    reply = wire.grpc(call, List.of(bytes));
                }
            } catch (UnspeakableException | IllegalArgumentException e) {
                // JSON cannot say it, or no client would send it.
                return;
            } catch (AssertionError e) {
                fault(call, "no answer", shown + ": " + e.getCause());
                return;
            }
            judge(call, reply, shown, known);
        }

        /** Makes requests until each choice is made that has not been made so far. */
        void sendLeft() {
            Story story = new Story(Wire.of(server.newSandbox()));
            KnownValues known = new KnownValues(random);
            CallScript.entries().forEach(entry -> learn(story, entry, known));
            LocalDate today = TestServer.NOW.atOffset(ZoneOffset.UTC).toLocalDate();
            MessageGenerator generator = new MessageGenerator(random, known, today, turns);
            Set<String> left = GeneratedRequestsTest.choices();
            left.removeAll(choices);
            for (int i = 0; i < MOST_TRIES && !left.isEmpty(); i++) {
                ApiCall call = next();
                Message request = generator.request(call);
                Set<String> made = made(request);
                if (left.removeAll(made)) {
                    judge(
                            call,
                            grpc(story.wire(), call, request),
                            call.name() + " " + shown(request.toString()),
                            known);
                }
            }
            assertThat(left).as("choices that no request made").isEmpty();
        }

        private static Set<String> made(Message message) {
            Set<String> made = new HashSet<>();
            message.getAllFields().forEach((field, value) -> {
                for (Object each : field.isRepeated() ? (Collection<?>) value : List.of(value)) {
                    if (each instanceof EnumValueDescriptor choice) {
                        made.add(choice.getFullName());
                    } else if (each instanceof Message inner) {
                        made.addAll(made(inner));
                    }
                }
            });
            return made;
        }

        private void judge(ApiCall call, Reply reply, String shown, KnownValues known) {
            if (!reply.ok()) {
                String wrong = wrong(reply);
                if (!wrong.isEmpty()) {
                    fault(call, wrong + " " + reply.code(), shown + "\n    " + reply);
                }
                return;
            }
            try {
                Message.Builder answer = call.answer().newBuilderForType();
                if (reply.grpc()) {
                    answer.mergeFrom(reply.message());
                } else {
                    JsonFormat.parser().merge(reply.message().toStringUtf8(), answer);
                }
                answered++;
                accepted.add(call.name());
                known.learn(answer.build());
            } catch (InvalidProtocolBufferException e) {
                // A spoiled address may be that of another call.
                if (shown.startsWith("gRPC")) {
                    fault(call, "an answer of another form", shown + "\n    " + reply);
                }
            }
        }

        private static Reply rest(Wire wire, ApiCall call, Message request) {
            String address = call.address(request);
            if (address.length() > LONGEST_ADDRESS) {
                return grpc(wire, call, request);
            }
            return wire.rest(call.verb(), address, call.body(request).getBytes(StandardCharsets.UTF_8));
        }

        private static Reply grpc(Wire wire, ApiCall call, Message request) {
            byte[] bytes = request.toByteArray();
            return wire.grpc(call, call.streams() ? List.of(bytes, bytes) : List.of(bytes));
        }

        private static String shown(String text) {
            String line = text.replace('\n', ' ');
            return line.substring(0, Math.min(700, line.length()));
        }

        private void fault(ApiCall call, String what, String shown) {
            if (faults.size() < MOST_FAULTS) {
                faults.putIfAbsent(call.name() + " " + what, "request " + sent + ", " + shown);
            }
        }

        void report(TestReporter reporter) {
            reporter.publishEntry(Map.of(
                    "seed", Long.toString(seed),
                    "requests", Integer.toString(sent),
                    "well-formed", Integer.toString(wellFormed),
                    "answered", Integer.toString(answered),
                    "calls answered", accepted.size() + " of " + CALLS.size()));
            assertThat(faults.values()).as("with seed " + seed).isEmpty();
            assertThat(wellFormed).as("well-formed requests").isGreaterThanOrEqualTo(sent / 2);
            assertThat(answered).as("requests that were answered").isGreaterThan(sent / 5);
        }
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

    /** What is wrong with an error; nothing where it says what is wrong with the request, in the one form. */
    private static String wrong(Reply reply) {
        ErrorCode code;
        try {
            code = ErrorCode.valueOf(reply.code());
        } catch (IllegalArgumentException e) {
            return "an error of another form";
        }
        if (code.category().isFailure()) {
            return "the server's fault";
        }
        if (reply.header().isEmpty() || !reply.correlationId().equals(reply.header())) {
            return "no correlation id";
        }
        if (reply.text().isBlank()) {
            return "no message";
        }
        ErrorStatus status = ErrorStatus.of(code);
        boolean nearer = code == ErrorCode.MALFORMED_REQUEST || code == ErrorCode.ROUTE_NOT_FOUND;
        boolean right = reply.grpc()
                ? reply.status() == status.grpc().value()
                        || (nearer && reply.status() == Status.Code.RESOURCE_EXHAUSTED.value())
                : reply.status() == status.http().code() || (nearer && reply.status() / 100 == 4);
        return right ? "" : "another status";
    }
}
