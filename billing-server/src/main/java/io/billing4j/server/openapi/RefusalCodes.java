package io.billing4j.server.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Timestamp;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.FieldRule;
import io.billing4j.grpc.v1.Money;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.grpc.v1.RulesProto;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The codes by which a call is refused, as the protos say: what the rules of its request's fields refuse, what the comments of the
 * call, of its service and of its request name, that there is not what it asks for by its key, and the codes of calls whose requests
 * it holds, or to which its comment points.
 */
final class RefusalCodes {
    private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z_]+\\b");
    private static final Pattern CALL = Pattern.compile("\\b([A-Z][a-z]+){2,}\\b");
    private static final String EXISTS = "_EXISTS";
    private static final Map<String, ErrorCode> CODES =
            Arrays.stream(ErrorCode.values()).collect(Collectors.toMap(ErrorCode::name, Function.identity()));
    // Whatever is asked.
    private static final Set<ErrorCode> ANY = EnumSet.of(
            ErrorCode.MALFORMED_REQUEST,
            ErrorCode.UNKNOWN_FIELD,
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.PERMISSION_DENIED,
            ErrorCode.TENANT_NOT_FOUND,
            ErrorCode.TOO_MANY_REQUESTS,
            ErrorCode.STORE_CONTENTION,
            ErrorCode.STORE_UNAVAILABLE,
            ErrorCode.SERVER_UNAVAILABLE,
            ErrorCode.INTERNAL);

    private final ProtoComments comments;
    private final Map<Descriptor, MethodDescriptor> byRequest;

    /**
     * Of these calls.
     *
     * @param calls no two with the same request, but for streams
     */
    RefusalCodes(ProtoComments comments, Collection<MethodDescriptor> calls) {
        this.comments = comments;
        byRequest = calls.stream().collect(Collectors.toMap(MethodDescriptor::getInputType, Function.identity()));
    }

    /** The codes of any call. */
    static Set<ErrorCode> ofAny() {
        return EnumSet.copyOf(ANY);
    }

    /** The codes of this one, those of any included. */
    Set<ErrorCode> of(MethodDescriptor call) {
        Set<ErrorCode> codes = ofAny();
        if (call.getOptions().getExtension(RulesProto.repeats) != Repeats.REPEATS_UNSPECIFIED) {
            codes.add(ErrorCode.INVALID_KEY);
            codes.add(ErrorCode.IDEMPOTENCY_CONFLICT);
        }
        addCall(call, codes, new HashSet<>());
        if (!call.getName().startsWith("List")) {
            call.getInputType().getFields().forEach(field -> addMissing(field, codes));
        }
        return codes;
    }

    private void addCall(MethodDescriptor call, Set<ErrorCode> codes, Set<Object> seen) {
        if (!seen.add(call)) {
            return;
        }
        String comment = comments.of(call.getFullName());
        addNamed(comments.of(call.getService().getFullName()), codes);
        addNamed(comment, codes);
        for (Matcher other = CALL.matcher(comment); other.find(); ) {
            MethodDescriptor named = call.getService().findMethodByName(other.group());
            if (named != null) {
                addOther(named, codes, seen);
            }
        }
        addMessage(call.getInputType(), codes, seen);
    }

    /** What it makes is not made here. */
    private void addOther(MethodDescriptor call, Set<ErrorCode> codes, Set<Object> seen) {
        Set<ErrorCode> others = EnumSet.noneOf(ErrorCode.class);
        addCall(call, others, seen);
        others.removeIf(code -> code.name().endsWith(EXISTS));
        codes.addAll(others);
    }

    /** A list is empty where there is nobody to list something of, and what is made is not looked for. */
    private static void addMissing(FieldDescriptor field, Set<ErrorCode> codes) {
        if (!field.getName().endsWith("_id") || !FieldSchemas.isRequired(field)) {
            return;
        }
        String what = field.getName().replaceFirst("_id$", "").toUpperCase(Locale.ROOT);
        ErrorCode missing = CODES.get(what + "_NOT_FOUND");
        if (missing != null && !codes.contains(CODES.get(what + EXISTS))) {
            codes.add(missing);
        }
    }

    private void addMessage(Descriptor type, Set<ErrorCode> codes, Set<Object> seen) {
        if (!seen.add(type)) {
            return;
        }
        addNamed(comments.of(type.getFullName()), codes);
        MethodDescriptor call = byRequest.get(type);
        if (call != null) {
            addOther(call, codes, seen);
        }
        if (type.equals(Money.getDescriptor())) {
            codes.add(ErrorCode.INVALID_AMOUNT);
        }
        if (type.getRealOneofs().stream().anyMatch(choice -> choice.getOptions().getExtension(RulesProto.choose))) {
            codes.add(ErrorCode.MISSING_FIELD);
        }
        for (FieldDescriptor field : type.getFields()) {
            addNamed(comments.of(field.getFullName()), codes);
            addRule(field, FieldSchemas.ruleOf(field), codes);
            FieldDescriptor value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
            switch (value.getJavaType()) {
                case MESSAGE -> {
                    if (value.getMessageType().equals(Timestamp.getDescriptor())) {
                        codes.add(ErrorCode.INVALID_DATE);
                    } else {
                        addMessage(value.getMessageType(), codes, seen);
                    }
                }
                case ENUM -> codes.add(ErrorCode.INVALID_CHOICE);
                case INT, LONG -> codes.add(ErrorCode.INVALID_NUMBER);
                default -> {
                    // Its rule says what it is.
                }
            }
        }
    }

    private static void addRule(FieldDescriptor field, FieldRule rule, Set<ErrorCode> codes) {
        addKind(rule.getBe(), codes);
        addKind(rule.getNames().getBe(), codes);
        if (FieldSchemas.isRequired(field) || rule.getRequired()) {
            codes.add(ErrorCode.MISSING_FIELD);
        }
        if (!rule.getCode().isEmpty()) {
            codes.add(ErrorCode.valueOf(rule.getCode()));
        } else if (rule.getMinItems() > 0 || rule.getMaxItems() > 0) {
            codes.add(ErrorCode.INVALID_BATCH);
        }
        if (!rule.getIfNone().isEmpty()) {
            codes.add(ErrorCode.valueOf(rule.getIfNone()));
        }
        if (field.getName().equals("page_token")) {
            codes.add(ErrorCode.INVALID_KEY);
        }
    }

    private static void addKind(FieldRule.Kind kind, Set<ErrorCode> codes) {
        switch (kind) {
            case KEY, UUID -> codes.add(ErrorCode.INVALID_KEY);
            case TEXT -> codes.add(ErrorCode.INVALID_TEXT);
            case DECIMAL, DURATION -> codes.add(ErrorCode.INVALID_NUMBER);
            case DATE, DATE_OR_INSTANT -> codes.add(ErrorCode.INVALID_DATE);
            case CURRENCY -> codes.add(ErrorCode.INVALID_CURRENCY);
            case ZONE -> codes.add(ErrorCode.INVALID_TIME_ZONE);
            case COUNTRY, REGION -> codes.add(ErrorCode.INVALID_PLACE);
            case OPAQUE, KIND_UNSPECIFIED, UNRECOGNIZED -> {
                // The call alone knows.
            }
        }
    }

    private static void addNamed(String comment, Set<ErrorCode> codes) {
        for (Matcher name = NAME.matcher(comment); name.find(); ) {
            ErrorCode code = CODES.get(name.group());
            if (code != null) {
                codes.add(code);
            }
        }
    }
}
