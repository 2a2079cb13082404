package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.UnknownFieldSet;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.CallScript.Entry;
import io.billing4j.server.api.Wire.Reply;
import io.billing4j.server.security.CallLimits;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.Tokens;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On PostgreSQL, each error as a client is told of it, by both protocols. */
class EveryErrorTest {
    private static final String NO_TAX_SERVICE = "a server has no tax service outside";
    private static final String REPORTER = "of a usage reporter, in the process of whoever reports";

    /** What no client is told, and why. */
    private static final Map<ErrorCode, String> NEVER = Map.ofEntries(
            Map.entry(ErrorCode.TENANT_EXISTS, "tenants are created by the command line"),
            Map.entry(ErrorCode.TAX_REFUSED, NO_TAX_SERVICE),
            Map.entry(ErrorCode.TAX_ANSWER_INVALID, NO_TAX_SERVICE),
            Map.entry(ErrorCode.TAX_PENDING, NO_TAX_SERVICE),
            Map.entry(ErrorCode.TAX_UNAVAILABLE, NO_TAX_SERVICE),
            Map.entry(ErrorCode.PAYMENT_UNDER_WAY, "no call says that a payment is under way"),
            Map.entry(ErrorCode.REPORTER_FULL, REPORTER),
            Map.entry(ErrorCode.REPORTER_CLOSED, REPORTER),
            Map.entry(ErrorCode.SPILL_UNAVAILABLE, REPORTER),
            Map.entry(ErrorCode.SPILL_IN_USE, REPORTER),
            Map.entry(ErrorCode.CURRENCY_TABLE_MISMATCH, "an engine that finds it is not built"));

    /** What is thrown into the store here, and why no request and no state of the database that is made here leads to it. */
    private static final Map<ErrorCode, String> INJECTED = Map.of(
            ErrorCode.ALREADY_EXISTS,
                    "each key of a client's has a code of its own; ids of the server's are not the same twice",
            ErrorCode.IMMUTABLE, "the life cycle refuses with a code of its own before the store has to",
            ErrorCode.USAGE_PAST_RETENTION,
                    "usage is deleted after months, by the keeping of house: UsagePastRetentionTest",
            ErrorCode.UNSUITABLE_TRANSACTION, "the server begins each transaction itself");

    /** What takes more than a request: another token, another tenant, bytes that are no request. */
    private static final Map<ErrorCode, Supplier<List<Reply>>> APART = Map.of(
            ErrorCode.UNKNOWN_FIELD, EveryErrorTest::unknownField,
            ErrorCode.UNAUTHENTICATED, () -> settings(server().nobody()),
            ErrorCode.TENANT_NOT_FOUND, () -> settings(server().nobody().as("nobody", TenantKind.LIVE)),
            ErrorCode.ROUTE_NOT_FOUND, EveryErrorTest::nowhere,
            ErrorCode.NOT_A_SANDBOX,
                    () -> both(server().newTenant(), "AdvanceClock", "{\"to\": \"2024-01-01T00:00:00Z\"}"),
            ErrorCode.PERMISSION_DENIED, EveryErrorTest::reader,
            ErrorCode.TOO_MANY_REQUESTS, EveryErrorTest::tooOften,
            ErrorCode.TOO_MANY_ONE_OFFS, EveryErrorTest::tooManyOneOffs);

    /** The fields that they name, by REST and by gRPC; the others name none. */
    private static final Map<ErrorCode, List<String>> APART_FIELDS = Map.of(
            ErrorCode.UNKNOWN_FIELD, List.of("colour", "99"),
            ErrorCode.TOO_MANY_ONE_OFFS, List.of("customerId", "customerId"));

    private static final List<Row> ROWS =
            CallScript.blocks("errors.txt").stream().map(Row::of).toList();

    private static HikariDataSource pool;
    private static FailingStore store;
    private static TestServer server;
    private static BrokenBooks broken;

    @BeforeAll
    static void start() {
        pool = TestDatabase.fresh().pool();
        store = new FailingStore(JdbcBillingStore.builder(pool).build());
        server = TestServer.withJobs(store, pool);
        server.start();
        broken = new BrokenBooks();
    }

    @AfterAll
    static void stop() {
        broken.close();
        server.leave();
        pool.close();
    }

    @AfterEach
    void mend() {
        store.fail(null);
    }

