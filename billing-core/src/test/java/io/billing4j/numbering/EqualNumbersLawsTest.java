package io.billing4j.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whether two templates have a text in common, against all texts up to a length that are spelt with four characters. */
class EqualNumbersLawsTest {
    private static final String CHARACTERS = "1a-/";

    /** Two of at most five characters each have a text in common of fewer than the sum of both, or none. */
    private static final int LONGEST = 9;

    @Property(tries = 300)
    void two_templates_may_be_equal_if_and_only_if_some_text_is_of_both(
            @ForAll("templates") NumberingTemplate one, @ForAll("templates") NumberingTemplate another) {
        Matcher first = pattern(one).matcher("");
        Matcher second = pattern(another).matcher("");

        assertThat(one.mayEqual(another)).as("%s and %s", one, another).isEqualTo(shared("", first, second));
    }

    private static boolean shared(String text, Matcher first, Matcher second) {
        boolean ofFirst = first.reset(text).matches();
        boolean firstGoesOn = first.hitEnd();
        boolean ofSecond = second.reset(text).matches();
        if (ofFirst && ofSecond) {
            return true;
        }
        if (text.length() == LONGEST || !firstGoesOn || !second.hitEnd()) {
            return false;
        }
        return CHARACTERS.chars().anyMatch(c -> shared(text + (char) c, first, second));
    }

    /** What a template renders, said in another way. */
    private static Pattern pattern(NumberingTemplate template) {
        return Pattern.compile(TemplateToken.parse(template.text()).stream()
                .map(EqualNumbersLawsTest::expression)
                .collect(Collectors.joining()));
    }

    private static String expression(TemplateToken token) {
        return switch (token.kind()) {
            case LITERAL -> Pattern.quote(token.text());
            case CUSTOMER, ENTITY -> "[1a-]+";
            case INVOICE -> "[1a/-]+";
            case SEQUENCE -> "1{" + token.width() + ",}";
            case YEAR, MONTH, DAY -> throw new IllegalArgumentException("not among these: " + token);
        };
    }

    @Provide
    Arbitrary<NumberingTemplate> templates() {
        Arbitrary<String> pieces =
                Arbitraries.of("{customer}", "{entity}", "{invoice}", "1", "a", "-", "/", "a", "-", "/");
        Arbitrary<List<String>> front = pieces.list().ofMaxSize(2);
        return Combinators.combine(
                        front, Arbitraries.of("{seq}", "{seq:2}"), pieces.list().ofMaxSize(1))
                .as((before, seq, after) -> String.join("", before) + seq + String.join("", after))
                .filter(EqualNumbersLawsTest::isTaken)
                .map(NumberingTemplate::of);
    }

    private static boolean isTaken(String text) {
        try {
            NumberingTemplate.of(text);
            return true;
        } catch (BillingException e) {
            return false;
        }
    }
}
