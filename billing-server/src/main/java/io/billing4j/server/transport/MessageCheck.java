package io.billing4j.server.transport;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.Money;
import io.billing4j.grpc.v1.RulesProto;
import io.billing4j.money.Currencies;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks messages of one type by the rules in the protos. It is worked out once; a check then only walks along the message.
 */
final class MessageCheck {
    private static final Map<Place, MessageCheck> KNOWN = new ConcurrentHashMap<>();

    private final Descriptor type;
    private final List<String> without;
    // Worked out when it is first needed, since prices hold prices.
    private volatile @Nullable Parts parts;

    private MessageCheck(Place place) {
        type = place.type();
        without = place.without();
    }

    /** The check of a request. */
    static MessageCheck of(Descriptor type) {
        return of(type, List.of());
    }

    /**
     * The check of a message inside another.
     *
     * @param without names of fields that are left out there, required or not, since they are said beside it
     */
    static MessageCheck of(Descriptor type, List<String> without) {
        return KNOWN.computeIfAbsent(new Place(type, without), MessageCheck::new);
    }

    /**
     * Adds what is wrong with the message, field by field.
     *
     * @throws RequestFaults where there are more than anybody is told
     */
    void check(Message message, FieldPath path, Faults faults) {
        Parts all = parts();
        int before = faults.count();
        UnknownFieldSet unknown = message.getUnknownFields();
        if (!unknown.isEmpty()) {
            unknown.asMap().keySet().forEach(number -> faults.add(unknown(number, path)));
        }
        for (FieldCheck field : all.fields()) {
            field.check(message, path, faults);
        }
        for (FieldDescriptor field : all.beside()) {
            if (message.hasField(field)) {
                faults.add(new Fault(
                        ErrorCode.MALFORMED_REQUEST,
                        path.field(field.getJsonName()).toString(),
                        "this is said beside it, and not in it"));
            }
        }
        for (OneofDescriptor choice : all.choices()) {
            if (!message.hasOneof(choice)) {
                faults.add(notChosen(choice, path));
            }
        }
        if (message instanceof Money money && faults.count() == before) {
            check(money, path, faults);
        }
    }

    private static void check(Money money, FieldPath path, Faults faults) {
        try {
            Currencies.money(
                    "amount",
                    Currencies.currency("currency", money.getCurrency()),
                    Values.decimal("amount", money.getAmount()));
        } catch (BillingException e) {
            faults.add(Fault.of(e, path.field("amount").toString()));
        }
    }

    private static Fault unknown(int number, FieldPath path) {
        return new Fault(
                ErrorCode.UNKNOWN_FIELD,
                path.field(Integer.toString(number)).toString(),
                "there is no field of this number");
    }

    /** In a request at the name of the choice, which else would be at no field; inside, at the message that the choice makes. */
    private static Fault notChosen(OneofDescriptor choice, FieldPath path) {
        String example = choice.getField(0).getJsonName();
        return new Fault(
                ErrorCode.MISSING_FIELD,
                path.outer() == null ? choice.getName() : path.toString(),
                "one of its choices, such as " + example + ", is required");
    }

    private Parts parts() {
        Parts known = parts;
        if (known == null) {
            known = Parts.of(type, without);
            parts = known;
        }
        return known;
    }

    private record Place(Descriptor type, List<String> without) {}

    /**
     * What is looked at.
     *
     * @param beside fields that have to be left out
     * @param choices that have to be made
     */
    private record Parts(List<FieldCheck> fields, List<FieldDescriptor> beside, List<OneofDescriptor> choices) {
        static Parts of(Descriptor type, List<String> without) {
            return new Parts(
                    type.getFields().stream()
                            .filter(field -> !without.contains(field.getName()))
                            .map(FieldCheck::new)
                            .toList(),
                    without.stream().map(type::findFieldByName).toList(),
                    type.getRealOneofs().stream()
                            .filter(choice -> choice.getOptions().getExtension(RulesProto.choose))
                            .toList());
        }
    }
}
