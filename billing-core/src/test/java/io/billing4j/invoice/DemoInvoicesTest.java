package io.billing4j.invoice;

import static io.billing4j.fixture.DemoBooks.ASSISTANT;
import static io.billing4j.fixture.DemoBooks.CODER;
import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.price.PriceModel;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Two customers of the demonstration, with the totals that their rows of the trace add up to. */
class DemoInvoicesTest {
    private final Assembly conv00 = new Assembly(ASSISTANT, subscription("conv-00", ASSISTANT, monthlyFromNovember()))
            .used(CONTEXT, "561229", 485)
            .used(GENERATED, "107706", 485);
    private final Assembly code00 = new Assembly(CODER, subscription("code-00", CODER, monthlyFromNovember()))
            .used(CONTEXT, "921879", 441)
            .used(GENERATED, "11744", 441);

    @Nested
    class November {
        @Test
        void is_the_fee_alone() {
            InvoiceDraft invoice = conv00.document(0);

            assertThat(Assembly.shown(invoice)).containsExactly("1 fee [2023-11-01, 2023-12-01) Z 1 USD 20.00");
            assertThat(invoice.totals().total()).isEqualTo(Money.parse("USD 20.00"));
            assertThat(conv00.usageNeeded(0)).isEmpty();
        }
    }

    @Nested
    class December {
        @Test
        void of_conv_00_is_novembers_usage_and_decembers_fee() {
            InvoiceDraft invoice = conv00.document(1);

            assertThat(Assembly.shown(invoice))
                    .containsExactly(
                            // 400,000 × 0.00015 + 61,229 × 0.0001 = 66.1229
                            "1 context [2023-11-01, 2023-12-01) Z 561229 USD 66.12",
                            // 107,706 × 0.0006 = 64.6236
                            "2 generated [2023-11-01, 2023-12-01) Z 107706 USD 64.62",
                            "3 fee [2023-12-01, 2024-01-01) Z 1 USD 20.00");
            assertThat(invoice.totals().total()).isEqualTo(Money.parse("USD 150.74"));
        }

        @Test
        void of_code_00_is_novembers_usage_and_decembers_fee() {
            InvoiceDraft invoice = code00.document(1);

            assertThat(Assembly.shown(invoice))
                    .containsExactly(
                            // 921,879 × 0.00009 = 82.96911
                            "1 context [2023-11-01, 2023-12-01) Z 921879 USD 82.97",
                            // ⌈11,744 / 1,000⌉ = 12 packages × 0.50
                            "2 generated [2023-11-01, 2023-12-01) Z 11744 USD 6.00",
                            "3 fee [2023-12-01, 2024-01-01) Z 1 USD 50.00");
            assertThat(invoice.totals().total()).isEqualTo(Money.parse("USD 138.97"));
        }

        @Test
        void follows_tokens_and_prices() {
            // 66.1229 + 200 × 0.0001 = 66.1429
            assertThat(Assembly.amounts(conv00.used(CONTEXT, "561429", 486).document(1)))
                    .contains("USD 66.14");
            var dearer = DemoBooks.plan(
                    "assistant",
                    Charge.usage(
                            ChargeId.of("generated"),
                            "Generated tokens",
                            PriceModel.perUnit(DemoBooks.usd("0.0007")),
                            GENERATED.id()));
            assertThat(Assembly.amounts(new Assembly(dearer, subscription("conv-00", dearer, monthlyFromNovember()))
                            .used(GENERATED, "107706", 485)
                            .document(1)))
                    .containsExactly("USD 75.39"); // 107,706 × 0.0007 = 75.3942
        }
    }
}
