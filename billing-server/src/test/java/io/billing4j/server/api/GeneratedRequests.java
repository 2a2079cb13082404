package io.billing4j.server.api;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.billing4j.error.ErrorCode;
import io.billing4j.server.api.ApiCall.UnspeakableException;
import io.billing4j.server.api.Wire.Reply;
import io.billing4j.server.transport.ErrorStatus;
import io.billing4j.server.transport.RequestRules;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Requests for one tenant, and what came of them. */
final class GeneratedRequests {
    private static final LocalDate NEAR_THE_END = LocalDate.of(9998, 12, 1);
    private static final int LONGEST_ADDRESS = 6_000;
    private static final int MOST_TRIES = 200_000;
    private static final Set<Status.Code> SERVERS =
            Set.of(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.UNAVAILABLE, Status.Code.DATA_LOSS);

    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private final Map<String, String> faults = new TreeMap<>();
    private final Set<String> choices = new TreeSet<>();
    private final List<ApiCall> order = new ArrayList<>();
    private final Random random;
    private final Spoiler spoiler;
    private final KnownValues known;
    private final MessageGenerator generator;
    private final Story story;
    private final long seed;
    private final boolean last;
    private int sent;
    private int wellFormed;
    private int answered;

    /**
     * Has sent none so far.
     *
     * @param last whether the books are to end on the last day that there is
     */
    GeneratedRequests(Rest tenant, long seed, boolean last) {
        this.seed = seed;
        this.last = last;
        random = new Random(seed);
        spoiler = new Spoiler(random);
        known = new KnownValues(random);
        story = new Story(Wire.of(tenant));
        LocalDate today =
                last ? NEAR_THE_END : TestServer.NOW.atOffset(ZoneOffset.UTC).toLocalDate();
        generator = new MessageGenerator(random, known, today);
    }

    /** How often each call was sent. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** The calls that were answered at least once. */
    Set<String> accepted() {
        return accepted;
    }

    /** What was wrong, by call, with the first request that showed it. */
    Map<String, String> faults() {
        return faults;
    }

    /** The names of choices that were made. */
    Set<String> choices() {
        return choices;
    }

    int sent() {
        return sent;
    }

    int wellFormed() {
        return wellFormed;
    }

    int answered() {
        return answered;
    }

    /** Fills the books and sends so many. What cannot be sent, since no client could say it, is replaced. */
    void send(int requests) {
        begin();
        while (sent < requests) {
            one();
        }
    }

    /** Makes requests, and sends those that make a choice that was not made so far, until each of these is made. */
    void sendUntilMade(Set<String> wanted) {
        Set<String> left = new TreeSet<>(wanted);
        left.removeAll(choices);
        if (left.isEmpty()) {
            return;
        }
        begin();
        for (int i = 0; i < MOST_TRIES && !left.isEmpty(); i++) {
            ApiCall call = next();
            Message request = generator.request(call);
            if (left.removeAll(made(request))) {
                Reply reply = grpc(call, request);
                note(call, request);
                judge(call, reply, call.name() + " " + shown(request.toString()));
            }
        }
    }

    /** Counts in what came of others. */
    void add(GeneratedRequests others) {
        sent += others.sent;
        wellFormed += others.wellFormed;
        answered += others.answered;
        others.counts.forEach((call, count) -> counts.merge(call, count, Integer::sum));
        accepted.addAll(others.accepted);
        choices.addAll(others.choices);
        others.faults.forEach(faults::putIfAbsent);
    }

    private void begin() {
        (last ? lastMonth() : CallScript.entries()).forEach(entry -> {
            String answer = story.play(entry, false).toString();
            known.learn(ApiCall.read(ApiCall.named(entry.rpc()).answer(), answer));
        });
    }

    /** Books that begin a month before the last day that there is. */
    private static List<CallScript.Entry> lastMonth() {
        return List.of(
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
                        "ListInvoices {}")
                .stream()
                .map(call -> CallScript.Entry.of(List.of(call, "= {}")))
                .toList();
    }

