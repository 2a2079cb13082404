package io.billing4j.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Templates put together at random, with the documents of a small world whose keys are made of what templates are made of:
 * there two numbers are alike as soon as they can be.
 */
class NumberingTemplateLawsTest {
    private static final List<String> CUSTOMERS = List.of("1", "a", "a1", "1a", "a-1", "1-1", "-", "11", "a-a", "2025");
    private static final List<String> ENTITIES = List.of("1", "a", "-", "1-a", "a1", "1a");
    private static final List<LocalDate> DATES =
            List.of(LocalDate.of(2025, 1, 11), LocalDate.of(2025, 2, 1), LocalDate.of(2111, 1, 1));
    private static final List<Long> SEQUENCES = List.of(1L, 2L, 11L, 12L, 111L, 2025L, 20251L);

    /** What gave a number: no two documents have it in common. */
    private record Origin(String series, String scope, long sequence) {}

    /** One template, and another that may follow it. */
    private record Change(NumberingTemplate previous, NumberingTemplate next) {}

    @Property
    void no_two_documents_have_numbers_alike(@ForAll("templates") NumberingTemplate template) {
        assertThat(given(List.of(template)).values())
                .allSatisfy(origins -> assertThat(origins).hasSize(1));
    }

    @Property
    void a_template_that_may_follow_another_gives_none_of_its_numbers_again(@ForAll("changes") Change change) {
        assertThat(given(List.of(change.previous(), change.next())).values())
                .allSatisfy(origins -> assertThat(origins).hasSize(1));
    }

    @Property
    void whether_two_templates_may_follow_each_other_does_not_depend_on_which_was_first(
            @ForAll("templates") NumberingTemplate one, @ForAll("templates") NumberingTemplate another) {
        assertThat(one.mayRepeat(another)).isEqualTo(another.mayRepeat(one));
        assertThat(one.mayRepeat(one)).isFalse();
    }

    /** What cannot be equal is not, in the small world; what may be repeated is equal, and each is equal to itself. */
    @Property
    void templates_of_other_documents_give_no_number_of_each_other(
            @ForAll("templates") NumberingTemplate one, @ForAll("templates") NumberingTemplate another) {
        boolean equal = one.mayEqual(another);

        assertThat(one.mayEqual(one)).isTrue();
        assertThat(another.mayEqual(one)).isEqualTo(equal);
        if (!equal) {
            assertThat(one.mayRepeat(another)).isFalse();
            assertThat(given(List.of(one)).keySet())
                    .doesNotContainAnyElementsOf(given(List.of(another)).keySet());
        }
    }

    /** Two keys, or a key and the sequence, with nothing between them that ends the first. */
    @Property
    void a_refused_template_of_two_tokens_side_by_side_does_give_two_numbers_alike(
            @ForAll("tokensThatMeet") List<String> tokens,
            @ForAll("joints") String front,
            @ForAll("joints") String joint,
            @ForAll("joints") String end) {
        String text = front + tokens.get(0) + joint + tokens.get(1) + end + (tokens.contains("{seq}") ? "" : "#{seq}");
        Assume.that(taken(text, SequenceCounter.ENTITY).isEmpty());

        assertThat(given(TemplateToken.parse(text), new Given()).byNumber.values())
                .as(text)
                .anySatisfy(origins -> assertThat(origins).hasSizeGreaterThan(1));
    }

    private static Optional<NumberingTemplate> taken(String text, SequenceCounter counter) {
        try {
            return Optional.of(NumberingTemplate.of(text, counter));
        } catch (BillingException e) {
            return Optional.empty();
        }
    }

    /** The numbers that templates give in turn, each with everything that gave it. */
    private static Map<String, List<Origin>> given(List<NumberingTemplate> templates) {
        Given given = new Given();
        for (NumberingTemplate template : templates) {
            for (NumberedDocument document : documents()) {
                for (long sequence : SEQUENCES) {
                    String series = template.showsEntity() ? document.entity().value() : "all";
                    given.add(
                            template.render(document, sequence),
                            new Origin(series, template.scopeKey(document), sequence));
                }
            }
        }
        return given.byNumber;
    }

    /** The numbers of tokens that are no template, counted by entity and never from the start again. */
    private static Given given(List<TemplateToken> tokens, Given given) {
        boolean entity = tokens.stream().anyMatch(token -> token.kind() == TemplateToken.Kind.ENTITY);
        for (NumberedDocument document : documents()) {
            for (long sequence : SEQUENCES) {
                StringBuilder number = new StringBuilder();
                tokens.forEach(token -> number.append(token.render(document, sequence)));
                given.add(
                        number.toString(), new Origin(entity ? document.entity().value() : "all", "", sequence));
            }
        }
        return given;
    }

    /** Which origins each number has. */
    private static final class Given {
        private final Map<String, List<Origin>> byNumber = new HashMap<>();

        void add(String number, Origin origin) {
            List<Origin> origins = byNumber.computeIfAbsent(number, key -> new ArrayList<>(1));
            if (!origins.contains(origin)) {
                origins.add(origin);
            }
        }
    }

    private static List<NumberedDocument> documents() {
        List<NumberedDocument> documents = new ArrayList<>();
        for (String customer : CUSTOMERS) {
            for (String entity : ENTITIES) {
                for (LocalDate date : DATES) {
                    // The invoice is another document of somebody else.
                    String invoice = customer + entity;
                    documents.add(new NumberedDocument(CustomerId.of(customer), EntityId.of(entity), date, invoice));
                }
            }
        }
        return documents;
    }

    @Provide
    Arbitrary<Change> changes() {
        return Combinators.combine(templates(), templates())
                .as(Change::new)
                .filter(change -> !change.next().mayRepeat(change.previous()));
    }

    @Provide
    Arbitrary<NumberingTemplate> templates() {
        return Combinators.combine(texts(), Arbitraries.of(SequenceCounter.class))
                .as(NumberingTemplateLawsTest::taken)
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    private static Arbitrary<String> texts() {
        Arbitrary<String> keys = Arbitraries.of("{customer}", "{entity}", "{customer}", "{entity}", "{invoice}");
        Arbitrary<String> dates = Arbitraries.of("{yyyy}", "{MM}", "{yyyyMM}", "{dd}", "{MM}{dd}");
        Arbitrary<String> pieces = Arbitraries.oneOf(keys, dates, literals(), literals());
        Arbitrary<String> sequence = Arbitraries.of("{seq}", "{seq:2}", "{seq:4}");
        Arbitrary<List<String>> front = pieces.list().ofMaxSize(4);
        Arbitrary<List<String>> end = pieces.list().ofMaxSize(3);
        return Combinators.combine(front, sequence, end)
                .as((before, seq, after) -> String.join("", before) + seq + String.join("", after));
    }

    private static Arbitrary<String> literals() {
        return Arbitraries.of("", "-", "/", "a", "a-", "#", "1");
    }

    /** What keys can hold, and so does not keep them apart. */
    @Provide
    Arbitrary<String> joints() {
        return Arbitraries.of("", "-", "a");
    }

    @Provide
    Arbitrary<List<String>> tokensThatMeet() {
        return Arbitraries.of(
                List.of("{customer}", "{seq}"),
                List.of("{seq}", "{customer}"),
                List.of("{entity}", "{seq}"),
                List.of("{customer}", "{entity}"),
                List.of("{entity}", "{customer}"));
    }
}
