package io.billing4j.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.FieldRule;
import io.billing4j.grpc.v1.FieldRule.Kind;
import io.billing4j.grpc.v1.RulesProto;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comments of the protos are the reference: they say what the rules do. */
class RequestRulesTest {
    private static final DescribedApi API = DescribedApi.load();

    private static final Pattern CHARACTERS =
            Pattern.compile("(?:1 to|[Aa]t most|[Uu]p to) ([0-9]+) characters", Pattern.CASE_INSENSITIVE);
    private static final Pattern RANGE = Pattern.compile("(-?[0-9,]*[0-9]) to (-?[0-9,]*[0-9])\\b(?! characters)");
    private static final Pattern AT_MOST = Pattern.compile("(?i)(?:at most|up to) ([0-9,]*[0-9])\\b(?! characters)");
    private static final Map<Kind, Pattern> WORDS = Map.of(
            Kind.KEY, Pattern.compile("\\bKey\\b|\\bkey\\b"),
            Kind.UUID, Pattern.compile("\\bUUID\\b"),
            Kind.CURRENCY, Pattern.compile("ISO 4217"),
            Kind.ZONE, Pattern.compile("IANA"),
            Kind.COUNTRY, Pattern.compile("ISO 3166-1,"),
            Kind.REGION, Pattern.compile("ISO 3166-2"));

    static Stream<FieldDescriptor> fields() {
        return API.fieldsOfRequests().stream();
    }

    static Stream<FieldDescriptor> numbers() {
        return fields().filter(field -> numeric(field) && !field.isRepeated());
    }

