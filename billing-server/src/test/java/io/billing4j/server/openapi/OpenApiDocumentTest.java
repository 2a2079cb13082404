package io.billing4j.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.grpc.v1.RulesProto;
import io.billing4j.server.openapi.OpenApi.Operation;
import io.billing4j.server.security.MethodRoles;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static final OpenApi API = OpenApi.read();

    @Nested
    class The_document {
        @Test
        void is_the_same_each_time() {
            assertThat(OpenApiDocument.of(OpenApi.services())).isEqualTo(OpenApiDocument.of(OpenApi.services()));
            assertThat(API.document().path("openapi").asText()).isEqualTo("3.0.3");
        }

        @Test
        void refers_to_nothing_that_it_does_not_have_and_has_nothing_that_nobody_refers_to() {
            Set<String> references = new TreeSet<>();
            for (JsonNode reference : API.document().findValues("$ref")) {
                references.add(reference.asText());
                assertThat(API.document().at(reference.asText().substring(1)).isObject())
                        .as(reference.asText())
                        .isTrue();
            }
            Set<String> parts = new TreeSet<>();
            for (String kind : List.of("schemas", "responses")) {
                API.document()
                        .path("components")
                        .path(kind)
                        .fieldNames()
                        .forEachRemaining(name -> parts.add("#/components/" + kind + "/" + name));
            }
            assertThat(references).containsExactlyElementsOf(parts);
        }

        @Test
        void tells_what_each_call_and_each_type_is() {
            for (Operation operation : API.operations()) {
                assertThat(operation.node().path("summary").asText()).isNotBlank();
                assertThat(operation.node().path("description").asText())
                        .as(operation.id())
                        .matches("(?s).{10,}\n\nNeeds .*");
            }
            assertThat(API.document().path("tags"))
                    .allSatisfy(tag -> assertThat(tag.path("name").asText()).isNotBlank());
            assertThat(schema("Charge").path("description").asText())
                    .isEqualTo("One priced component: a fee, or the price of what a meter counts.");
            assertThat(schema("Charge")
                            .path("properties")
                            .path("meterId")
                            .path("description")
                            .asText())
                    .startsWith("Key of the meter");
            // Of which only the gRPC form has the original names.
            assertThat(API.document().toString())
                    .contains("nextPageToken is empty")
                    .doesNotContain("next_page_token", "subscription_id");
        }
    }

    @Nested
    class Each_operation {
        @Test
        void is_a_call_with_an_address_and_every_such_call_is_one() {
            assertThat(API.operations())
                    .extracting(operation -> operation.method() + " " + operation.path())
                    .containsExactlyInAnyOrderElementsOf(
                            calls().stream().map(OpenApiDocumentTest::route).toList());
            assertThat(API.operations())
                    .extracting(Operation::id)
                    .doesNotHaveDuplicates()
                    .contains("createPlan", "getCustomerStatus")
                    .doesNotContain("recordUsageStream");
        }

        @Test
        void declares_the_variables_of_its_address_and_no_other() {
            for (Operation operation : API.operations()) {
                List<String> variables = new ArrayList<>();
                for (Matcher matcher = Pattern.compile("\\{(\\w+)}").matcher(operation.path()); matcher.find(); ) {
                    variables.add(matcher.group(1));
                }
                assertThat(operation.parameters().stream()
                                .filter(parameter ->
                                        parameter.path("in").asText().equals("path"))
                                .filter(parameter -> parameter.path("required").asBoolean())
                                .map(parameter -> parameter.path("name").asText()))
                        .as(operation.id())
                        .containsExactlyInAnyOrderElementsOf(variables);
                assertThat(operation.parameters())
                        .extracting(parameter -> parameter.path("name").asText())
                        .doesNotHaveDuplicates();
            }
        }

        @Test
        void is_at_an_address_of_its_own_whatever_stands_for_variables() {
            assertThat(API.operations())
                    .extracting(
                            operation -> operation.method() + operation.path().replaceAll("\\{\\w+}", "{}"))
                    .doesNotHaveDuplicates();
        }

        @Test
        void says_each_field_of_the_request_once() {
            for (MethodDescriptor call : calls()) {
                Operation operation = operation(call);
                List<String> said = new ArrayList<>();
                operation
                        .parameters()
                        .forEach(parameter -> said.add(parameter.path("name").asText()));
                API.resolved(API.schema(operation.node().path("requestBody")))
                        .path("properties")
                        .fieldNames()
                        .forEachRemaining(said::add);
                assertThat(said)
                        .as(operation.id())
                        .containsExactlyInAnyOrderElementsOf(call.getInputType().getFields().stream()
                                .map(field -> field.getJsonName())
                                .toList());
                assertThat(operation.node().has("requestBody"))
                        .isEqualTo(operation.method().equals("POST"));
            }
        }

        @Test
        void takes_a_key_if_it_may_be_made_again() {
            for (MethodDescriptor call : calls()) {
                Repeats repeats = call.getOptions().getExtension(RulesProto.repeats);
                assertThat(operation(call).node().path("parameters"))
                        .filteredOn(parameter -> parameter.path("in").asText().equals("header"))
                        .extracting(parameter -> parameter.path("name").asText())
                        .as(call.getFullName())
                        .isEqualTo(repeats == Repeats.REPEATS_UNSPECIFIED ? List.of() : List.of("Idempotency-Key"));
            }
            Operation create = API.operation("POST", "/api/billing/plans");
            assertThat(create.node()
                            .path("parameters")
                            .path(0)
                            .path("description")
                            .asText())
                    .startsWith("It is done once");
            assertThat(codes(create, 409)).contains("IDEMPOTENCY_CONFLICT");
        }

        @Test
        void names_the_role_that_it_needs() {
            for (MethodDescriptor call : calls()) {
                assertThat(operation(call).node().path("x-role").asText())
                        .isEqualTo(MethodRoles.of(call.getService().getFullName() + "/" + call.getName())
                                .orElseThrow()
                                .claim());
            }
        }
    }

    @Nested
    class Refusals {
        @Test
        void are_those_of_the_comments_of_the_rules_and_of_every_call() {
            Operation create = API.operation("POST", "/api/billing/plans");
            assertThat(codes(create, 400))
                    .contains("MISSING_FIELD", "INVALID_KEY", "PLAN_WITHOUT_CHARGES", "INVALID_TERMS", "UNKNOWN_FIELD");
            assertThat(codes(create, 401)).containsExactly("UNAUTHENTICATED");
            assertThat(codes(create, 404)).containsExactly("TENANT_NOT_FOUND", "METER_NOT_FOUND");
            assertThat(codes(create, 409)).contains("PLAN_EXISTS", "CUSTOM_MODEL_UNKNOWN");
            assertThat(codes(create, 429)).containsExactly("TOO_MANY_REQUESTS");
            // It refuses what CreatePlan does, as its comment says.
            assertThat(codes(API.operation("POST", "/api/billing/plans/p:addVersion"), 409))
                    .contains("PLAN_ARCHIVED", "CUSTOM_MODEL_UNKNOWN")
                    .doesNotContain("PLAN_EXISTS");
            // It is about one that there may not be.
            assertThat(codes(API.operation("POST", "/api/billing/invoices/i:refresh"), 404))
                    .containsExactly("TENANT_NOT_FOUND", "INVOICE_NOT_FOUND");
            assertThat(codes(API.operation("GET", "/api/billing/customers/c/taxProfiles"), 404))
                    .containsExactly("TENANT_NOT_FOUND");
            // It holds the request of another call.
            assertThat(codes(API.operation("POST", "/api/billing/subscriptions/s:previewChange"), 409))
                    .contains("PERIODS_ARE_OPEN");
        }

        @Test
        void have_codes_that_there_are_and_one_form() {
            List<String> all = Arrays.stream(ErrorCode.values()).map(Enum::name).toList();
            for (JsonNode codes : API.document().findValues("x-codes")) {
                assertThat(codes).extracting(JsonNode::asText).isSubsetOf(all).doesNotHaveDuplicates();
            }
            for (Operation operation : API.operations()) {
                operation.node().path("responses").properties().stream()
                        .filter(each -> !each.getKey().equals("200"))
                        .forEach(each -> assertThat(
                                        API.schema(each.getValue()).path("$ref").asText())
                                .isEqualTo("#/components/schemas/Error"));
                assertThat(operation.node().path("responses").has("default")).isTrue();
            }
        }
    }

    @Nested
    class A_schema {
        @Test
        void of_a_request_is_closed_and_has_its_rules() {
            JsonNode plan = schema("CreatePlanRequest");
            assertThat(plan.path("additionalProperties").asBoolean(true)).isFalse();
            assertThat(texts(plan.path("required")))
                    .containsExactly("planId", "name", "currency", "interval", "charges");
            assertThat(plan.path("properties").path("name").path("maxLength").asInt())
                    .isEqualTo(200);
            assertThat(plan.path("properties").path("planId").path("pattern").asText())
                    .isEqualTo("^[A-Za-z0-9._:-]{1,64}$");
            assertThat(plan.path("properties").path("charges").path("maxItems").asInt())
                    .isEqualTo(100);
            JsonNode event = schema("UsageEvent");
            assertThat(event.path("properties")
                            .path("occurredAt")
                            .path("format")
                            .asText())
                    .isEqualTo("date-time");
            assertThat(schema("FinalizeInvoiceRequest")
                            .path("properties")
                            .path("issueDate")
                            .path("format")
                            .asText())
                    .isEqualTo("date");
        }

        @Test
        void of_a_body_goes_without_what_the_address_says() {
            assertThat(schema("AddPlanVersionRequest").path("properties").has("planId"))
                    .isFalse();
            assertThat(schema("PreviewChangeRequest").path("maxProperties").asInt())
                    .isEqualTo(1);
        }

        @Test
        void of_an_answer_requires_what_answers_always_have_and_is_open() {
            JsonNode invoice = schema("Invoice");
            assertThat(texts(invoice.path("required")))
                    .contains("invoiceId", "status", "lines")
                    .doesNotContain("finalizedAt");
            assertThat(invoice.has("additionalProperties")).isFalse();
        }

        @Test
        void of_an_enum_has_its_names_and_the_one_for_nothing_where_answers_have_it() {
            assertThat(texts(schema("BillingIntervalUnit").path("enum")))
                    .containsExactly("DAY", "WEEK", "THIRTY_DAYS", "MONTH", "QUARTER", "HALF_YEAR", "YEAR");
            assertThat(texts(schema("InvoiceVoidIntent").path("enum"))).contains("VOID_INTENT_UNSPECIFIED");
            assertThat(schema("InvoiceVoidIntent").path("x-nothing").asText()).isEqualTo("VOID_INTENT_UNSPECIFIED");
        }

        @Test
        void of_money_is_a_decimal_in_text_and_a_currency() {
            JsonNode money = schema("Money").path("properties");
            assertThat(money.path("amount").path("type").asText()).isEqualTo("string");
            assertThat(money.path("amount").path("format").asText()).isEqualTo("decimal");
            assertThat("150.74")
                    .matches(money.path("amount").path("pattern").asText())
                    .doesNotMatch(money.path("currency").path("pattern").asText());
        }
    }

    private static JsonNode schema(String name) {
        JsonNode schema = API.document().path("components").path("schemas").path(name);
        assertThat(schema.isObject()).as(name).isTrue();
        return schema;
    }

    private static List<String> codes(Operation operation, int status) {
        return texts(API.resolved(operation.answer(status)).path("x-codes"));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Operation operation(MethodDescriptor call) {
        return API.operations().stream()
                .filter(each -> route(call).equals(each.method() + " " + each.path()))
                .findFirst()
                .orElseThrow();
    }

    /** What the annotation says, with the fields' names in JSON. */
    private static String route(MethodDescriptor call) {
        HttpRule rule = call.getOptions().getExtension(AnnotationsProto.http);
        String address = rule.hasGet() ? rule.getGet() : rule.getPost();
        for (var field : call.getInputType().getFields()) {
            address = address.replace("{" + field.getName() + "}", "{" + field.getJsonName() + "}");
        }
        return (rule.hasGet() ? "GET " : "POST ") + address;
    }

    private static List<MethodDescriptor> calls() {
        Set<MethodDescriptor> calls = new HashSet<>();
        OpenApi.services().forEach(service -> {
            Object schema = Objects.requireNonNull(
                    service.bindService().getServiceDescriptor().getSchemaDescriptor());
            calls.addAll(((ProtoServiceDescriptorSupplier) schema)
                    .getServiceDescriptor()
                    .getMethods());
        });
        return calls.stream()
                .filter(call -> call.getOptions().hasExtension(AnnotationsProto.http))
                .toList();
    }
}
