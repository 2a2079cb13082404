package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.grpc.v1.ChangeQuantityRequest;
import io.billing4j.grpc.v1.Subscription;
import io.billing4j.grpc.v1.SubscriptionServiceGrpc.SubscriptionServiceBlockingStub;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.Rest.Answer;
import io.billing4j.testkit.FailpointStore;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that are sent again with their key, on PostgreSQL. */
@Timeout(120)
class RepeatedRequestTest {
    private static final HikariDataSource POOL = TestDatabase.fresh().pool();

    @RegisterExtension
    static final TestServer SERVER =
            new TestServer(JdbcBillingStore.builder(POOL).build());

    private static final String KEY = "idempotency-key";
    private static final String SUBSCRIPTION = "/api/billing/subscriptions/ada";
    private static final String BALANCE = "/api/billing/customers/ada/balance";
    private static final String GIFT = "{'amount': {'amount': '5', 'currency': 'USD'}, 'memo': 'Gift'}";

    private final Rest rest = SERVER.newTenant();
    private final Offers ada = Offers.in(rest);

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Nested
    class What_is_remembered {
        private int keys;

        @Test
        void is_done_once_and_answered_as_it_was_then() {
            ada.subscribed("2023-12-01", "");
            Answer three = keyed("k")
                    .post(SUBSCRIPTION + ":changeQuantity", "{'quantity': '3'}")
                    .ok();
            ada.changed("changeQuantity", "{'quantity': '5'}");

            Answer again = keyed("k")
                    .post(SUBSCRIPTION + ":changeQuantity", "{'quantity': '3'}")
                    .ok();

            assertThat(three.header("idempotency-replayed")).isEmpty();
            assertThat(again.header("idempotency-replayed")).isEqualTo("true");
            assertThat(again.text()).isEqualTo(three.text());
            assertThat(ada.shown().path("quantity").asText()).isEqualTo("5");
            assertThat(ada.shown().path("changes")).hasSize(3);
        }

        @Test
        void is_the_same_by_rest_and_by_grpc() {
            ada.subscribed("2023-12-01", "");
            String body = "{'quantity': '3'}";
            Answer made =
                    keyed("k").post(SUBSCRIPTION + ":changeQuantity", body).ok();
            ChangeQuantityRequest request = ChangeQuantityRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setQuantity("3")
                    .build();
            AtomicReference<Metadata> headers = new AtomicReference<>();

            Subscription again = grpc("k", headers).changeQuantity(request);

            assertThat(again.getRevision())
                    .isEqualTo(made.json().path("revision").asText())
                    .hasSize(16);
            assertThat(again.getChangesCount()).isEqualTo(2);
            assertThat(replayed(headers)).isEqualTo("true");

            Subscription other = grpc("l", headers).changeQuantity(request);
            assertThat(other.getChangesCount()).isEqualTo(3);
            assertThat(replayed(headers)).isNull();
            assertThat(keyed("l")
                            .post(SUBSCRIPTION + ":changeQuantity", body)
                            .ok()
                            .json()
                            .path("changes"))
                    .hasSize(3);
        }

        @Test
        void is_no_other_request_and_no_other_call() {
            String customers = "/api/billing/customers";
            keyed("k").post(customers, "{'customerId': 'bob', 'name': 'Bob'}").ok();
            keyed("k")
                    .post(customers, "{'customerId': 'eve', 'name': 'Eve'}")
                    .refused(409, "IDEMPOTENCY_CONFLICT", "Idempotency-Key");
            keyed("k")
                    .post("/api/billing/entities", "{'entityId': 'bob', 'name': 'Bob'}")
                    .refused(409, "IDEMPOTENCY_CONFLICT", "Idempotency-Key");
            keyed("K").post(customers, "{'customerId': 'eve', 'name': 'Eve'}").ok();
            rest.post(customers, "{'customerId': 'bob', 'name': 'Bob'}").refused(409, "CUSTOMER_EXISTS", "customerId");
        }

        @Test
        void is_one_tenants_alone() {
            String bob = "{'customerId': 'bob', 'name': 'Bob'}";
            keyed("k").post("/api/billing/customers", bob).ok();
            Rest other = SERVER.newTenant();
            Answer made =
                    other.with(KEY, "k").post("/api/billing/customers", bob).ok();
            assertThat(made.header("idempotency-replayed")).isEmpty();
            other.get("/api/billing/customers/bob").ok();
        }

