package io.billing4j.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.billing4j.id.ContentHash;
import io.billing4j.id.SystemSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ImportTable.ROOT);

    @Nested
    class APackage {
        static Stream<String> names() {
            return ImportTable.ROWS.keySet().stream();
        }

        @ParameterizedTest
        @MethodSource("names")
        void uses_only_what_its_row_of_the_table_allows(String name) {
            Rules.imports(ImportTable.ROOT, name).allowEmptyShould(true).check(CORE);
        }

        @Test
        void has_a_row_in_the_table_and_a_row_has_a_package() {
            Set<String> packages = CORE.stream()
                    .map(JavaClass::getPackageName)
                    .map(full -> full.substring(ImportTable.ROOT.length() + 1))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(ImportTable.ROWS.keySet()).containsExactlyInAnyOrderElementsOf(packages);
        }

        @ParameterizedTest
        @MethodSource("names")
        void has_a_row_that_names_rows(String name) {
            assertThat(ImportTable.ROWS.keySet())
                    .containsAll(ImportTable.row(name).packages())
                    .contains(name);
            assertThat(ImportTable.row(name).packages()).doesNotContain(name);
        }

        @Test
        void is_in_no_cycle() {
            SlicesRuleDefinition.slices()
                    .matching(ImportTable.ROOT + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("each can be understood from those it uses")
                    .check(CORE);
        }
    }

    @Nested
    class TheDomain {
        @Test
        void uses_the_jdks_arithmetic_time_and_collections_and_joda_money_alone() {
            // The content hash alone needs a digest, and bytes to feed it.
            Rules.pureLibraries(
                            not(resideInAnyPackage(
                                    "io.billing4j.store..", "io.billing4j.engine..", "io.billing4j.reporter")),
                            belongToAnyOf(ContentHash.class))
                    .check(CORE);
        }

        @Test
        void takes_time_chance_zone_and_locale_from_one_place() {
            Rules.ambient(belongToAnyOf(SystemSource.class)).check(CORE);
        }

        @Test
        void has_no_floating_point_number() {
            Rules.noFloatingPoint().check(CORE);
        }
    }

    @Nested
    class TheReporter {
        @Test
        void alone_has_files_and_threads_of_its_own() {
            Rules.filesAndThreads(not(resideInAPackage("io.billing4j.reporter")))
                    .check(CORE);
        }
    }

    @Nested
    class Ports {
        @Test
        void are_interfaces() {
            Rules.portsAreInterfaces("io.billing4j.store").check(CORE);
        }

        @Test
        void move_balances_through_the_ledger_alone() {
            Rules.oneWayInto(
                            "io.billing4j.store.CustomerStore",
                            "balances",
                            "io.billing4j.engine.Ledger",
                            "a balance that moves without an entry is one that nobody can explain")
                    .check(CORE);
        }

        @Test
        void are_implemented_by_stores_alone() {
            Rules.only("io.billing4j.store.memory", "io.billing4j.store", "io.billing4j.engine.JoinedStore")
                    .check(CORE);
        }
    }
}
