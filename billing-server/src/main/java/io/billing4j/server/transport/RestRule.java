package io.billing4j.server.transport;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.QueryParams;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a call's fields stand in its REST form: some in the address, all others in the body, or, where the call has no
 * body, in the query.
 *
 * @param message the call's request
 * @param method of HTTP
 * @param address with variables by the original names of their fields: {@code /api/billing/plans/{plan_id}}
 * @param inAddress the fields that the address names
 * @param inBody whether the others are in the body
 */
public record RestRule(
        Descriptor message, String method, String address, Set<FieldDescriptor> inAddress, boolean inBody) {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    // Java takes a plus sign as well, and the digits of any script.
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    /** Copies the set. */
    public RestRule {
        inAddress = Set.copyOf(inAddress);
    }

    /** The rule that the call's annotation gives. */
    public static RestRule of(MethodDescriptor call) {
        HttpRule rule = call.getOptions().getExtension(AnnotationsProto.http);
        String address = rule.hasGet() ? rule.getGet() : rule.getPost();
        Set<FieldDescriptor> named = new HashSet<>();
        for (Matcher variable = VARIABLE.matcher(address); variable.find(); ) {
            named.add(call.getInputType().findFieldByName(variable.group(1)));
        }
        return new RestRule(
                call.getInputType(),
                rule.hasGet() ? "GET" : "POST",
                address,
                named,
                rule.getBody().equals("*"));
    }

    /**
     * Refuses a request that says something in a place where it would not be heard.
     *
     * @throws io.billing4j.error.BillingException MALFORMED_REQUEST for a body where none goes
     * @throws RequestFaults UNKNOWN_FIELD, INVALID_NUMBER, INVALID_CHOICE or MALFORMED_REQUEST at the fields; where the call has no
     *     body, with whatever else is wrong with the query
     */
    void check(AggregatedHttpRequest request, QueryParams query) {
        Faults faults = new Faults();
        Set<FieldDescriptor> given = new HashSet<>(inAddress);
        DynamicMessage.Builder read = DynamicMessage.newBuilder(message);
        checkAddress(request, faults);
        for (Map.Entry<String, String> parameter : query) {
            try {
                checkParameter(parameter.getKey(), parameter.getValue(), given, read);
            } catch (BillingException e) {
                faults.add(e);
            }
        }
        if (!request.content().isEmpty()) {
            checkBody(request, given, faults);
        }
        if (!faults.isEmpty()) {
            if (!inBody) {
                addOthers(read.buildPartial(), faults);
            }
            faults.throwIfAny();
        }
    }

    /**
     * The transport, which reads the address itself, would not say which number is none. By now it has only left escaped what is no
     * part of a number.
     */
    private void checkAddress(AggregatedHttpRequest request, Faults faults) {
        for (FieldDescriptor field : inAddress) {
            if (field.getJavaType() == JavaType.INT) {
                try {
                    int unused = parsed(field.getJsonName(), inAddress(field, request.path()));
                } catch (BillingException e) {
                    faults.add(e);
                }
            }
        }
    }

    /** What stands for the field, which has a part of the address to itself. */
    private String inAddress(FieldDescriptor field, String path) {
        int at = List.of(address.split("/", -1)).indexOf("{" + field.getName() + "}");
        return path.split("[?]", 2)[0].split("/", -1)[at];
    }

    private void checkBody(AggregatedHttpRequest request, Set<FieldDescriptor> given, Faults faults) {
        if (!inBody) {
            throw ErrorCode.MALFORMED_REQUEST.because("this call has no body");
        }
        for (String name : JsonSyntax.topLevelNames(request.content().array())) {
            // A name that is no field's is found by whoever reads the message, and one that is there twice as well.
            FieldDescriptor field = JsonFields.find(message, name);
            if (field != null && !given.add(field)) {
                faults.add(twice(field));
            }
        }
    }

    /** What else is wrong with the query. The address, which holds keys alone, is looked at once there is nothing else. */
    private void addOthers(Message read, Faults faults) {
        try {
            RequestCheck.check(read);
        } catch (RequestFaults others) {
            faults.addOthers(others.faults().stream()
                    .filter(fault -> inAddress.stream()
                            .noneMatch(field -> field.getJsonName().equals(fault.field())))
                    .toList());
        }
    }

    private void checkParameter(String name, String value, Set<FieldDescriptor> given, DynamicMessage.Builder read) {
        FieldDescriptor field = inBody ? null : JsonFields.find(message, name);
        if (field == null) {
            throw ErrorCode.UNKNOWN_FIELD.at(JsonFields.shown(name), "there is no such query parameter");
        }
        if (!given.add(field)) {
            throw twice(field);
        }
        String path = field.getJsonName();
        switch (field.getJavaType()) {
            case STRING -> read.setField(field, value);
            case ENUM -> read.setField(field, JsonScalars.choice(field.getEnumType(), path, value));
            case INT -> read.setField(field, parsed(path, value));
            case MESSAGE -> {
                if (field.getMessageType().equals(Timestamp.getDescriptor())) {
                    // Read for good with the message.
                    Values.instant(path, value);
                    read.setField(field, Timestamp.getDefaultInstance());
                }
            }
            default -> {
                // Read with the message.
            }
        }
    }

    private static BillingException twice(FieldDescriptor field) {
        return ErrorCode.MALFORMED_REQUEST.at(field.getJsonName(), "this is given twice");
    }

    private static int parsed(String path, String value) {
        long number = WHOLE.matcher(value).matches() ? Long.parseLong(value) : Long.MAX_VALUE;
        if (number != (int) number) {
            throw ErrorCode.INVALID_NUMBER.at(path, "expected a whole number but found " + JsonFields.shown(value));
        }
        return (int) number;
    }
}
