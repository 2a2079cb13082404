package io.billing4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge is judged: a harness that lets a wrong answer through would make every number it prints worthless. */
final class ConformanceHarnessTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final ConventionRule ODD_RULE = new ConventionRule(
            "odd", convention -> convention.path("rule").asText().equals("odd"), input -> !input.has("even"));

    @TempDir
    private Path directory;

    @Nested
    class AFileConforms {
        @Test
        void ifEveryAnswerIsRight() throws IOException {
            write("sums", "{\"a\":1,\"expected\":{\"sum\":\"3\"}},{\"a\":2,\"expected\":{\"sum\":\"3\"}}");

            Conformance.Result result = judge(input -> Answer.of("sum", "3"));

            assertThat(result.faults()).isEmpty();
            assertThat(result.lines()).containsExactly("sums: 2 cases, 2 passed, 0 failed, 0 excluded");
            assertThat(result.judged()).containsExactly("sums");
        }

        @Test
        void ifAnEndlessListBeginsAsExpected() throws IOException {
            write("sums", "{\"expected\":{\"sums\":[0,1,2]}},{\"expected\":{\"sums\":[0]}}");

            assertThat(judge(input -> Answer.of("sums", new Endless(i -> i))).faults())
                    .isEmpty();
        }

        @Test
        void ifTheAnswerSaysMoreThanWasAsked() throws IOException {
            write("sums", "{\"expected\":{\"sum\":\"3\"}}");

            assertThat(judge(input -> Answer.of("sum", "3").and("count", 7)).faults())
                    .isEmpty();
        }

        @Test
        void withUpTo15PercentExcludedAndListsThemByReason() throws IOException {
            write("sums", cases(17) + "," + odd(3));

            Conformance.Result result = judge(input -> Answer.of("sum", "3"));

            assertThat(result.faults()).isEmpty();
            assertThat(result.lines())
                    .containsExactly("sums: 20 cases, 17 passed, 0 failed, 3 excluded", "  excluded 3: odd");
        }
    }

    @Test
    void aCaseIsJudgedThatNamesARuleAndDoesNotDependOnIt() throws IOException {
        write("sums", "{\"even\":true,\"convention\":{\"rule\":\"odd\"},\"expected\":{\"sum\":\"3\"}}");

        assertThat(judge(input -> Answer.of("sum", "3")).lines())
                .containsExactly("sums: 1 cases, 1 passed, 0 failed, 0 excluded");
        assertThat(judge(input -> Answer.of("sum", "4")).faults()).isNotEmpty();
    }

    @Nested
    class AFileFails {
        @Test
        void ifAnAnswerIsWrongNamingTheCaseAndItsSource() throws IOException {
            write("sums", "{\"id\":\"one\",\"source\":\"book p. 7\",\"expected\":{\"sum\":\"3\"}}");

            Conformance.Result result = judge(input -> Answer.of("sum", "4"));

            assertThat(result.lines()).containsExactly("sums: 1 cases, 0 passed, 1 failed, 0 excluded");
            assertThat(result.faults()).containsExactly("sums one (book p. 7) /sum: expected \"3\" but found \"4\"");
        }

        @Test
        void ifAnAnswerLacksAKeyEvenOneThatIsExpectedToBeNull() throws IOException {
            write("sums", "{\"expected\":{\"sum\":null}}");

            assertThat(judge(input -> Answer.of("total", "3")).faults()).hasSize(1);
            assertThat(judge(input -> Answer.of("sum", null)).faults()).isEmpty();
            assertThat(judge(input -> Answer.of("sum", "0")).faults()).hasSize(1);
        }

        @Test
        void ifAnEndlessListBeginsWithSomethingElse() throws IOException {
            write("sums", "{\"expected\":{\"sums\":[0,1,3]}}");

            assertThat(judge(input -> Answer.of("sums", new Endless(i -> i))).faults())
                    .hasSize(1);
        }

        @Test
        void ifTheAdapterThrows() throws IOException {
            write("sums", cases(1));

            assertThat(judge(input -> {
                                throw new IllegalStateException("not known");
                            })
                            .faults())
                    .singleElement()
                    .asString()
                    .contains("not known");
        }

        @Test
        void ifMoreThan15PercentAreExcluded() throws IOException {
            write("sums", cases(16) + "," + odd(3));

            assertThat(judge(input -> Answer.of("sum", "3")).faults())
                    .containsExactly("sums: 3 of 19 cases are excluded, more than 15 %");
        }

        @Test
        void ifACaseExpectsNothing() throws IOException {
            write("sums", "{\"a\":1},{\"a\":1,\"expected\":{}}");

            assertThat(judge(input -> Answer.of("sum", "3")).faults()).hasSize(2);
        }

        @Test
        void ifItHasNoCases() throws IOException {
            write("sums", "");

            assertThat(judge(input -> Answer.of("sum", "3")).faults()).containsExactly("sums: no cases");
        }

        @Test
        void ifItsTopicOrItsSchemaIsUnknown() throws IOException {
            write("sums", cases(1));
            write("differences", cases(1));
            Files.writeString(directory.resolve("two.json"), "{\"topic\":\"sums\",\"schema\":2,\"cases\":[]}");

            assertThat(judge(input -> Answer.of("sum", "3")).faults())
                    .containsExactly(
                            "differences.json: nobody knows the topic 'differences' in this schema",
                            "two.json: nobody knows the topic 'sums' in this schema");
        }

        @Test
        void ifThereIsNoFileAtAll() throws IOException {
            assertThat(judge(input -> Answer.of("sum", "3")).faults())
                    .containsExactly(directory + ": nothing to judge");
        }
    }

    @Nested
    class ATopicThatIsNotBuiltYet {
        @Test
        void isNamedAndNotJudged() throws IOException {
            write("later", cases(4));
            write("sums", cases(1));

            Conformance.Result result = judge(input -> Answer.of("sum", "3"));

            assertThat(result.faults()).isEmpty();
            assertThat(result.lines().get(0)).isEqualTo("later: 4 cases, not judged yet");
            assertThat(result.judged()).containsExactly("sums");
        }
    }

    @Nested
    class TheAdapterSees {
        @Test
        void nothingThatGivesTheResultAway() throws IOException {
            write(
                    "sums",
                    "{\"id\":\"x\",\"peer\":\"p\",\"source\":\"s\",\"note\":\"n\",\"verified\":true,\"calc\":[1],"
                            + "\"minor_unit\":2,\"java17_minor_unit\":2,\"a\":{\"expected\":1,\"b\":[{\"expected\":2,"
                            + "\"c\":3}]},\"convention\":{\"expected\":4},\"expected\":{\"sum\":\"3\"}}");
            List<JsonNode> seen = new ArrayList<>();

            judge(input -> {
                seen.add(input.json());
                return Answer.of("sum", "3");
            });

            assertThat(seen).containsExactly(MAPPER.readTree("{\"a\":{\"b\":[{\"c\":3}]},\"convention\":{}}"));
        }

        @Test
        void numbersHoweverTheyAreWritten() throws IOException {
            CaseInput input = CaseInput.of(MAPPER.readTree("{\"a\":\"1.5\",\"b\":2,\"c\":null,\"d\":[\"x\",null]}"));

            assertThat(input.decimal("a")).isEqualByComparingTo("1.5");
            assertThat(input.integer("b")).isEqualTo(2);
            assertThat(input.has("c")).isFalse();
            assertThat(input.text("c", "none")).isEqualTo("none");
            assertThat(input.texts("d")).containsExactly("x", null);
            assertThat(input.objects("e")).isEmpty();
        }
    }

    @Nested
    class Values {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "\"3\" | \"3.00\" | true",
                    "\"3\" | 3 | true",
                    "3 | \"3.0\" | true",
                    "\"-0.5\" | \"-0.50\" | true",
                    "\"3\" | \"3.01\" | false",
                    "\"3\" | \"-3\" | false",
                    "\"007\" | \"7\" | false",
                    "\"a\" | \"a\" | true",
                    "\"a\" | \"A\" | false",
                    "true | true | true",
                    "true | \"true\" | false",
                    "null | null | true",
                    "null | \"\" | false",
                    "[1,2] | [\"1\",\"2.0\"] | true",
                    "[1,2] | [2,1] | false",
                    "[1,2] | [1,2,3] | false",
                    "[1,2] | [1] | false",
                    "{\"a\":1} | {\"a\":1,\"b\":2} | true",
                    "{\"a\":1,\"b\":2} | {\"a\":1} | false",
                    "[{\"a\":1}] | [{\"a\":2}] | false",
                    "{\"a\":1} | [1] | false"
                })
        void compareByWhatTheyMean(String expected, String found, boolean same) throws IOException {
            assertThat(Comparison.difference(MAPPER.readTree(expected), MAPPER.readTree(found))
                            .isEmpty())
                    .isEqualTo(same);
        }
    }

    private Conformance.Result judge(Function<CaseInput, Answer> adapter) throws IOException {
        return new Conformance(List.of(topic("sums", adapter)), Set.of("later")).judge(directory);
    }

    private static Topic topic(String name, Function<CaseInput, Answer> adapter) {
        return new Topic() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<ConventionRule> exclusions() {
                return List.of(ODD_RULE);
            }

            @Override
            public Answer answer(CaseInput input) {
                return adapter.apply(input);
            }
        };
    }

    private void write(String topic, String cases) throws IOException {
        Files.writeString(
                directory.resolve(topic + ".json"),
                "{\"topic\":\"" + topic + "\",\"schema\":1,\"cases\":[" + cases + "]}");
    }

    private static String cases(int count) {
        return String.join(",", Collections.nCopies(count, "{\"expected\":{\"sum\":\"3\"}}"));
    }

    private static String odd(int count) {
        return String.join(
                ",", Collections.nCopies(count, "{\"convention\":{\"rule\":\"odd\"},\"expected\":{\"sum\":\"8\"}}"));
    }
}
