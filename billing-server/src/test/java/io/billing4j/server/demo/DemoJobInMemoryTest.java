package io.billing4j.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.Charge;
import io.billing4j.id.ChargeId;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DemoJobInMemoryTest extends DemoJobContract {
    @Override
    BillingStore emptyStore() {
        return new InMemoryBillingStore();
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
            assertThat(duplicates(outcome)).isEqualTo(5_000);
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
}
