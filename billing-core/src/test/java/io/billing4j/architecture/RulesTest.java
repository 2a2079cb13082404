package io.billing4j.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.billing4j.architecture.violating.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules find what they forbid: each is broken on purpose. */
class RulesTest {
    private static final String ROOT = Machine.class.getPackageName();
    private static final JavaClasses VIOLATING = new ClassFileImporter().importPackages(ROOT);

    @Test
    void an_import_that_is_not_in_the_table_is_found() {
        assertThat(violations(Rules.imports(ROOT, "customer")))
                .isNotEmpty()
                .allMatch(violation -> violation.contains("customer.Payer") && violation.contains("invoice.Document"));
    }

    @Test
    void a_cycle_is_found() {
        assertThat(violations(SlicesRuleDefinition.slices()
                        .matching(ROOT + ".(**)")
                        .should()
                        .beFreeOfCycles()))
                .singleElement()
                .asString()
                .contains("Cycle detected");
    }

    @Test
    void a_library_beyond_the_domains_is_found() {
        assertThat(violations(Rules.pureLibraries(alwaysTrue(), alwaysFalse())))
                .isNotEmpty()
                .allMatch(violation -> violation.contains("java.nio.file.Path"));
    }

    @Test
    void a_file_and_a_thread_in_another_place_are_found() {
        assertThat(violations(Rules.filesAndThreads(alwaysTrue())))
                .anyMatch(violation -> violation.contains("java.nio.file.Path"))
                .anyMatch(violation -> violation.contains("Machine.thread()"))
                .allMatch(violation ->
                        violation.contains("java.nio.file.Path") || violation.contains("Machine.thread()"));
        assertThat(violations(Rules.filesAndThreads(alwaysFalse()))).isEmpty();
    }

    @Test
    void whatever_is_taken_from_the_machine_is_found() {
        List<String> violations = violations(Rules.ambient(alwaysFalse()));

        for (String method : List.of(
                "instant()",
                "date()",
                "clock()",
                "id()",
                "zone()",
                "locale()",
                "upperCase(",
                "formatted(",
                "formattedAgain(",
                "byReference()",
                "chance()")) {
            assertThat(violations).as(method).anyMatch(violation -> violation.contains("Machine." + method));
        }
        assertThat(violations).noneMatch(violation -> violation.contains("handedIn"));
        assertThat(violations(Rules.ambient(alwaysTrue()))).isEmpty();
    }

    @Test
    void a_floating_point_number_is_found_wherever_it_stands() {
        assertThat(violations(Rules.noFloatingPoint()))
                .hasSize(4)
                .anyMatch(violation -> violation.contains("Floating.field"))
                .anyMatch(violation -> violation.contains("Floating.parameter"))
                .anyMatch(violation -> violation.contains("Floating.returned"))
                .anyMatch(violation -> violation.contains("BigDecimal.doubleValue()"));
    }

    @Test
    void a_port_that_is_no_interface_and_one_implemented_elsewhere_are_found() {
        assertThat(violations(Rules.portsAreInterfaces(ROOT + ".store")))
                .singleElement()
                .asString()
                .contains("LedgerStore");
        assertThat(violations(Rules.only(ROOT + ".store.memory", ROOT + ".store", ROOT + ".engine.HandsOn")))
                .singleElement()
                .asString()
                .contains("OwnBooks");
    }

    @Test
    void a_second_way_into_a_port_is_found() {
        String port = ROOT + ".store.UnitOfWork";

        assertThat(violations(Rules.oneWayInto(port, "append", ROOT + ".engine.Ledger", "")))
                .hasSize(2)
                .allMatch(violation -> violation.contains("SideDoor.write"));
        assertThat(violations(Rules.oneWayInto(port, "append", ROOT + ".engine.SideDoor", "")))
                .isEmpty();
        assertThat(violations(Rules.oneWayInto(port, "remove", ROOT + ".engine.Ledger", "")))
                .isEmpty();
    }

    private static List<String> violations(ArchRule rule) {
        return rule.allowEmptyShould(true)
                .evaluate(VIOLATING)
                .getFailureReport()
                .getDetails();
    }
}
