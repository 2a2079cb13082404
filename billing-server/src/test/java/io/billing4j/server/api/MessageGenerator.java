package io.billing4j.server.api;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.billing4j.grpc.v1.FieldRule;
import io.billing4j.grpc.v1.PerUnitPrice;
import io.billing4j.grpc.v1.Price;
import io.billing4j.grpc.v1.RulesProto;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Makes requests that keep the rules in the protos, of what is known where a field holds a key, and otherwise at random, with
 * the extremes of each kind among them.
 */
final class MessageGenerator {
    private static final int DEEPEST = 5;
    private static final String FIRST = "1900-01-01";
    private static final String LAST = "9998-12-31";
    /** Where an instant that is far away would only make work for minutes: documents for each day of a century. */
    private static final Set<String> NEAR = Set.of("start_date", "anchor_date");

    private static final List<String> TEXTS = List.of(
            "plain",
            "Grüße aus Ærø",
            "İstanbul",
            "日本語",
            "😀 and 👩‍👩‍👧",
            "\u202eright to left",
            "it's \"quoted\" \\ back",
            "'; DROP TABLE billing.plan; --",
            "${jndi:ldap://x}",
            "<b>&amp;</b>",
            "%00%2e%2e",
            "a\u00a0b",
            "{seq:5}",
            "null");
    private static final List<String> TEMPLATES = List.of(
            "INV-{yyyyMM}-{seq:5}",
            "{entity}-{yyyy}-{seq:3}",
            "INV-{entity}-{yyyyMM}-{seq:5}",
            "CN-{entity}-{yyyyMM}-{seq:5}",
            "{invoice}-CN{seq:3}",
            "{customer}/{seq}",
            "{seq:50}",
            "no sequence",
            "{nonsense}");
    private static final List<String> JOBS = List.of("balances", "billing", "due", "reached", "tenants", "none");
    private static final List<String> ORDINARY =
            List.of("1", "2", "3", "0.5", "10", "19.99", "0.01", "100", "12.5", "0", "-1", "-0.5", "7.25", "1000");
    private static final List<String> EXTREME = List.of(
            "999999999999999999999999",
            "-999999999999999999999999",
            "999999999999999999999999.999999999999999999",
            "0.000000000000000001",
            "100000000000000000000000",
            "99.9999999999999999",
            "2147483648",
            "9223372036854775808",
            "00001.50000");

    private final Random random;
    private final KnownValues known;
    private final LocalDate today;
    // Of each kind of choice in turn, so that none is left out.
    private final Map<EnumDescriptor, Integer> turns = new HashMap<>();

    /**
     * A generator.
     *
     * @param today around which dates and instants lie
     */
    MessageGenerator(Random random, KnownValues known, LocalDate today) {
        this.random = random;
        this.known = known;
        this.today = today;
    }

    /** A request of the call. */
    Message request(ApiCall call) {
        Message.Builder request = call.request().newBuilderForType();
        boolean creates = call.name().matches("(Create|Add|Grant|Record).*");
        fill(request, List.of(), 0, creates);
        return request.build();
    }

