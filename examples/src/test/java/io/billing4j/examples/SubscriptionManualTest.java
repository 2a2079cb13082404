package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.invoice.SlotReason;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.CommandKind;
import io.billing4j.subscription.LifeCycle;
import io.billing4j.subscription.SubscriptionStatus;
import io.billing4j.tenant.FeeTiming;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual's pages on subscriptions and corrections: their tables, their diagram and their invoices are those of the code. */
class SubscriptionManualTest {
    private static final Pattern BLOCK = Pattern.compile("```\n(INV-.*?)```", Pattern.DOTALL);
    private static final Pattern EDGE = Pattern.compile("(?m)^ +([A-Z_]+) --> ([A-Z_]+): (.+)$");
    private static final String UNCHANGED = "stays";
    private static final String REFUSED = "·";

    @Test
    void the_table_of_the_life_cycle_has_every_pair_as_the_code_has_it() throws IOException {
        List<List<String>> table = table("subscriptions.md", "Command");
        assertThat(column(table, 0)).containsExactlyElementsOf(names(CommandKind.values()));
        List<String> statuses = table.get(0).subList(1, table.get(0).size());
        assertThat(statuses).containsExactlyElementsOf(names(SubscriptionStatus.values()));

        for (List<String> row : table.subList(1, table.size())) {
            CommandKind command = CommandKind.valueOf(row.get(0));
            for (int i = 0; i < statuses.size(); i++) {
                SubscriptionStatus status = SubscriptionStatus.valueOf(statuses.get(i));
                assertThat(row.get(1 + i))
                        .as(status + " " + command)
                        .isEqualTo(cell(status, LifeCycle.after(status, command)));
            }
        }
    }

    @Test
    void the_diagram_has_every_transition_of_the_table_that_leads_to_another_status() throws IOException {
        Set<String> drawn = new LinkedHashSet<>();
        for (MatchResult edge : EDGE.matcher(page("subscriptions.md")).results().toList()) {
            for (String label : edge.group(3).split(", ", -1)) {
                if (!label.equals("time")) {
                    drawn.add(edge.group(1) + " " + label + " " + edge.group(2));
                }
            }
        }

        Set<String> known = new LinkedHashSet<>();
        for (SubscriptionStatus before : SubscriptionStatus.values()) {
            for (CommandKind command : CommandKind.values()) {
                LifeCycle.after(before, command)
                        .filter(after -> after != before)
                        .ifPresent(after -> known.add(before + " " + command + " " + after));
            }
        }
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void closed_lists_are_listed_to_the_end() throws IOException {
        assertListed("subscriptions.md", "FeeTiming", FeeTiming.values());
        assertListed("subscriptions.md", "ChangeSettlement", ChangeSettlement.values());
        assertListed("corrections.md", "VoidIntent", VoidIntent.values());
        assertListed("corrections.md", "SlotReason", SlotReason.values());
        assertListed("corrections.md", "FindingReason", FindingReason.values());
    }

    @Test
    void invoices_are_those_that_the_examples_print() throws IOException {
        List<String> blocks = BLOCK.matcher(page("corrections.md"))
                .results()
                .map(match -> match.group(1).stripTrailing())
                .toList();
        assertThat(blocks).hasSize(2);
        assertThat(printed(UpgradeInMidMonth::bill)).contains(blocks.get(0));
        assertThat(printed(BackdatedChange::bill)).contains(blocks.get(1));
    }

    private static void assertListed(String page, String title, Enum<?>[] values) throws IOException {
        assertThat(column(table(page, title), 0)).as(title).containsExactlyElementsOf(names(values));
    }

    private static String cell(SubscriptionStatus before, Optional<SubscriptionStatus> after) {
        return after.map(status -> status == before ? UNCHANGED : status.name()).orElse(REFUSED);
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static String printed(Consumer<PrintStream> example) {
        return String.join("\n", Printed.by(example));
    }

    /** The cells below the head of a table's column. */
    private static List<String> column(List<List<String>> table, int index) {
        return table.stream().skip(1).map(row -> row.get(index)).toList();
    }

    /** The table whose first head begins with a title: its head, then its rows, without the marks of code. */
    private static List<List<String>> table(String page, String title) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : page(page).lines().toList()) {
            String cells = line.replace("`", "");
            boolean head = rows.isEmpty() && cells.startsWith("| " + title + " |");
            if (head || (!rows.isEmpty() && cells.startsWith("| "))) {
                rows.add(Arrays.stream(cells.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .filter(cell -> !cell.isEmpty())
                        .toList());
            } else if (!rows.isEmpty() && !cells.startsWith("|-")) {
                break;
            }
        }
        assertThat(rows).as("the table of " + title).isNotEmpty();
        return rows;
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("../docs", name));
    }
}
