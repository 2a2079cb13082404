package io.billing4j.server.api;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.billing4j.server.openapi.OpenApi;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A call of the API, as its proto describes it.
 *
 * @param request without any field
 * @param answer without any field
 */
record ApiCall(MethodDescriptor proto, Message request, Message answer) {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private static final List<ApiCall> ALL = OpenApi.services().stream()
            .filter(service -> !(service instanceof JobCalls))
            .flatMap(service -> service.bindService().getServiceDescriptor().getMethods().stream())
            .map(ApiCall::of)
            .toList();

    /** All that there are, in the order of the services, but for those about jobs, which books alone have none of. */
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
                prototype(call.getResponseMarshaller()));
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

    /** Whether nothing is changed by it, by the names of the API's style. */
    boolean reads() {
        return name().matches("(Get|List|Count|Find|Preview|Verify|Validate|Check).*");
    }

    /** GET or POST. */
    String verb() {
        return rule().hasGet() ? "GET" : "POST";
    }

    /** Where REST finds it with this request: what has no place in the path or the body is in the query. */
    String address(Message message) {
        Function<MatchResult, String> value =
                variable -> Matcher.quoteReplacement(encoded(text(message.getField(field(variable.group(1))))));
        String path = VARIABLE.matcher(template()).replaceAll(value);
        if (inBody()) {
            return path;
        }
        List<String> query = new ArrayList<>();
        message.getAllFields().forEach((field, found) -> {
            if (!inPath().contains(field)) {
                query.add(field.getJsonName() + "=" + encoded(text(found)));
            }
        });
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /** The JSON of all that is not in the path; empty where nothing goes into a body. */
    String body(Message message) {
        if (!inBody()) {
            return "";
        }
        Message.Builder rest = message.toBuilder();
        inPath().forEach(rest::clearField);
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

    private Set<FieldDescriptor> inPath() {
        return VARIABLE.matcher(template())
                .results()
                .map(variable -> field(variable.group(1)))
                .collect(Collectors.toSet());
    }

    private boolean inBody() {
        return rule().getBody().equals("*");
    }

    private String template() {
        return rule().hasGet() ? rule().getGet() : rule().getPost();
    }

    private HttpRule rule() {
        return proto.getOptions().getExtension(AnnotationsProto.http);
    }

    /** Of a message that gRPC can carry and JSON cannot, such as an instant beyond the year 9999. */
    static final class UnspeakableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnspeakableException(Exception cause) {
            super(cause);
        }
    }
}
