package io.billing4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.conformance.ManualPage.Block;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The manual's worked numbers. A block of JSON is a conformance case, behind whose fence stands its topic; it is put to
 * this project like any other, and each value that it expects stands in the sentences before it. Blocks of Java are checked
 * where they are compiled, in the examples.
 */
final class DocumentationTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Which topics a page works numbers for. */
    private static final Map<String, List<Topic>> PAGES = Map.of(
            "pricing.md", List.of(new PricingTopic(), new SpendTopic(), new AggregationTopic()),
            "periods-and-proration.md", List.of(new PeriodsTopic(), new ProrationTopic()),
            "rounding.md", List.of(new RoundingTopic(), new CurrenciesTopic()),
            "taxes-and-discounts.md", List.of(new InvoicesTopic()),
            "progressive-billing.md", List.of(new InvoicesTopic()));

    @Nested
    class EveryPage {
        @Test
        void hasRightNumbers() throws IOException {
            for (Map.Entry<String, List<Topic>> page : PAGES.entrySet()) {
                List<String> faults = new ArrayList<>();
                List<Block> blocks = page(page.getKey()).blocks();
                blocks.forEach(block -> faults.addAll(faults(block, page.getValue())));

                assertThat(faults).as(page.getKey()).isEmpty();
                assertThat(blocks).extracting(Block::topic).containsAll(names(page.getValue()));
            }
        }
    }

    @Nested
    class ASectionWithABlockIsHeadedBy {
        @Test
        void everyPriceModel() throws IOException {
            assertHeads(
                    "pricing.md",
                    Arrays.stream(PriceModel.class.getPermittedSubclasses())
                            .map(Class::getSimpleName)
                            .toList());
        }

        @Test
        void everyAggregation() throws IOException {
            assertHeads("pricing.md", names(MeterAggregation.values()));
        }

        @Test
        void everyUnitOfAnInterval() throws IOException {
            assertHeads("periods-and-proration.md", names(IntervalUnit.values()));
        }

        @Test
        void everyPolicyOfProration() throws IOException {
            assertHeads("periods-and-proration.md", names(ProrationPolicy.values()));
        }
    }

    @Nested
    class ABlockIsRefused {
        private static final String RIGHT =
                "{\"kind\":\"round\",\"currency\":\"USD\",\"amount\":\"0.125\",\"expected\":{\"amount\":\"0.13\"}}";

        @Test
        void unlessItIsRight() {
            assertThat(faults("0.125 is 0.13.", "json rounding", RIGHT)).isEmpty();
        }

        @Test
        void ifItsNumberIsWrong() {
            assertThat(faults("0.125 is 0.12.", "json rounding", RIGHT.replace("0.13", "0.12")))
                    .singleElement()
                    .asString()
                    .contains("expected \"0.12\" but found 0.13");
        }

        @Test
        void ifItsNumberIsNotWorkedByHandBefore() {
            assertThat(faults("0.125 is 10.134.", "json rounding", RIGHT))
                    .singleElement()
                    .asString()
                    .contains("0.13 does not stand in the sentences before");
        }

        @Test
        void ifItIsNoJson() {
            assertThat(faults("0.13", "json rounding", RIGHT.replace("}", ""))).isNotEmpty();
        }

        @Test
        void ifItsTopicIsNoneOfThePages() {
            assertThat(faults("0.13", "json", RIGHT)).isNotEmpty();
            assertThat(faults("0.13", "json numbering", RIGHT)).isNotEmpty();
        }

        @Test
        void ifItIsAnExcludedCase() {
            Topic picky = new Topic() {
                @Override
                public String name() {
                    return "rounding";
                }

                @Override
                public List<ConventionRule> exclusions() {
                    return List.of(new ConventionRule("odd", convention -> convention.has("odd")));
                }

                @Override
                public Answer answer(CaseInput input) {
                    return Answer.of("amount", "0.13");
                }
            };

            assertThat(DocumentationTest.faults(
                            block(
                                    "0.13",
                                    "json rounding",
                                    RIGHT.replace("{\"kind", "{\"convention\":{\"odd\":1},\"kind")),
                            List.of(picky)))
                    .isNotEmpty();
        }

        @Test
        void ifItIsInAnotherLanguage() {
            assertThat(faults("0.13", "", "0.13")).isNotEmpty();
            assertThat(faults("0.13", "java", "round()")).isEmpty();
        }

        private static List<String> faults(String before, String fence, String content) {
            return DocumentationTest.faults(block(before, fence, content), List.of(new RoundingTopic()));
        }

        private static Block block(String before, String fence, String content) {
            return ManualPage.of("page.md", before + "\n\n```" + fence + "\n" + content + "\n```\n")
                    .blocks()
                    .get(0);
        }
    }

    private static ManualPage page(String name) throws IOException {
        return ManualPage.read(Path.of("../docs", name));
    }

    private static List<String> names(List<Topic> topics) {
        return topics.stream().map(Topic::name).toList();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static void assertHeads(String page, List<String> names) throws IOException {
        List<String> headings = page(page).blocks().stream().map(Block::heading).toList();
        assertThat(names)
                .as(page)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(headings).anyMatch(heading -> heading.contains("`" + name + "`")));
    }

    /** What is wrong with a block of a page that works numbers for these topics. */
    private static List<String> faults(Block block, List<Topic> topics) {
        if (block.language().equals("java")) {
            return List.of();
        }
        String place = "line " + block.line() + ": ";
        Topic topic = topics.stream()
                .filter(one -> block.language().equals("json") && one.name().equals(block.topic()))
                .findFirst()
                .orElse(null);
        if (topic == null) {
            return List.of(place + "expected a case of " + names(topics) + " or Java");
        }
        JsonNode one;
        try {
            one = MAPPER.readTree(block.content());
        } catch (JsonProcessingException e) {
            return List.of(place + e.getMessage());
        }
        TopicReport report = Conformance.judge(topic, MAPPER.createArrayNode().add(one));
        List<String> faults = new ArrayList<>();
        report.failures().forEach(failure -> faults.add(place + failure));
        if (report.excludedCases() > 0) {
            faults.add(place + "the case is one of those that are excluded: " + report.excluded());
        }
        values(one.path("expected")).forEach(value -> {
            if (!stands(value, block.before())) {
                faults.add(place + value + " does not stand in the sentences before");
            }
        });
        return faults;
    }

    /** All texts and numbers that a case expects, at any depth; what is absent or a key is none. */
    private static Set<String> values(JsonNode expected) {
        Set<String> values = new LinkedHashSet<>();
        if (expected.isContainerNode()) {
            expected.forEach(element -> values.addAll(values(element)));
        } else if (!expected.isNull()) {
            values.add(expected.asText());
        }
        return values;
    }

    private static boolean stands(String value, String sentences) {
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(value) + "(?!\\w|\\.\\d)")
                .matcher(sentences)
                .find();
    }
}
