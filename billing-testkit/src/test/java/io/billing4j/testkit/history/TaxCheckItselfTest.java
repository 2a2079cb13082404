package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.PlanId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.LateUsagePolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spoils the taxes of documents that are right: every history that has such a line has to notice. */
class TaxCheckItselfTest {
    private static final int MOST_HISTORIES = 150;
    private static final int ENOUGH = 2;

    @ParameterizedTest
    @EnumSource
    void whatever_is_wrong_with_the_taxes_of_a_line_is_noticed(WrongTax wrong) {
        List<String> laws = new ArrayList<>();
        for (int seed = 1; seed <= MOST_HISTORIES && laws.size() < ENOUGH; seed++) {
            AtomicBoolean met = new AtomicBoolean();
            HistoryFailure failure = history(seed, History.Probe.ofDocuments(invoice -> spoiled(invoice, wrong, met)))
                    .failure();
            if (met.get()) {
                laws.add(failure == null ? "nothing" : failure.law());
            }
        }

        assertThat(laws).hasSize(ENOUGH).isSubsetOf(wrong.laws());
    }

    @Test
    void a_tax_that_is_cut_instead_of_rounded_is_noticed() {
        History.Probe cut = new History.Probe(
                Fraction::halfUp,
                UnaryOperator.identity(),
                exact -> exact.numerator().divide(exact.denominator()));
        FuzzedHistory.Tally tally = new FuzzedHistory.Tally();
        long noticed = 0;
        for (int seed = 1; seed <= 30; seed++) {
            FuzzedHistory.random(new InMemoryBillingStore(), seed, 25, History.Probe.NONE, tally);
            noticed += history(seed, cut).failure() == null ? 0 : 1;
        }

        // More than a third of the histories have taxes, and nearly half of all taxes are rounded up.
        assertThat(tally.taxed()).isGreaterThanOrEqualTo(6);
        assertThat(noticed).isGreaterThanOrEqualTo(tally.taxed() * 3L / 4);
    }

    /** Usage until 5 January was to be due with the rest on the 27th, until another interval began on the 13th. */
    @Test
    void usage_so_far_is_taxed_by_the_day_that_was_known_when_it_was_counted() {
        FuzzedHistory told = FuzzedHistory.repeated(
                new InMemoryBillingStore(),
                Scenario.of(
                        Instant.parse("2024-10-06T05:15:54Z"),
                        "UTC",
                        "JPY",
                        47,
                        0,
                        LateUsagePolicy.CORRECT,
                        ChangePolicy.DEFAULT),
                List.of(
                        new HistoryCommand.Tax(
                                new TaxCommand.Policy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, "DE")),
                        new HistoryCommand.Create(
                                "s1", "a", "early", LocalDate.parse("2024-11-27"), null, BigDecimal.ONE, 0, null),
                        new HistoryCommand.Change(
                                "s1",
                                new SubscriptionCommand.ChangePlan(
                                        PlanId.of("thirty"),
                                        null,
                                        ChangeTiming.at(Instant.parse("2025-01-13T17:00:00Z")),
                                        null)),
                        new HistoryCommand.Use(
                                "e1",
                                "a",
                                null,
                                PlainCatalogue.CALLS,
                                new BigDecimal("183.01"),
                                Instant.parse("2025-01-05T04:00:00Z")),
                        new HistoryCommand.AdvanceTo(Instant.parse("2025-01-13T17:00:00Z"))),
                History.Probe.NONE);

        assertThat(told.failure()).isNull();
        assertThat(told.transcript()).anyMatch(line -> line.contains("early v2 calls"));
    }

    @Test
    void what_taxes_have_to_be_is_worked_out_by_no_class_of_the_product() throws IOException {
        for (String file : List.of(
                "PlainTaxes",
                "PlainPiece",
                "TaxRates",
                "LineChains",
                "NoteCheck",
                "CreditedTaxes",
                "MoneyCheck",
                "TaxCheck",
                "LineAmounts")) {
            assertThat(Files.readAllLines(Path.of("src/main/java/io/billing4j/testkit/history/" + file + ".java")))
                    .as(file)
                    .filteredOn(line -> line.startsWith("import io.billing4j.tax.")
                            || line.startsWith("import io.billing4j.money."))
                    .isSubsetOf("import io.billing4j.tax.TaxTreatment;", "import io.billing4j.tax.TaxComponent;");
        }
    }

    /** The document with the taxes of its first such line spoiled; said of one that was. */
    private static Invoice spoiled(Invoice invoice, WrongTax wrong, AtomicBoolean met) {
        List<InvoiceLine> lines = new ArrayList<>(invoice.lines());
        for (int i = 0; i < lines.size(); i++) {
            InvoiceLine line = lines.get(i);
            if (wrong.isOf(line)) {
                met.set(true);
                LineAdjustments before = line.adjustments();
                LineTaxes taxes = wrong.spoiled(Objects.requireNonNull(before.taxes()));
                lines.set(
                        i,
                        Spoiled.line(
                                line,
                                new LineAdjustments(before.discounts(), before.piece(), taxes, before.credits())));
                return Spoiled.lines(invoice, lines);
            }
        }
        return invoice;
    }

    private static FuzzedHistory history(long seed, History.Probe probe) {
        return FuzzedHistory.random(new InMemoryBillingStore(), seed, 25, probe, new FuzzedHistory.Tally());
    }
}
