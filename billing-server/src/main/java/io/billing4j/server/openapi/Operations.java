package io.billing4j.server.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.grpc.v1.RulesProto;
import io.billing4j.id.RequestKey;
import io.billing4j.server.security.MethodRoles;
import io.billing4j.server.security.Role;
import io.billing4j.server.transport.RepeatableRequest;
import io.billing4j.server.transport.RestRule;
import java.util.Locale;
import java.util.Map;

/**
 * What can be asked: one operation for each call that has an address.
 *
 * @param codes by which calls are refused
 * @param schemas of what goes in and comes out
 */
record Operations(ProtoComments comments, RefusalCodes codes, Schemas schemas) {
    private static final Map<Role, String> ROLES = Map.of(
            Role.REPORTER, "Needs the role reporter, writer or admin.",
            Role.READER, "Needs any role but reporter.",
            Role.WRITER, "Needs the role writer or admin.",
            Role.BILLER, "Needs the role biller or admin.",
            Role.ADMIN, "Needs the role admin.");

    /** What a service's operations are gathered under: {@code Plan} of {@code PlanService}. */
    static String tag(ServiceDescriptor service) {
        return service.getName().replaceAll("Service$", "");
    }

    /** Adds the operation of this call. */
    void addTo(ObjectNode paths, MethodDescriptor call) {
        RestRule rule = RestRule.of(call);
        ObjectNode operation =
                paths.withObjectProperty(address(rule)).putObject(rule.method().toLowerCase(Locale.ROOT));
        operation.putArray("tags").add(tag(call.getService()));
        operation.put("operationId", name(call));
        operation.put("summary", words(call));
        Role role = MethodRoles.of(call.getService().getFullName() + "/" + call.getName())
                .orElseThrow(() -> new IllegalStateException(call.getFullName() + " has no role"));
        operation.put("description", comments.of(call.getFullName()) + "\n\n" + ROLES.get(role));
        operation.put("x-role", role.claim());
        ArrayNode parameters = parameters(call, rule);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (rule.inBody()) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            content(
                    body,
                    schemas.reference(
                            rule.message(),
                            rule.inAddress().stream()
                                    .map(FieldDescriptor::getName)
                                    .toList()));
        }
        ObjectNode responses = operation.putObject("responses");
        content(responses.putObject("200").put("description", "Done."), schemas.reference(call.getOutputType()));
        Refusals.addTo(responses, codes.of(call));
    }

    /** All that is said beside the body. */
    private ArrayNode parameters(MethodDescriptor call, RestRule rule) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        for (FieldDescriptor field : call.getInputType().getFields()) {
            boolean inAddress = rule.inAddress().contains(field);
            if (!inAddress && rule.inBody()) {
                continue;
            }
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", field.getJsonName()).put("in", inAddress ? "path" : "query");
            parameter.put("required", inAddress || FieldSchemas.isRequired(field));
            String comment = comments.of(field.getFullName());
            if (!comment.isEmpty()) {
                parameter.put("description", comment);
            }
            parameter.set("schema", schemas.parameter(field));
        }
        addKey(parameters, call);
        return parameters;
    }

    /** The header by which a call may be made again, and what becomes of it then. */
    private void addKey(ArrayNode parameters, MethodDescriptor call) {
        Repeats repeats = call.getOptions().getExtension(RulesProto.repeats);
        if (repeats != Repeats.REPEATS_UNSPECIFIED) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", RepeatableRequest.FIELD).put("in", "header").put("required", false);
            parameter.put("description", comments.of(Repeats.getDescriptor().getFullName() + "." + repeats.name()));
            parameter
                    .putObject("schema")
                    .put("type", "string")
                    .put("minLength", 1)
                    .put("maxLength", RequestKey.MAX_LENGTH);
        }
    }

    private static void content(ObjectNode holder, ObjectNode schema) {
        holder.putObject("content").putObject("application/json").set("schema", schema);
    }

    /** With variables by the names that JSON has for them. */
    private static String address(RestRule rule) {
        String address = rule.address();
        for (FieldDescriptor field : rule.inAddress()) {
            address = address.replace("{" + field.getName() + "}", "{" + field.getJsonName() + "}");
        }
        return address;
    }

    private static String name(MethodDescriptor call) {
        return call.getName().substring(0, 1).toLowerCase(Locale.ROOT)
                + call.getName().substring(1);
    }

    /** Its name, spelt out: {@code Create plan}. */
    private static String words(MethodDescriptor call) {
        String spelt = call.getName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return spelt.substring(0, 1) + spelt.substring(1).toLowerCase(Locale.ROOT);
    }
}
