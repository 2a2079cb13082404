package io.billing4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What other billing systems document, put to this one. The cases are in the test resources; those of another directory
 * are judged with {@code -Dconformance.dir=DIR}.
 */
final class ConformanceTest {
    /** One adapter for each kind of file. */
    private static final List<Topic> TOPICS = List.of(
            new PricingTopic(),
            new PeriodsTopic(),
            new ProrationTopic(),
            new RoundingTopic(),
            new CurrenciesTopic(),
            new NumberingTopic(),
            new AggregationTopic(),
            new InvoicesTopic());

    /** Their subject is being built; the list ends empty. */
    private static final Set<String> OUTSTANDING = Set.of();

    /** Their subject is not part of the library yet. */
    private static final Set<String> LATER = Set.of("credits");

    /** Own cases whose subject is not part of the library yet. The list ends empty; another case is added to it by nobody but a person. */
    private static final List<String> NOT_JUDGED_YET = List.of();

    @Test
    void agreesWithEveryCaseExceptWhereItFollowsAnotherRule() throws Exception {
        String other = System.getProperty("conformance.dir");
        Path directory = other == null ? ownCases() : Path.of(other);
        Set<String> unjudged = new HashSet<>(LATER);
        unjudged.addAll(OUTSTANDING);

        Conformance.Result result = new Conformance(TOPICS, unjudged).judge(directory);

        result.lines().forEach(System.out::println);
        assertThat(result.faults()).isEmpty();
        if (other == null) {
            assertThat(result.judged()).containsExactlyInAnyOrderElementsOf(names());
            assertThat(result.later()).containsExactlyInAnyOrderElementsOf(NOT_JUDGED_YET);
        }
    }

    private static List<String> names() {
        return TOPICS.stream().map(Topic::name).toList();
    }

    private static Path ownCases() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ConformanceTest.class.getResource("/conformance/"), "no cases")
                .toURI());
    }
}