    private ApiCall next() {
        if (order.isEmpty()) {
            order.addAll(ApiCall.all());
            Collections.shuffle(order, random);
        }
        return order.remove(order.size() - 1);
    }

    private void one() {
        ApiCall call = next();
        int spoil = random.nextInt(100);
        Message whole = generator.request(call);
        Message request = spoil >= 60 && spoil < 80 ? spoiler.spoiled(whole) : whole;
        boolean rest = call.rest() && random.nextBoolean();
        try {
            if (spoil >= 80) {
                spoiled(call, request, rest);
                return;
            }
            String shown = (rest ? "REST " : "gRPC ") + call.name() + " " + shown(request.toString());
            answer(call, shown, rest ? rest(call, request) : () -> grpc(call, request));
            note(call, request);
        } catch (UnspeakableException | IllegalArgumentException e) {
            // JSON cannot say it, or no client would send it: the call has another turn.
            order.add(call);
        }
    }

    private void spoiled(ApiCall call, Message request, boolean rest) {
        if (rest) {
            boolean place = !call.verb().equals("POST") || random.nextInt(4) == 0;
            String address = call.address(request);
            byte[] body = call.body(request).getBytes(StandardCharsets.UTF_8);
            String asked = place ? spoiler.address(address) : address;
            byte[] content = place ? body : spoiler.json(call.body(request));
            String verb = random.nextInt(20) == 0 ? "PUT" : call.verb();
            String shown = "REST " + verb + " " + asked + " " + shown(new String(content, StandardCharsets.UTF_8));
            answer(call, shown, () -> story.wire().rest(verb, asked, content));
        } else {
            byte[] bytes = spoiler.bytes(request);
            String shown =
                    "gRPC " + call.name() + " " + HexFormat.of().formatHex(bytes, 0, Math.min(200, bytes.length));
            answer(call, shown, () -> story.wire().grpc(call, List.of(bytes)));
        }
        counts.merge(call.name(), 1, Integer::sum);
        sent++;
    }

    /** Counts a request that was sent. */
    private void note(ApiCall call, Message request) {
        choices.addAll(made(request));
        wellFormed += RequestRules.keptBy(request) ? 1 : 0;
        counts.merge(call.name(), 1, Integer::sum);
        sent++;
    }

    private void answer(ApiCall call, String shown, Sending sending) {
        try {
            judge(call, sending.send(), shown);
        } catch (AssertionError | IllegalStateException e) {
            fault(call, "no answer, or not the one that is described", shown + ": " + e);
        }
    }

    private void judge(ApiCall call, Reply reply, String shown) {
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

    private Sending rest(ApiCall call, Message request) {
        String address = call.address(request);
        if (address.length() > LONGEST_ADDRESS) {
            return () -> grpc(call, request);
        }
        byte[] body = call.body(request).getBytes(StandardCharsets.UTF_8);
        return () -> story.wire().rest(call.verb(), address, body);
    }

    private Reply grpc(ApiCall call, Message request) {
        byte[] bytes = request.toByteArray();
        return story.wire().grpc(call, call.streams() ? List.of(bytes, bytes) : List.of(bytes));
    }

    private void fault(ApiCall call, String what, String shown) {
        faults.putIfAbsent(call.name() + " " + what, "request " + sent + " of seed " + seed + ", " + shown);
    }

    private static String shown(String text) {
        String line = text.substring(0, Math.min(700, text.length()));
        return line.replace('\n', ' ');
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

    /** What is wrong with an error; nothing where it says what is wrong with the request, in the one form. */
    static String wrong(Reply reply) {
        ErrorCode code;
        try {
            code = ErrorCode.valueOf(reply.code());
        } catch (IllegalArgumentException e) {
            return "an error of another form";
        }
        boolean servers = reply.grpc()
                ? SERVERS.contains(Status.fromCodeValue(reply.status()).getCode())
                : reply.status() >= 500;
        if (servers || code.category().isFailure()) {
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

    /** Sends one request. */
    @FunctionalInterface
    private interface Sending {
        Reply send();
    }
}