    @Test
    void is_brought_about_or_has_a_reason_why_not() {
        List<ErrorCode> known = new ArrayList<>(NEVER.keySet());
        known.addAll(INJECTED.keySet());
        known.addAll(BrokenBooks.ALL.keySet());
        known.addAll(APART.keySet());
        known.addAll(ROWS.stream()
                .filter(row -> !row.code().isEmpty())
                .map(row -> ErrorCode.valueOf(row.code()))
                .collect(Collectors.toSet()));
        assertThat(known).as("add an entry to errors.txt").containsExactlyInAnyOrder(ErrorCode.values());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void has_its_code_its_field_and_its_status(boolean rest) {
        Story story = new Story(Wire.of(server.newSandbox()));
        CallScript.entries().forEach(entry -> story.play(entry, rest));
        List<String> faults = new ArrayList<>();
        for (Row row : ROWS) {
            if (row.code().isEmpty()) {
                try {
                    JsonNode answer = story.play(row.entry(), rest);
                    if (!Story.holds(answer, story.expected(row.entry()))) {
                        faults.add(row + " but was " + answer);
                    }
                } catch (AssertionError e) {
                    faults.add(row + ": " + e.getMessage());
                }
                continue;
            }
            Reply reply = Story.sent(story.wire(), ApiCall.named(row.entry().rpc()), story.requests(row.entry()), rest);
            if (reply.ok() || !told(reply).equals(wanted(ErrorCode.valueOf(row.code()), row.field(), rest))) {
                faults.add(row + " but was " + reply);
            }
        }
        assertThat(faults).isEmpty();
    }

    static Set<ErrorCode> apart() {
        return APART.keySet();
    }

    @ParameterizedTest
    @MethodSource("apart")
    void of_more_than_a_request_has_its_code_its_field_and_its_status(ErrorCode code) {
        List<Reply> replies = Objects.requireNonNull(APART.get(code)).get();
        List<String> fields = APART_FIELDS.getOrDefault(code, List.of("", ""));
        assertThat(replies).extracting(Reply::grpc).containsExactly(false, true);
        for (Reply reply : replies) {
            assertThat(told(reply))
                    .as(reply.toString())
                    .isEqualTo(wanted(code, fields.get(reply.grpc() ? 1 : 0), !reply.grpc()));
        }
    }

    static Set<ErrorCode> broken() {
        return BrokenBooks.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void of_a_database_that_does_not_serve_has_its_code_and_its_status_and_tells_no_secret(ErrorCode code) {
        List<Reply> replies = Objects.requireNonNull(BrokenBooks.ALL.get(code)).apply(broken);
        assertThat(replies).extracting(Reply::grpc).containsExactly(false, true);
        for (Reply reply : replies) {
            assertThat(told(reply)).as(reply.toString()).isEqualTo(wanted(code, "", !reply.grpc()));
            assertThat(reply.raw()).doesNotContain(BrokenBooks.SECRETS);
        }
    }

    /** Those that are brought about otherwise as well, for the sake of what they are not to tell. */
    static List<ErrorCode> fromBelow() {
        List<ErrorCode> codes = new ArrayList<>(INJECTED.keySet());
        codes.addAll(BrokenBooks.ALL.keySet());
        return codes;
    }

    @ParameterizedTest
    @MethodSource("fromBelow")
    void from_below_has_its_code_and_its_status_and_tells_no_secret(ErrorCode code) {
        Rest tenant = server.newTenant();
        settings(tenant).forEach(reply -> assertThat(reply.ok()).isTrue());
        BillingException failure = code.because("db.internal:5432");
        // It goes to the log, where nobody is to take it for one.
        failure.setStackTrace(new StackTraceElement[0]);
        store.fail(failure);
        for (Reply reply : settings(tenant)) {
            assertThat(told(reply)).as(reply.toString()).isEqualTo(wanted(code, "", !reply.grpc()));
            boolean servers = code.category() == ErrorCategory.INTERNAL || code.category() == ErrorCategory.UNAVAILABLE;
            // What is the caller's fault is told in full, so that it would be found here.
            assertThat(reply.raw().contains("db.internal")).as(reply.raw()).isNotEqualTo(servers);
        }
    }

    private static List<Object> told(Reply reply) {
        assertThat(reply.correlationId()).isNotEmpty().isEqualTo(reply.header());
        assertThat(reply.text()).isNotBlank();
        return List.of(reply.code(), reply.field(), reply.status());
    }

    private static List<Object> wanted(ErrorCode code, String field, boolean rest) {
        return List.of(code.name(), field, rest ? http(code) : grpc(code).value());
    }

    /** As the manual has it, and not as the server's own table. */
    private static int http(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case TOO_MANY_REQUESTS -> 429;
            default ->
                switch (code.category()) {
                    case INVALID -> 400;
                    case NOT_FOUND -> 404;
                    case CONFLICT, PRECONDITION -> 409;
                    case UNAVAILABLE -> 503;
                    case INTERNAL -> 500;
                };
        };
    }

    private static Status.Code grpc(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
            case TOO_MANY_REQUESTS -> Status.Code.RESOURCE_EXHAUSTED;
            case ROUTE_NOT_FOUND -> Status.Code.UNIMPLEMENTED;
            default ->
                switch (code.category()) {
                    case INVALID -> Status.Code.INVALID_ARGUMENT;
                    case NOT_FOUND -> Status.Code.NOT_FOUND;
                    case CONFLICT -> Status.Code.ALREADY_EXISTS;
                    case PRECONDITION -> Status.Code.FAILED_PRECONDITION;
                    case UNAVAILABLE -> Status.Code.UNAVAILABLE;
                    case INTERNAL -> Status.Code.INTERNAL;
                };
        };
    }