        @Test
        void is_no_refusal() {
            String subscription =
                    "{'subscriptionId': 'bob', 'customerId': 'bob', 'planId': 'basic', 'startDate': '2023-12-01'}";
            Rest bob = keyed("k");
            bob.post("/api/billing/subscriptions", subscription).refused(404, "CUSTOMER_NOT_FOUND", "customerId");
            rest.post("/api/billing/customers", "{'customerId': 'bob', 'name': 'Bob'}")
                    .ok();
            Answer made = bob.post("/api/billing/subscriptions", subscription).ok();
            assertThat(made.header("idempotency-replayed")).isEmpty();
            assertThat(bob.post("/api/billing/subscriptions", subscription).ok().text())
                    .isEqualTo(made.text());
        }

        @Test
        void is_done_once_however_many_ask_at_once() throws Exception {
            ada.subscribed("2023-12-01", "");
            assertDoneOnce(4, () -> keyed("k").post(SUBSCRIPTION + ":changeQuantity", "{'quantity': '3'}"));
            assertThat(ada.shown().path("changes")).hasSize(2);
        }

        /** Of two at once neither is told that the other was first: both have the document. */
        @Test
        void is_a_document_that_becomes_final_however_many_ask_at_once() throws Exception {
            for (int round = 0; round < 5; round++) {
                Offers bob = Offers.in(SERVER.newSandbox(Duration.ofDays(3)));
                String draft = draft(bob);
                assertDoneOnce(2, () -> bob.rest().with(KEY, "k").post(draft + ":finalize", "{}"));
            }
        }