    static Stream<FieldDescriptor> lists() {
        return fields().filter(FieldDescriptor::isRepeated);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void a_text_says_what_it_is_and_nothing_else_does(FieldDescriptor field) {
        assertThat(rule(field).getBe() != Kind.KIND_UNSPECIFIED).isEqualTo(valueType(field) == JavaType.STRING);
        assertThat(rule(field).getNames().getBe() != Kind.KIND_UNSPECIFIED).isEqualTo(field.isMapField());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void what_is_required_says_so(FieldDescriptor field) {
        if (!field.isRepeated()) {
            assertThat(comment(field).contains("Required."))
                    .as(comment(field))
                    .isEqualTo(rule(field).getRequired() || refusedAtZero(field));
        }
    }

    @Test
    void a_choice_that_has_to_be_made_says_so() {
        Set<OneofDescriptor> choices = new LinkedHashSet<>();
        fields().map(FieldDescriptor::getRealContainingOneof)
                .filter(Objects::nonNull)
                .forEach(choices::add);
        assertThat(choices).isNotEmpty();
        for (OneofDescriptor choice : choices) {
            assertThat(API.comment(choice.getContainingType().getFullName() + "." + choice.getName())
                            .contains("Required."))
                    .as(choice.getFullName())
                    .isEqualTo(choice.getOptions().getExtension(RulesProto.choose));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void a_text_of_a_kind_is_called_so(FieldDescriptor field) {
        Kind kind = rule(field).getBe();
        WORDS.forEach((called, words) -> {
            if (kind == called) {
                assertThat(comment(field)).containsPattern(words);
            }
        });
        if (comment(field).matches("Key\\b.*") && valueType(field) == JavaType.STRING) {
            assertThat(kind).isEqualTo(Kind.KEY);
        }
        if (comment(field).matches("UUID\\b.*")) {
            assertThat(kind).isEqualTo(Kind.UUID);
        }
        if (comment(field).contains("ISO 4217")) {
            assertThat(kind).isEqualTo(Kind.CURRENCY);
        }
        if (comment(field).contains("IANA")) {
            assertThat(kind).isEqualTo(Kind.ZONE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void a_text_is_as_long_as_its_comment_says(FieldDescriptor field) {
        List<Integer> said = new ArrayList<>();
        String words =
                comment(field).replaceAll("[Nn]ames up to ([0-9]+) and values", "names up to $1 characters, values");
        for (Matcher matcher = CHARACTERS.matcher(words); matcher.find(); ) {
            said.add(Integer.valueOf(matcher.group(1)));
        }
        Stream<Integer> meant = Stream.of(rule(field).getNames(), rule(field))
                .filter(rule -> rule.getBe() == Kind.TEXT)
                .map(FieldRule::getMaxLength);
        // What a map's names may be is said where the map is, or of the whole message.
        if (!field.isMapField() || !said.isEmpty()) {
            assertThat(said).as(comment(field)).containsExactlyElementsOf(meant.toList());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numbers")
    void a_number_has_the_bounds_that_its_comment_says(FieldDescriptor field) {
        String comment = comment(field);
        FieldRule rule = rule(field);
        Matcher range = RANGE.matcher(comment);
        if (range.find()) {
            assertThat(rule.getAtLeast()).isEqualTo(digits(range.group(1)));
            assertThat(rule.getAtMost()).isEqualTo(digits(range.group(2)));
        } else {
            assertThat(rule.getAtMost()).as(comment).isEmpty();
        }
        assertThat(rule.getAbove().equals("0")).as(comment).isEqualTo(comment.contains("above zero"));
        if (comment.contains("ero or more")) {
            assertThat(rule.getAtLeast()).isEqualTo("0");
        }
        if (comment.contains("1 or more")) {
            assertThat(rule.getAtLeast()).isEqualTo("1");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void a_list_has_as_many_entries_as_its_comment_says(FieldDescriptor field) {
        String comment = comment(field);
        FieldRule rule = rule(field);
        Matcher range = RANGE.matcher(comment);
        Matcher most = AT_MOST.matcher(comment);
        if (range.find()) {
            assertThat(rule.getMinItems()).isEqualTo(Integer.parseInt(digits(range.group(1))));
            assertThat(rule.getMaxItems()).isEqualTo(Integer.parseInt(digits(range.group(2))));
        } else {
            assertThat(rule.getMinItems()).as(comment).isEqualTo(comment.startsWith("At least one") ? 1 : 0);
        }
        if (rule.getMaxItems() != 0 && !range.reset().find() && most.find()) {
            assertThat(rule.getMaxItems()).isEqualTo(Integer.parseInt(digits(most.group(1))));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void bounds_are_numbers_and_codes_are_codes(FieldDescriptor field) {
        FieldRule rule = rule(field);
        for (String bound : List.of(rule.getAtLeast(), rule.getAtMost(), rule.getAbove())) {
            if (!bound.isEmpty()) {
                assertThatCode(() -> new BigDecimal(bound)).doesNotThrowAnyException();
                assertThat(numeric(field)).isTrue();
            }
        }
        for (String code : List.of(rule.getCode(), rule.getIfNone())) {
            if (!code.isEmpty()) {
                assertThatCode(() -> ErrorCode.valueOf(code)).doesNotThrowAnyException();
            }
        }
        for (String beside : rule.getWithoutList()) {
            assertThat(field.getMessageType().findFieldByName(beside)).isNotNull();
        }
    }

    @Test
    void what_only_answers_hold_has_no_rule() {
        assertThat(API.fields())
                .filteredOn(field -> !API.fieldsOfRequests().contains(field))
                .filteredOn(field -> field.getOptions().hasExtension(RulesProto.must))
                .isEmpty();
    }

    private static boolean refusedAtZero(FieldDescriptor field) {
        return numeric(field)
                && !field.hasPresence()
                && rule(field).getAtLeast().equals("1");
    }

    private static boolean numeric(FieldDescriptor field) {
        JavaType type = valueType(field);
        return type == JavaType.INT || type == JavaType.LONG || rule(field).getBe() == Kind.DECIMAL;
    }

    private static JavaType valueType(FieldDescriptor field) {
        return field.isMapField()
                ? field.getMessageType().findFieldByName("value").getJavaType()
                : field.getJavaType();
    }

    private static FieldRule rule(FieldDescriptor field) {
        return field.getOptions().getExtension(RulesProto.must);
    }

    private static String comment(FieldDescriptor field) {
        return API.comment(field.getFullName());
    }

    private static String digits(String number) {
        return number.replace(",", "");
    }
}
