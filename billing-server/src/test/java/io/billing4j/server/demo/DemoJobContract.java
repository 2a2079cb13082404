package io.billing4j.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.id.ChargeId;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.run.RunStatus;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the demo comes to on any store. */
@Timeout(60)
abstract class DemoJobContract {
    private Billing4J billing;

    /** A store without any tenant. */
    abstract BillingStore emptyStore();

    @BeforeEach
    void open() {
        billing = Billing4J.builder(emptyStore()).build();
    }

    @Nested
    class OnAnEmptyStore {
        @Test
        void it_bills_the_trace_to_the_cent_in_120_gapless_invoices() {
            DemoOutcome outcome = run(DemoBooks.standard());

            DemoFigures.assertBilled(outcome);
            assertThat(outcome.load()).isNotNull();
            assertThat(outcome.load().recorded()).isEqualTo(56_370);
            assertThat(outcome.load().duplicates()).isZero();
            assertThat(outcome.runs()).hasSize(2).allSatisfy(billed -> {
                assertThat(billed.run().status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(billed.run().progress().invoices()).isEqualTo(60);
            });
        }

        @Test
        void two_jobs_at_once_bill_nothing_twice() {
            CompletableFuture<DemoOutcome> other = CompletableFuture.supplyAsync(() -> run(DemoBooks.standard()));
            DemoOutcome outcome = run(DemoBooks.standard());

            DemoFigures.assertBilled(outcome);
            DemoFigures.assertBilled(other.join());
            assertThat(DemoFigures.content(other.join())).isEqualTo(DemoFigures.content(outcome));
            assertThat(recorded(outcome) + recorded(other.join())).isEqualTo(56_370);
            assertThat(engine().listFindings(null, Page.first(10))).isEmpty();
        }
    }

    @Nested
    class OnceItHasRun {
        @Test
        void another_job_loads_nothing_and_finds_the_same_invoices() {
            DemoOutcome first = run(DemoBooks.standard());
            DemoOutcome second = run(DemoBooks.standard());

            assertThat(second.load()).isNull();
            assertThat(second.invoices()).isEqualTo(first.invoices());
            assertThat(engine().listInvoices(null, Page.first(Page.MAX_SIZE))).hasSize(120);
            assertThat(engine().runs().list(Page.first(10))).hasSize(2);
        }
    }

    @Nested
    class WhenItWasStopped {
        @Test
        void the_next_job_goes_on_and_comes_to_the_same() {
            DemoJob stopped = new DemoJob(billing, DemoBooks.standard());
            assertThatThrownBy(() -> stopped.run((events, total) -> {
                        if (events >= 5_000) {
                            stopped.stop();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(engine().listInvoices(null, Page.first(1))).isEmpty();

            DemoOutcome outcome = run(DemoBooks.standard());

            DemoFigures.assertBilled(outcome);
            assertThat(outcome.load()).isNotNull();
            assertThat(outcome.load().duplicates()).isEqualTo(5_000);
            assertThat(recorded(outcome)).isEqualTo(51_370);
        }
    }

    @Nested
    class TheFiguresAreBilledNotLoaded {
        private final List<String> conv = Reckoner.lines("conv.csv");
        private final List<String> code = Reckoner.lines("code.csv");

        @Test
        void they_are_those_of_a_reckoning_by_hand() {
            DemoOutcome outcome = run(DemoBooks.standard());

            assertReckoned(outcome, Reckoner.of(conv, code));
        }

        @Test
        void another_tier_price_gives_other_amounts() {
            DemoBooks standard = DemoBooks.standard();
            DemoService assistant = standard.services().get(0);
            List<Charge> charges = new ArrayList<>(assistant.charges());
            charges.set(
                    1,
                    Charge.usage(
                            ChargeId.of("context"),
                            "Context tokens",
                            PriceModel.graduated(List.of(
                                    Tier.upTo(new BigDecimal(100_000), usd("0")),
                                    Tier.upTo(new BigDecimal(500_000), usd("0.000173")),
                                    Tier.beyond(usd("0.0001")))),
                            DemoService.CONTEXT_TOKENS));

            DemoOutcome outcome = run(with(standard, assistant.withCharges(charges)));

            Reckoner expected = Reckoner.of(conv, code, "0.000173");
            assertReckoned(outcome, expected);
            assertThat(expected.total()).isNotEqualByComparingTo("6920.92");
        }

        @Test
        void a_dropped_row_gives_other_amounts() {
            List<String> fewer = new ArrayList<>(conv);
            fewer.remove(4_711);
            DemoBooks standard = DemoBooks.standard();
            Trace trace = Trace.read(
                    new StringReader("TIMESTAMP,ContextTokens,GeneratedTokens\n" + String.join("\n", fewer)));

            DemoOutcome outcome = run(with(standard, standard.services().get(0).withTrace(trace)));

            Reckoner expected = Reckoner.of(fewer, code);
            assertReckoned(outcome, expected);
            assertThat(expected.total()).isNotEqualByComparingTo("6920.92");
        }

        private void assertReckoned(DemoOutcome outcome, Reckoner expected) {
            assertThat(DemoFigures.usage(outcome.invoices())).isEqualByComparingTo(expected.total());
            for (DemoService service : DemoBooks.standard().services()) {
                service.customerIds()
                        .forEach(customer -> assertThat(DemoFigures.usage(outcome, customer.value()))
                                .as("usage of %s", customer)
                                .isEqualByComparingTo(expected.of(customer.value())));
            }
        }

        private DemoBooks with(DemoBooks standard, DemoService assistant) {
            return new DemoBooks(
                    List.of(assistant, standard.services().get(1)), standard.subscribed(), standard.cutOffs());
        }

        private BigMoney usd(String amount) {
            return BigMoney.of(CurrencyUnit.USD, new BigDecimal(amount));
        }
    }

    private DemoOutcome run(DemoBooks books) {
        return new DemoJob(billing, books).run(DemoProgress.NONE);
    }

    private BillingEngine engine() {
        return billing.forTenant(DemoJob.TENANT);
    }

    private static int recorded(DemoOutcome outcome) {
        DemoOutcome.Load load = outcome.load();
        return load == null ? 0 : load.recorded();
    }
}
