package io.billing4j.server.api;

import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.grpc.v1.RulesProto;
import io.billing4j.server.openapi.OpenApi;
import io.billing4j.server.transport.RestRule;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of the API, as its proto describes it.
 *
 * @param request without any field
 * @param answer without any field
 * @param rule its form in REST; of no use for a call that REST has not
 */
record ApiCall(MethodDescriptor proto, Message request, Message answer, RestRule rule) {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private static final List<ApiCall> ALL =
            OpenApi.calls().stream().map(ApiCall::of).toList();

    /** All that there are, in the order of the services. */
    static List<ApiCall> all() {
        return ALL;
    }

    /** The one of this name. */
    static ApiCall named(String name) {
        return ALL.stream()
                .filter(call -> call.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no call " + name));
    }

    private static ApiCall of(io.grpc.MethodDescriptor<?, ?> call) {
        ProtoMethodDescriptorSupplier described =
                (ProtoMethodDescriptorSupplier) Objects.requireNonNull(call.getSchemaDescriptor());
        return new ApiCall(
                described.getMethodDescriptor(),
                prototype(call.getRequestMarshaller()),
                prototype(call.getResponseMarshaller()),
                RestRule.of(described.getMethodDescriptor()));
    }

    private static Message prototype(Marshaller<?> marshaller) {
        return (Message) Objects.requireNonNull(((PrototypeMarshaller<?>) marshaller).getMessagePrototype());
    }

    String name() {
        return proto.getName();
    }

    /** Where gRPC finds it. */
    String path() {
        return "/" + proto.getService().getFullName() + "/" + name();
    }

    /** Whether its requests are a stream. */
    boolean streams() {
        return proto.isClientStreaming();
    }

    /** Whether REST has it as well. */
    boolean rest() {
        return proto.getOptions().hasExtension(AnnotationsProto.http);
    }

    /** What becomes of it when it is made again with its key. */
    Repeats repeats() {
        return proto.getOptions().getExtension(RulesProto.repeats);
    }

    /** Whether nothing is changed by it, by the names of the API's style. */
    boolean reads() {
        return name().matches("(Get|List|Count|Find|Preview|Verify|Validate|Check).*");
    }

    /** GET or POST. */
    String verb() {
        return rule.method();
    }

    /** Where REST finds it with this request: what has no place in the path or the body is in the query. */
    String address(Message message) {
        Function<MatchResult, String> value =
                variable -> Matcher.quoteReplacement(encoded(text(message.getField(field(variable.group(1))))));
        String path = VARIABLE.matcher(rule.address()).replaceAll(value);
        if (rule.inBody()) {
            return path;
        }
        List<String> query = new ArrayList<>();
        message.getAllFields().forEach((field, found) -> {
            if (!rule.inAddress().contains(field)) {
                query.add(field.getJsonName() + "=" + encoded(text(found)));
            }
        });
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /** The JSON of all that is not in the path; empty where nothing goes into a body. */
    String body(Message message) {
        if (!rule.inBody()) {
            return "";
        }
        Message.Builder rest = message.toBuilder();
        rule.inAddress().forEach(rest::clearField);
        return json(rest.build());
    }

    /** The message that this JSON is. */
    static Message read(Message type, String json) {
        Message.Builder message = type.newBuilderForType();
        try {
            JsonFormat.parser().merge(json, message);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(json, e);
        }
        return message.build();
    }

    private static String json(Message message) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new UnspeakableException(e);
        }
    }

    private static String text(Object value) {
        if (value instanceof EnumValueDescriptor choice) {
            return choice.getIndex() < 0 ? Integer.toString(choice.getNumber()) : choice.getName();
        }
        if (value instanceof Message message) {
            String json = json(message);
            return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
        }
        return value.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private FieldDescriptor field(String name) {
        return Objects.requireNonNull(proto.getInputType().findFieldByName(name), name);
    }

    /** Of a message that gRPC can carry and JSON cannot, such as an instant beyond the year 9999. */
    static final class UnspeakableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnspeakableException(Exception cause) {
            super(cause);
        }
    }
}
