package io.billing4j.server.transport;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.FieldRule;
import io.billing4j.grpc.v1.RulesProto;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks one field of a message, as its rule and its type want it. */
final class FieldCheck {
    private final FieldDescriptor field;
    private final FieldDescriptor value;
    private final FieldRule rule;
    private final boolean required;
    private final TextCheck text;
    private final TextCheck names;
    private final @Nullable NumberBounds bounds;
    private final @Nullable MessageCheck message;

    /** The check of this field. */
    FieldCheck(FieldDescriptor field) {
        this.field = field;
        value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
        rule = field.getOptions().getExtension(RulesProto.must);
        required = rule.getRequired();
        text = TextCheck.of(rule);
        names = TextCheck.of(rule.getNames());
        bounds = NumberBounds.of(rule);
        message = value.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && !value.getMessageType().equals(Timestamp.getDescriptor())
                ? MessageCheck.of(value.getMessageType(), List.copyOf(rule.getWithoutList()))
                : null;
    }

    /** Adds what is wrong with the field of this message. */
    void check(Message holder, FieldPath path, Faults faults) {
        if (field.isMapField()) {
            entries((List<?>) holder.getField(field), path, faults);
        } else if (field.isRepeated()) {
            elements((List<?>) holder.getField(field), path, faults);
        } else if (!field.hasPresence() || holder.hasField(field)) {
            value(holder.getField(field), path, -1, faults);
        } else if (required) {
            add(missing(), path, -1, faults);
        }
    }

    private void elements(List<?> elements, FieldPath path, Faults faults) {
        count(elements.size(), path, faults);
        for (int i = 0; i < elements.size(); i++) {
            value(elements.get(i), path, i, faults);
        }
    }

    private void entries(List<?> entries, FieldPath path, Faults faults) {
        count(entries.size(), path, faults);
        for (Object each : entries) {
            MapEntry<?, ?> entry = (MapEntry<?, ?>) each;
            String name = (String) entry.getKey();
            try {
                names.check(name, true);
            } catch (BillingException e) {
                add(e, path, -1, faults);
                continue;
            }
            if (message != null) {
                message.check((Message) entry.getValue(), path.entry(field.getJsonName(), name), faults);
                continue;
            }
            try {
                text.check((String) entry.getValue(), false);
            } catch (BillingException e) {
                faults.add(Fault.of(e, path.entry(field.getJsonName(), name).toString()));
            }
        }
    }

    private void count(int size, FieldPath path, Faults faults) {
        boolean tooMany = rule.getMaxItems() != 0 && size > rule.getMaxItems();
        if (size >= rule.getMinItems() && !tooMany) {
            return;
        }
        String wanted = rule.getMaxItems() == 0
                ? "at least " + rule.getMinItems()
                : rule.getMinItems() == 0
                        ? "at most " + rule.getMaxItems()
                        : rule.getMinItems() + " to " + rule.getMaxItems();
        String code = size == 0 && !rule.getIfNone().isEmpty() ? rule.getIfNone() : rule.getCode();
        ErrorCode refused = code.isEmpty() ? ErrorCode.INVALID_BATCH : ErrorCode.valueOf(code);
        add(refused.because("expected " + wanted + " but found " + size), path, -1, faults);
    }

    private void value(Object found, FieldPath path, int index, Faults faults) {
        if (message != null) {
            FieldPath own = index < 0 ? path.field(field.getJsonName()) : path.element(field.getJsonName(), index);
            message.check((Message) found, own, faults);
            return;
        }
        try {
            scalar(found);
        } catch (BillingException e) {
            add(e, path, index, faults);
        }
    }

    private void scalar(Object found) {
        switch (value.getJavaType()) {
            case STRING -> text.check((String) found, field.hasPresence());
            case MESSAGE -> Values.instant("", true, (Timestamp) found);
            case ENUM -> choice((EnumValueDescriptor) found);
            case INT, LONG -> number(((Number) found).longValue());
            default -> {
                // A switch is either way right.
            }
        }
    }

    private void choice(EnumValueDescriptor found) {
        if (found.getNumber() == 0) {
            if (required) {
                throw missing();
            }
        } else if (value.getEnumType().findValueByNumber(found.getNumber()) == null) {
            throw ErrorCode.INVALID_CHOICE.because(
                    "expected one of " + JsonScalars.names(value.getEnumType()) + " but found another number");
        }
    }

    private void number(long found) {
        if (required && found == 0) {
            throw missing();
        }
        if (bounds != null) {
            bounds.check(BigDecimal.valueOf(found));
        }
    }

    private BillingException missing() {
        String wanted = switch (value.getJavaType()) {
            case ENUM -> "one of " + JsonScalars.names(value.getEnumType()) + " is required";
            case MESSAGE -> message == null ? Values.INSTANT + " is required" : "a value is required";
            default -> "a value is required";
        };
        return ErrorCode.MISSING_FIELD.because(wanted);
    }

    private void add(BillingException refused, FieldPath path, int index, Faults faults) {
        String name = field.getJsonName();
        FieldPath own = index < 0 ? path.field(name) : path.element(name, index);
        faults.add(Fault.of(refused, own.toString()));
    }
}