        private void assertDoneOnce(int askers, Callable<Answer> ask) throws Exception {
            CyclicBarrier start = new CyclicBarrier(askers);
            ExecutorService threads = Executors.newFixedThreadPool(askers);
            List<Answer> answers = new ArrayList<>();
            try {
                List<Future<Answer>> asked = new ArrayList<>();
                for (int i = 0; i < askers; i++) {
                    asked.add(threads.submit(() -> {
                        start.await();
                        return ask.call();
                    }));
                }
                for (Future<Answer> each : asked) {
                    answers.add(each.get(60, TimeUnit.SECONDS).ok());
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(answers)
                    .extracting(Answer::text)
                    .containsOnly(answers.get(0).text());
            assertThat(answers)
                    .filteredOn(answer -> answer.header("idempotency-replayed").isEmpty())
                    .hasSize(1);
        }

        /** Also where the one that came first has done nothing yet but to take the key. */
        @Test
        void is_a_document_that_becomes_final_whoever_comes_after_the_key_is_taken() {
            AtomicBoolean taken = new AtomicBoolean();
            AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
            try (HikariDataSource pool = TestDatabase.fresh().pool()) {
                TestServer server = new TestServer(new FailpointStore(
                        JdbcBillingStore.builder(pool).build(), point -> {
                            if (point.equals("after requests.claim")) {
                                taken.set(true);
                            } else if (point.equals(FailpointStore.AFTER_COMMIT) && taken.get()) {
                                meanwhile.getAndSet(() -> {}).run();
                            }
                        }));
                server.start();
                try {
                    Offers bob = Offers.in(server.newSandbox(Duration.ofDays(3)));
                    String draft = draft(bob);
                    Rest keyed = bob.rest().with(KEY, "k");
                    AtomicReference<String> other = new AtomicReference<>();
                    meanwhile.set(() ->
                            other.set(keyed.post(draft + ":finalize", "{}").ok().text()));

                    Answer first = keyed.post(draft + ":finalize", "{}").ok();
                    assertThat(other).hasValue(first.text());
                } finally {
                    server.leave();
                }
            }
        }

        /** Whoever has had no answer learns that it is final, and not that it cannot be made so. */
        @Test
        void is_a_document_as_it_was_when_it_became_final() {
            Offers bob = Offers.in(SERVER.newSandbox(Duration.ofDays(3)));
            String draft = draft(bob);
            Rest keyed = bob.rest().with(KEY, "k");

            Answer issued = keyed.post(draft + ":finalize", "{}").ok();
            assertThat(keyed.post(draft + ":finalize", "{}").ok().text()).isEqualTo(issued.text());
            bob.rest().post(draft + ":finalize", "{}").refused(409, "ILLEGAL_TRANSITION", "invoiceId");
            bob.rest().with(KEY, "l").post(draft + ":finalize", "{}").refused(409, "ILLEGAL_TRANSITION", "invoiceId");

            bob.rest().post(draft + ":void", "{'intent': 'WAIVE'}").ok();
            assertThat(keyed.post(draft + ":finalize", "{}").ok().text()).isEqualTo(issued.text());
        }

        /** The path of a document that has not become final yet. */
        private static String draft(Offers offers) {
            offers.subscribed("2023-12-01", "");
            offers.advanced("2023-12-05T09:00:00Z");
            return "/api/billing/invoices/"
                    + offers.invoices().get(0).path("invoiceId").asText();
        }

        /** What each of them does has to be possible within one transaction. */
        @Test
        void may_be_any_command() {
            ada.subscribed("2023-12-01", "");
            once(
                    "/api/billing/settings:update",
                    "{'invoiceTemplate': 'I-{entity}-{seq:3}', 'creditNotes': {'template': 'N-{entity}-{seq:3}'}}");
            once("/api/billing/entities", "{'entityId': 'uk', 'name': 'UK'}");
            once("/api/billing/customers/ada:move", "{'entity': 'uk'}");
            once("/api/billing/meters", "{'meterId': 'calls', 'aggregation': 'SUM'}");
            once(
                    "/api/billing/plans/basic:addVersion",
                    "{'interval': {'unit': 'MONTH'}, 'charges': [{'chargeId': 'fee', 'description': 'Fee',"
                            + " 'price': {'flat': {'amount': '21'}}}]}");
            once("/api/billing/coupons", "{'couponId': 'c', 'name': 'C', 'percent': '10'}");
            once(
                    "/api/billing/couponGrants",
                    "{'couponGrantId': 'g', 'couponId': 'c', 'customerId': 'ada', 'from': '2023-12-01T00:00:00Z'}");
            once("/api/billing/couponGrants/g:end", "{'endedAt': '2024-12-01T00:00:00Z'}");
            once(
                    "/api/billing/taxRules",
                    "{'taxRuleId': 'r', 'from': '2021-01-01', 'notDue': {'why': 'EXEMPT', 'reason': 'Art'}}");
            once("/api/billing/taxRules/r:end", "{'until': '2030-01-01'}");
            once(SUBSCRIPTION + ":setGroup", "{'group': 'PO-7'}");
            once(SUBSCRIPTION + ":setAddOn", "{'planId': 'support'}");
            JsonNode charges = once(
                            "/api/billing/oneOffs:addAll",
                            "{'oneOffs': [{'customerId': 'ada', 'description': 'D', 'price': '1', 'currency': 'USD'}]}")
                    .path("oneOffs");
            assertThat(charges).hasSize(1);
            once("/api/billing/oneOffs/" + charges.get(0).path("oneOffId").asText() + ":cancel", "{}");
            rest.post("/api/billing/runs", "{'cutOff': '2023-12-02'}").ok();
            once(SUBSCRIPTION + ":changePlan", "{'planId': 'pro', 'settlement': 'IMMEDIATE'}");
            String invoice = "/api/billing/invoices/"
                    + ada.invoices().get(0).path("invoiceId").asText();
            String note = rest.post(invoice + ":credit", "{'whole': {}, 'reason': 'OTHER'}")
                    .ok()
                    .json()
                    .path("invoiceId")
                    .asText();
            once("/api/billing/creditNotes/" + note + ":void", "{}");
            once(invoice + ":void", "{'intent': 'REISSUE'}");
        }

        private JsonNode once(String path, String json) {
            Rest keyed = keyed("key " + ++keys);
            Answer first = keyed.post(path, json).ok();
            Answer second = keyed.post(path, json).ok();
            assertThat(first.header("idempotency-replayed")).as(path).isEmpty();
            assertThat(second.header("idempotency-replayed")).as(path).isEqualTo("true");
            assertThat(second.text()).isEqualTo(first.text());
            return first.json();
        }
    }

    @Nested
    class A_request_with_a_key_of_its_own {
        @Test
        void has_it_from_either_place() {
            String entry = keyed("k").post(BALANCE + ":adjust", GIFT).ok().text();
            assertThat(keyed("k").post(BALANCE + ":adjust", GIFT).ok().text()).isEqualTo(entry);
            String own = GIFT.replaceAll("}$", ", 'idempotencyKey': 'k'}");
            assertThat(rest.post(BALANCE + ":adjust", own).ok().text()).isEqualTo(entry);
            assertThat(keyed("k").post(BALANCE + ":adjust", own).ok().text()).isEqualTo(entry);
            keyed("l").post(BALANCE + ":adjust", own).refused(400, "MALFORMED_REQUEST", "Idempotency-Key");
            assertThat(rest.get(BALANCE + "/entries").ok().json().path("entries"))
                    .hasSize(1);
        }

        @Test
        void is_no_other_request() {
            keyed("k").post(BALANCE + ":adjust", GIFT).ok();
            keyed("k")
                    .post(BALANCE + ":adjust", GIFT.replace("'5'", "'6'"))
                    .refused(409, "IDEMPOTENCY_CONFLICT", "idempotencyKey");
        }

        /** The one is kept with the books, the other for a day, and neither knows of the other. */
        @Test
        void may_have_the_key_of_a_request_that_is_remembered() {
            keyed("k")
                    .post("/api/billing/customers", "{'customerId': 'bob', 'name': 'Bob'}")
                    .ok();
            keyed("k").post(BALANCE + ":adjust", GIFT).ok();
        }
    }

    @Nested
    class What_changes_nothing_when_it_is_made_again {
        @Test
        void is_made_again() {
            ada.subscribed("2023-12-01", "");
            JsonNode run = keyed("k")
                    .post("/api/billing/runs", "{'cutOff': '2023-12-01'}")
                    .ok()
                    .json();
            Answer again = keyed("k")
                    .post("/api/billing/runs", "{'cutOff': '2023-12-01'}")
                    .ok();
            assertThat(again.json()).isEqualTo(run);
            assertThat(again.header("idempotency-replayed")).isEmpty();
            keyed("k")
                    .post("/api/billing/runs", "{'cutOff': '2023-12-02'}")
                    .refused(409, "IDEMPOTENCY_CONFLICT", "Idempotency-Key");
            keyed("k")
                    .post("/api/billing/plans/pro:archive", "{}")
                    .refused(409, "IDEMPOTENCY_CONFLICT", "Idempotency-Key");
        }

        @Test
        void may_have_been_refused() {
            String plan = "{'planId': 'new', 'name': 'N', 'currency': 'USD', 'interval': {'unit': 'MONTH'},"
                    + " 'charges': [{'chargeId': 'fee', 'description': 'Fee', 'price': {'flat': {'amount': '1'}}}]}";
            keyed("k").post("/api/billing/plans/new:archive", "{}").refused(404, "PLAN_NOT_FOUND", "planId");
            rest.post("/api/billing/plans", plan).ok();
            keyed("k").post("/api/billing/plans/new:archive", "{}").ok();
        }

        @Test
        void may_be_usage() {
            ada.subscribed("2023-12-01", "");
            rest.post("/api/billing/meters", "{'meterId': 'calls', 'aggregation': 'SUM'}")
                    .ok();
            String event = "{'events': [{'eventId': 'e', 'customerId': 'ada', 'meterId': 'calls', 'quantity': '1',"
                    + " 'occurredAt': '2023-12-01T00:00:00Z'}]}";
            assertThat(keyed("k")
                            .post("/api/billing/usage", event)
                            .ok()
                            .json()
                            .path("recorded")
                            .asInt())
                    .isEqualTo(1);
            assertThat(keyed("k")
                            .post("/api/billing/usage", event)
                            .ok()
                            .json()
                            .path("duplicates")
                            .asInt())
                    .isEqualTo(1);
            keyed("k")
                    .post("/api/billing/usage", event.replace("'e'", "'f'"))
                    .refused(409, "IDEMPOTENCY_CONFLICT", "Idempotency-Key");
        }
    }

    private Rest keyed(String key) {
        return rest.with(KEY, key);
    }

    private SubscriptionServiceBlockingStub grpc(String key, AtomicReference<Metadata> headers) {
        Metadata sent = new Metadata();
        sent.put(Metadata.Key.of(KEY, Metadata.ASCII_STRING_MARSHALLER), key);
        return SERVER.stub(SubscriptionServiceBlockingStub.class, rest)
                .withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    }

    private static @Nullable String replayed(AtomicReference<Metadata> headers) {
        return headers.get().get(Metadata.Key.of("idempotency-replayed", Metadata.ASCII_STRING_MARSHALLER));
    }
}