    private static TestServer server() {
        return server;
    }

    private static List<Reply> settings(Rest rest) {
        return both(rest, "GetSettings", "{}");
    }

    private static List<Reply> both(Rest rest, String call, String json) {
        return Wire.of(rest).both(ApiCall.named(call), json);
    }

    private static List<Reply> unknownField() {
        Wire wire = Wire.of(server.newTenant());
        byte[] unknown =
                UnknownFieldSet.newBuilder().mergeVarintField(99, 1).build().toByteArray();
        return List.of(
                wire.rest("GET", "/api/billing/plans?colour=red", new byte[0]),
                wire.grpc(ApiCall.named("ListPlans"), List.of(unknown)));
    }

    private static List<Reply> nowhere() {
        Wire wire = Wire.of(server.newTenant());
        return List.of(
                wire.rest("GET", "/api/billing/nothing", new byte[0]),
                wire.grpc("/billing4j.v1.PlanService/ForgetPlan", List.of(new byte[0])));
    }

    private static List<Reply> reader() {
        Rest tenant = server.newTenant();
        return both(
                tenant.with("authorization", Tokens.bearer(tenant.tenant(), TenantKind.LIVE, Role.READER)),
                "CreateEntity",
                "{\"entityId\": \"branch\", \"name\": \"Branch\"}");
    }

    private static List<Reply> tooOften() {
        TestServer strict =
                new TestServer(new InMemoryBillingStore(), Tokens.accessInOneMoment(new CallLimits(1, 100, 100)));
        strict.start();
        try {
            Rest tenant = strict.newTenant();
            // Twice as many may come in a burst.
            assertThat(settings(tenant)).allMatch(Reply::ok);
            return settings(tenant);
        } finally {
            strict.leave();
        }
    }

    private static List<Reply> tooManyOneOffs() {
        Rest tenant = server.newTenant();
        String one = "{\"customerId\": \"ada\", \"description\": \"One\", \"price\": \"1\", \"currency\": \"USD\"}";
        both(tenant, "CreateCustomer", "{\"customerId\": \"ada\", \"name\": \"Ada\"}");
        Reply thousand = Wire.of(tenant)
                .grpc(
                        ApiCall.named("AddOneOffCharges"),
                        List.of(ApiCall.read(
                                        ApiCall.named("AddOneOffCharges").request(),
                                        "{\"oneOffs\": [" + String.join(",", Collections.nCopies(1_000, one)) + "]}")
                                .toByteArray()));
        assertThat(thousand.ok()).as(thousand.toString()).isTrue();
        return both(tenant, "AddOneOffCharge", one);
    }

    /**
     * An entry.
     *
     * @param code empty where it is no refusal
     */
    private record Row(Entry entry, String code, String field) {
        static Row of(List<String> lines) {
            List<String> entry = new ArrayList<>(lines);
            String last = lines.stream()
                    .filter(line -> line.startsWith("! "))
                    .findFirst()
                    .orElse("");
            if (last.isEmpty()) {
                return new Row(Entry.of(lines), "", "");
            }
            Collections.replaceAll(entry, last, "= {}");
            String[] refusal = (last + " ").split(" ", -1);
            return new Row(Entry.of(entry), refusal[1], refusal[2]);
        }
    }
}
