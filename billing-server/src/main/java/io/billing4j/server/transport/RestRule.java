package io.billing4j.server.transport;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.QueryParams;
import io.billing4j.error.ErrorCode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a call's fields stand in its REST form: some in the address, all others in the body, or, where the call has no
 * body, in the query.
 *
 * @param message the call's request
 * @param inAddress the fields that the address names
 * @param inBody whether the others are in the body
 */
record RestRule(Descriptor message, Set<FieldDescriptor> inAddress, boolean inBody) {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    RestRule {
        inAddress = Set.copyOf(inAddress);
    }

    /** The rule that the call's annotation gives. */
    static RestRule of(MethodDescriptor call) {
        HttpRule rule = call.getOptions().getExtension(AnnotationsProto.http);
        String address = rule.hasGet() ? rule.getGet() : rule.getPost();
        Set<FieldDescriptor> named = new HashSet<>();
        for (Matcher variable = VARIABLE.matcher(address); variable.find(); ) {
            named.add(call.getInputType().findFieldByName(variable.group(1)));
        }
        return new RestRule(call.getInputType(), named, rule.getBody().equals("*"));
    }

    /**
     * Refuses a request that says something in a place where it would not be heard.
     *
     * @throws io.billing4j.error.BillingException UNKNOWN_FIELD, INVALID_NUMBER, INVALID_CHOICE or MALFORMED_REQUEST, at the
     *     field where it is about one
     */
    void check(AggregatedHttpRequest request, QueryParams query) {
        Set<FieldDescriptor> given = new HashSet<>(inAddress);
        for (Map.Entry<String, String> parameter : query) {
            checkParameter(parameter.getKey(), parameter.getValue(), given);
        }
        if (request.content().isEmpty()) {
            return;
        }
        if (!inBody) {
            throw ErrorCode.MALFORMED_REQUEST.because("this call has no body");
        }
        for (String name : JsonSyntax.topLevelNames(request.content().array())) {
            // A name that is no field's is found by whoever reads the message.
            FieldDescriptor field = JsonFields.find(message, name);
            if (field != null) {
                requireFirst(field, given);
            }
        }
    }

    private void checkParameter(String name, String value, Set<FieldDescriptor> given) {
        FieldDescriptor field = inBody ? null : JsonFields.find(message, name);
        if (field == null) {
            throw ErrorCode.UNKNOWN_FIELD.at(JsonFields.shown(name), "there is no such query parameter");
        }
        requireFirst(field, given);
        if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            JsonScalars.choice(field.getEnumType(), field.getJsonName(), value);
        }
        if (field.getJavaType() == FieldDescriptor.JavaType.INT && parsed(value) == null) {
            throw ErrorCode.INVALID_NUMBER.at(
                    field.getJsonName(), "expected a whole number but found " + JsonFields.shown(value));
        }
    }

    private static void requireFirst(FieldDescriptor field, Set<FieldDescriptor> given) {
        if (!given.add(field)) {
            throw ErrorCode.MALFORMED_REQUEST.at(field.getJsonName(), "this is given twice");
        }
    }

    private static @Nullable Integer parsed(String value) {
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
