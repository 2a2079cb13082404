package io.billing4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What pages say to be shown by tests is: each row of their tables names some, and these are there. */
final class FeaturesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern PAGE = Pattern.compile("]\\((?:docs/)?([a-z-]+\\.md)\\)");

    /** Pages that tell how the product is made, and none of its features. */
    private static final Set<String> OTHERS = Set.of("architecture.md", "features.md");

    @Nested
    class ATestShows {
        @Test
        void eachFeature() throws IOException {
            assertShown("features.md", "");
        }

        @Test
        void eachDefence() throws IOException {
            assertShown("security.md", "Threats");
        }

        @Test
        void somethingOfEachPageThatTheReadmeNames() throws IOException {
            String readme = Files.readString(Path.of("../README.md"));
            String table = readme.substring(readme.indexOf("## Where to read on"));

            assertThat(pages(Files.readString(DOCS.resolve("features.md"))))
                    .containsAll(pages(table).stream()
                            .filter(page -> !OTHERS.contains(page))
                            .toList());
        }

        private void assertShown(String page, String heading) throws IOException {
            List<ShownRow> rows = ShownRow.of(Files.readString(DOCS.resolve(page)), heading);

            assertThat(rows).as(page).isNotEmpty();
            assertThat(rows.stream().flatMap(row -> row.faults(DOCS).stream()))
                    .as(page)
                    .isEmpty();
        }

        private List<String> pages(String text) {
            return PAGE.matcher(text)
                    .results()
                    .map((MatchResult link) -> link.group(1))
                    .distinct()
                    .toList();
        }
    }

    @Nested
    class ARow {
        private static final String HERE = "../billing-core/src/test/java/io/billing4j/conformance/FeaturesTest.java";

        @Test
        void isRightIfItsTestIsThere() {
            assertThat(faults("[one](" + HERE + "#eachFeature)")).isEmpty();
        }

        @Test
        void isRefusedWithoutATest() {
            assertThat(faults("[a page](features.md)")).containsExactly("line 3: expected a test that shows it");
        }

        @Test
        void isRefusedForAFileThatIsNotThere() {
            assertThat(faults("[one](" + HERE + "#eachFeature), [two](../NoTest.java#eachFeature)"))
                    .containsExactly("line 3: there is no ../NoTest.java");
        }

        @Test
        void isRefusedForAMethodThatIsNotThereOrNoTest() {
            assertThat(faults("[one](" + HERE + "#noFeature)")).hasSize(1);
            assertThat(faults("[one](" + HERE + "#assertShown)")).hasSize(1);
            assertThat(faults("[one](" + HERE + ")")).hasSize(1);
        }

        @Test
        void countsUnderItsHeadingAlone() {
            String page = "## One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Two\n\n| | |\n|---|---|\n| 3 | 4 |\n";

            assertThat(ShownRow.of(page, "Two")).containsExactly(new ShownRow(11, "| 3 | 4 |"));
            assertThat(ShownRow.of(page, "")).hasSize(2);
        }

        private List<String> faults(String cell) {
            List<ShownRow> rows = ShownRow.of("| | |\n|---|---|\n| it does something | " + cell + " |\n", "");
            assertThat(rows).hasSize(1);
            return rows.get(0).faults(DOCS);
        }
    }
}