    private void fill(Message.Builder message, List<String> without, int depth, boolean creates) {
        for (OneofDescriptor choice : message.getDescriptorForType().getRealOneofs()) {
            if (choice.getOptions().getExtension(RulesProto.choose) || random.nextBoolean()) {
                List<FieldDescriptor> fields = choice.getFields().stream()
                        .filter(field -> depth < DEEPEST || !deep(field))
                        .toList();
                give(message, any(fields), depth, creates);
            }
        }
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.getRealContainingOneof() == null && !without.contains(field.getName()) && given(field, depth)) {
                give(message, field, depth, creates);
            }
        }
        tune(message);
    }

    private boolean given(FieldDescriptor field, int depth) {
        FieldRule rule = rule(field);
        return rule.getRequired()
                || rule.getMinItems() > 0
                || (!rule.getAtLeast().isEmpty() && !field.hasPresence() && !field.isRepeated())
                || random.nextInt(10) < (depth == 0 ? 4 : 3);
    }

    private void give(Message.Builder message, FieldDescriptor field, int depth, boolean creates) {
        if (field.isMapField()) {
            FieldDescriptor value = field.getMessageType().findFieldByName("value");
            for (int i = random.nextInt(3); i >= 0; i--) {
                Message.Builder entry = message.newBuilderForField(field);
                entry.setField(field.getMessageType().findFieldByName("key"), any(List.of("model", "region", "x.y")));
                entry.setField(value, value(entry, value, rule(field), depth, creates));
                message.addRepeatedField(field, entry.build());
            }
        } else if (field.isRepeated()) {
            int most = rule(field).getMaxItems() == 0 ? 100 : rule(field).getMaxItems();
            int count = Math.min(most, random.nextInt(50) == 0 ? 60 : 1 + random.nextInt(3));
            for (int i = 0; i < count; i++) {
                message.addRepeatedField(field, value(message, field, rule(field), depth, creates));
            }
        } else {
            message.setField(field, value(message, field, rule(field), depth, creates));
        }
    }

    private Object value(Message.Builder message, FieldDescriptor field, FieldRule rule, int depth, boolean creates) {
        return switch (field.getJavaType()) {
            case BOOLEAN -> random.nextBoolean();
            case INT -> (int) number(field, rule, Integer.MAX_VALUE);
            case LONG -> number(field, rule, Long.MAX_VALUE);
            case ENUM -> choice(field.getEnumType(), rule.getRequired());
            case STRING -> text(field, rule, creates && depth <= 1 && field.getNumber() == 1);
            case MESSAGE -> message(message, field, rule, depth, creates);
            default -> throw new AssertionError(field.getFullName() + " is of a type that requests did not have");
        };
    }

    private Object message(Message.Builder holder, FieldDescriptor field, FieldRule rule, int depth, boolean creates) {
        if (field.getMessageType().equals(Timestamp.getDescriptor())) {
            return instant(field);
        }
        Message.Builder message = holder.newBuilderForField(field);
        if (field.getMessageType().getName().equals("Money")) {
            String currency = currency();
            message.setField(message.getDescriptorForType().findFieldByName("amount"), payable(currency));
            message.setField(message.getDescriptorForType().findFieldByName("currency"), currency);
        } else {
            fill(message, rule.getWithoutList(), depth + 1, creates);
        }
        return message.build();
    }

    private Object choice(EnumDescriptor type, boolean required) {
        int least = required ? 1 : 0;
        int turn = turns.computeIfAbsent(type, any -> random.nextInt(1_000)) + 1;
        turns.put(type, turn);
        return type.getValues().get(least + turn % (type.getValues().size() - least));
    }

    private long number(FieldDescriptor field, FieldRule rule, long most) {
        long least = rule.getAtLeast().isEmpty() ? -most : Long.parseLong(rule.getAtLeast());
        long above = rule.getAtMost().isEmpty() ? most : Long.parseLong(rule.getAtMost());
        if (random.nextInt(20) == 0 && !field.getName().equals("trial_days")) {
            return random.nextBoolean() ? least : above;
        }
        return Math.max(least, Math.min(above, 1 + random.nextInt(3)));
    }

    private String text(FieldDescriptor field, FieldRule rule, boolean fresh) {
        boolean own = random.nextInt(100) < (fresh ? 75 : 12);
        String found = own ? "" : known.of(field).map(Object::toString).orElse("");
        return switch (rule.getBe()) {
            case KEY -> field.getName().equals("job") ? any(JOBS) : found.isEmpty() ? key() : found;
            case UUID -> found.isEmpty() ? new UUID(random.nextLong(), random.nextLong()).toString() : found;
            case TEXT -> field.getName().equals("subject_id") && !found.isEmpty() ? found : words(field, rule);
            case DECIMAL -> decimal(rule);
            case DATE -> date(field);
            case DATE_OR_INSTANT -> random.nextBoolean() ? date(field) : date(field) + "T10:00:00+05:30";
            case DURATION ->
                any(List.of("PT0S", "PT72H", "P30D", "P400D", "P36525D", "PT-5S", "P3660D", "PT0.000000001S"));
            case CURRENCY -> currency();
            case ZONE -> any(List.of("UTC", "Europe/Berlin", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu"));
            case COUNTRY -> any(List.of("DE", "US", "FR", "CA"));
            case REGION -> any(List.of("BY", "CA", "QC"));
            case OPAQUE -> field.getName().matches(".*(token|revision)") ? found : any(TEMPLATES);
            case KIND_UNSPECIFIED, UNRECOGNIZED -> any(TEXTS);
        };
    }

    private String key() {
        return switch (random.nextInt(8)) {
            case 0 -> "a:b.c_d-" + random.nextInt(1000);
            case 1 -> ".";
            case 2 -> "..";
            case 3 -> "k".repeat(64);
            default -> "key-" + random.nextInt(10_000);
        };
    }

    private String words(FieldDescriptor field, FieldRule rule) {
        int most = rule.getMaxLength() == 0 ? 200 : rule.getMaxLength();
        if (field.getName().equals("idempotency_key")) {
            return "once-" + random.nextInt(5);
        }
        if (field.getName().equals("subject_type")) {
            return any(List.of("invoice", "customer", "subscription", "plan", "balance", "settings", "coupon"));
        }
        String text = random.nextInt(20) == 0 ? "x".repeat(most) : any(TEXTS);
        return text.length() <= most ? text : text.substring(0, 1);
    }

    private String decimal(FieldRule rule) {
        List<String> all = random.nextInt(8) == 0 ? EXTREME : ORDINARY;
        List<String> within = all.stream()
                .filter(text -> {
                    BigDecimal value = new BigDecimal(text);
                    return (rule.getAtLeast().isEmpty() || value.compareTo(new BigDecimal(rule.getAtLeast())) >= 0)
                            && (rule.getAtMost().isEmpty() || value.compareTo(new BigDecimal(rule.getAtMost())) <= 0)
                            && (rule.getAbove().isEmpty() || value.compareTo(new BigDecimal(rule.getAbove())) > 0);
                })
                .toList();
        return within.isEmpty() ? "1" : any(within);
    }

    private String payable(String currency) {
        List<String> whole =
                List.of("1", "5", "20", "0", "-1", "999999999999999999999999", "-999999999999999999999999");
        return currency.equals("USD") && random.nextInt(3) == 0 ? any(List.of("12.5", "0.01", "150.74")) : any(whole);
    }

    private String currency() {
        return random.nextInt(8) == 0 ? any(List.of("EUR", "JPY", "BHD", "CLF")) : "USD";
    }

    private String date(FieldDescriptor field) {
        if (random.nextInt(12) == 0 && !NEAR.contains(field.getName())) {
            return random.nextBoolean() ? FIRST : LAST;
        }
        LocalDate date = random.nextBoolean()
                ? today.withDayOfMonth(1).plusMonths(random.nextInt(4) - 2)
                : today.plusDays(random.nextInt(100) - 60);
        return date.getYear() > 9998 ? LAST : date.toString();
    }

    private Timestamp instant(FieldDescriptor field) {
        boolean clock = field.getContainingType().getName().matches("(Advance|Set)ClockRequest");
        if (random.nextInt(15) == 0) {
            return random.nextBoolean() ? timestamp(Instant.parse(FIRST + "T00:00:00Z")) : timestamp(end());
        }
        if (clock) {
            return ahead(random.nextInt(45));
        }
        Object found = random.nextInt(10) < 6 ? known.of(field).orElse(null) : null;
        return found != null ? (Timestamp) found : ahead(random.nextInt(100) - 60);
    }

    private Timestamp ahead(int days) {
        Instant instant = today.atStartOfDay(ZoneOffset.UTC)
                .plusDays(days)
                .plusSeconds(random.nextBoolean() ? 0 : random.nextInt(86_400))
                .toInstant();
        return timestamp(instant.isAfter(end()) ? end() : instant);
    }

    private static Instant end() {
        return Instant.parse(LAST + "T23:59:59.999999999Z");
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** Mostly makes fit together what no rule of a single field says. */
    private void tune(Message.Builder message) {
        if (random.nextInt(5) == 0) {
            return;
        }
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated() && !field.isMapField() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                rise(message, field, "up_to");
                rise(message, field, "max_blocks");
            }
        }
        String type = message.getDescriptorForType().getName();
        if (type.equals("Charge")) {
            plain(message);
        } else if (type.matches("(CreatePlan|AddPlanVersion)Request") && random.nextBoolean()) {
            message.clearField(message.getDescriptorForType().findFieldByName("thresholds"));
        } else if (type.matches("(Generate|Preview)InvoiceRequest")) {
            LocalDate start = today.withDayOfMonth(1).plusMonths(random.nextInt(4) - 2);
            FieldDescriptor end = message.getDescriptorForType().findFieldByName("period_end");
            message.setField(message.getDescriptorForType().findFieldByName("period_start"), midnight(start));
            message.setField(end, midnight(start.plusMonths(1)));
        }
    }

    /** A charge that fits together, as far as its price does. */
    private void plain(Message.Builder charge) {
        Descriptor type = charge.getDescriptorForType();
        charge.clearField(type.findFieldByName("timing"));
        FieldDescriptor price = type.findFieldByName("price");
        if (random.nextInt(3) > 0) {
            charge.clearField(type.findFieldByName("terms"));
            charge.setField(type.findFieldByName("charge_id"), "charge-" + random.nextInt(1_000));
            charge.setField(
                    price,
                    Price.newBuilder()
                            .setPerUnit(PerUnitPrice.newBuilder()
                                    .setUnitAmount(any(List.of("1", "0.01", "250", EXTREME.get(0)))))
                            .build());
        }
        Message model = (Message) charge.getField(price);
        if (model.hasField(model.getDescriptorForType().findFieldByName("flat"))) {
            charge.clearField(type.findFieldByName("meter_id"));
        }
    }

    private static Timestamp midnight(LocalDate date) {
        Instant instant = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        return timestamp(instant.isAfter(end()) ? end() : instant);
    }

    /** Bounds in rising order, the last one open. */
    private static void rise(Message.Builder message, FieldDescriptor list, String bound) {
        FieldDescriptor field = list.getMessageType().findFieldByName(bound);
        int count = message.getRepeatedFieldCount(list);
        for (int i = 0; field != null && i < count; i++) {
            Message.Builder tier = ((Message) message.getRepeatedField(list, i)).toBuilder();
            if (i == count - 1) {
                tier.clearField(field);
            } else {
                int value = 10 * (i + 1);
                tier.setField(
                        field,
                        field.getJavaType() == FieldDescriptor.JavaType.STRING
                                ? Integer.toString(value)
                                : Long.valueOf(value));
            }
            message.setRepeatedField(list, i, tier.build());
        }
    }

    private static boolean deep(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getFields().stream()
                        .anyMatch(inner -> inner.getJavaType() == FieldDescriptor.JavaType.MESSAGE);
    }

    private static FieldRule rule(FieldDescriptor field) {
        return field.getOptions().getExtension(RulesProto.must);
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
