package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual shows lines of these classes, with what each prints as a comment behind it. */
class ManualTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PRINTED = Pattern.compile("(?m)out\\.println\\(.*\\);(?: // (.*))?$");

    @Test
    void price_models_print_what_the_page_on_pricing_says() throws IOException {
        assertShown("pricing.md", "PriceModels.java", PriceModels::show);
    }

    @Test
    void period_shares_print_what_the_page_on_periods_says() throws IOException {
        assertShown("periods-and-proration.md", "PeriodShares.java", PeriodShares::show);
    }

    @Test
    void a_proven_line_prints_what_the_page_on_verification_says() throws IOException {
        assertShown("verification.md", "ProvenLine.java", ProvenLine::show);
    }

    @Test
    void changes_of_subscriptions_print_what_the_pages_on_them_say() throws IOException {
        assertShown("subscriptions.md", "SubscriptionChanges.java", SubscriptionChanges::show);
        assertShown("corrections.md", "SubscriptionChanges.java", SubscriptionChanges::show);
    }

    @Test
    void a_customers_balance_prints_what_the_page_on_it_says() throws IOException {
        assertShown("balance.md", "CustomerBalance.java", CustomerBalance::show);
    }

    @Test
    void credit_notes_print_what_the_page_on_them_says() throws IOException {
        assertShown("credit-notes.md", "CreditNote.java", CreditNote::show);
    }

    @Test
    void documents_print_what_the_page_on_which_something_is_on_says() throws IOException {
        assertShown("which-document.md", "WhichDocument.java", WhichDocument::show);
    }

    @Test
    void usage_that_has_reached_an_amount_prints_what_the_page_on_it_says() throws IOException {
        assertShown("progressive-billing.md", "ProgressiveBilling.java", ProgressiveBilling::show);
    }

    @Test
    void one_off_charges_print_what_the_page_on_them_says() throws IOException {
        assertShown("one-off-charges.md", "OneOffInvoice.java", OneOffInvoice::show);
    }

    @Test
    void discounts_and_taxes_print_what_their_example_says_and_are_shown_on_the_page_on_them() throws IOException {
        assertShown("taxes-and-discounts.md", "DiscountsAndTaxes.java", DiscountsAndTaxes::show);
    }

    private static void assertShown(String page, String source, Consumer<PrintStream> show) throws IOException {
        String code = Files.readString(Path.of("src/main/java/io/billing4j/examples", source));
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("../docs", page)))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(blocks)
                .isNotEmpty()
                .allSatisfy(block -> assertThat(squeezed(code)).contains(squeezed(block)));

        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        show.accept(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactlyElementsOf(comments(code));
    }

    /** What the lines print that print something, by their comments; all of them have one. */
    private static List<String> comments(String code) {
        return PRINTED.matcher(code)
                .results()
                .map(match -> String.valueOf(match.group(1)))
                .toList();
    }

    /** Layout is the formatter's affair; the code is what counts. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
