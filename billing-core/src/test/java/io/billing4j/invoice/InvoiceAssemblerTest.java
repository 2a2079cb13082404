package io.billing4j.invoice;

import static io.billing4j.fixture.DemoBooks.ASSISTANT;
import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.DECEMBER;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.NOVEMBER;
import static io.billing4j.fixture.DemoBooks.endedAt;
import static io.billing4j.fixture.DemoBooks.monthly;
import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.plan;
import static io.billing4j.fixture.DemoBooks.subscription;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.invoice.Assembly.amounts;
import static io.billing4j.invoice.Assembly.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InvoiceAssemblerTest {
    private static final Charge ARREARS_FEE =
            fee("support", "31.00", BillingTiming.IN_ARREARS, ProrationPolicy.BY_DAY, false);
    private static final Charge ADVANCE_FEE =
            fee("base", "20.00", BillingTiming.IN_ADVANCE, ProrationPolicy.BY_SECOND, false);

    @Nested
    class ADocument {
        private final PlanVersion both = plan("both", ADVANCE_FEE, ARREARS_FEE);

        @Test
        void holds_the_arrears_of_the_period_before_and_then_its_own_advance_charges() {
            Assembly assembly = new Assembly(both, subscription("acme", both, monthlyFromNovember()));

            assertThat(shown(assembly.document(0))).containsExactly("1 base [2023-11-01, 2023-12-01) Z 1 USD 20.00");
            assertThat(shown(assembly.document(1)))
                    .containsExactly(
                            "1 support [2023-11-01, 2023-12-01) Z 1 USD 31.00",
                            "2 base [2023-12-01, 2024-01-01) Z 1 USD 20.00");
        }

        @Test
        void that_is_final_holds_the_arrears_of_the_last_period_alone() {
            Assembly assembly = new Assembly(
                    both,
                    endedAt(subscription("acme", both, monthlyFromNovember()), Instant.parse("2024-01-01T00:00:00Z")));

            assertThat(shown(assembly.document(2))).containsExactly("1 support [2023-12-01, 2024-01-01) Z 1 USD 31.00");
        }

        @Test
        void prices_the_quantity_of_the_subscription() {
            Charge seats = Charge.fee(ChargeId.of("seats"), "Seats", PriceModel.perUnit(usd("9.99")));
            PlanVersion plan = plan("team", seats);
            Assembly assembly =
                    new Assembly(plan, subscription("acme", plan, monthlyFromNovember(), new BigDecimal("2.5")));

            // 2.5 × 9.99 = 24.975: the tie goes up
            assertThat(shown(assembly.document(0))).containsExactly("1 seats [2023-11-01, 2023-12-01) Z 2.5 USD 24.98");
            assertThat(amounts(assembly.rounding(new RoundingPolicy(RoundingMode.HALF_DOWN))
                            .document(0)))
                    .containsExactly("USD 24.97");
        }

        @Test
        void belongs_to_customer_subscription_and_place() {
            Assembly assembly = new Assembly(ASSISTANT, subscription("acme", ASSISTANT, monthlyFromNovember()));

            InvoiceDraft draft = assembly.document(0);

            assertThat(draft.id()).isEqualTo(Assembly.ID);
            assertThat(draft.customer()).hasToString("acme");
            assertThat(draft.entity()).hasToString("main");
            assertThat(draft.places().get(0).subscription()).hasToString("sub-acme");
            assertThat(draft.places().get(0).place())
                    .isEqualTo(assembly.facts(0).place());
            assertThat(draft.recordedAt()).isEqualTo(Assembly.RECORDED_AT);
            assertThat(draft.slots().get(0))
                    .isEqualTo(InvoiceSlot.invoiced(
                            draft.places().get(0).subscription(),
                            draft.places().get(0).place(),
                            draft.id()));
        }

        @Test
        void is_always_the_same_for_the_same_facts() {
            Assembly assembly = new Assembly(ASSISTANT, subscription("acme", ASSISTANT, monthlyFromNovember()))
                    .used(CONTEXT, "561229", 485);

            assertThat(new InvoiceAssembler().assemble(assembly.facts(1))).isEqualTo(assembly.document(1));
        }
    }

    @Nested
    class AShortPeriod {
        @Test
        void at_the_start_bears_its_share_of_the_whole_window() {
            // 20 to 31 January 2024: 12 of the window's 31 days
            PlanVersion plan = plan("both", ADVANCE_FEE, ARREARS_FEE);
            Assembly assembly =
                    new Assembly(plan, subscription("acme", plan, monthly("2024-01-20", "2024-02-01", ZoneOffset.UTC)));

            assertThat(shown(assembly.document(0)))
                    .containsExactly("1 base [2024-01-20, 2024-02-01) Z 1 USD 7.74"); // 20 − R(20·19/31 = 12.258…)
            assertThat(shown(assembly.document(1)))
                    .containsExactly(
                            "1 support [2024-01-20, 2024-02-01) Z 1 USD 12.00", // 31 − 19
                            "2 base [2024-02-01, 2024-03-01) Z 1 USD 20.00");
            assertThat(assembly.document(0).lines().get(0).derivation().window())
                    .hasToString("[2024-01-01, 2024-02-01) Z");
        }

        @Test
        void at_the_end_bears_its_share_of_the_whole_window() {
            PlanVersion plan = plan("both", ADVANCE_FEE, ARREARS_FEE);
            Subscription ended =
                    endedAt(subscription("acme", plan, monthlyFromNovember()), Instant.parse("2023-12-11T00:00:00Z"));
            Assembly assembly = new Assembly(plan, ended);

            assertThat(shown(assembly.document(1)))
                    .containsExactly(
                            "1 support [2023-11-01, 2023-12-01) Z 1 USD 31.00",
                            "2 base [2023-12-01, 2023-12-11) Z 1 USD 6.45"); // 20·10/31 = 6.4516…
            assertThat(shown(assembly.document(2)))
                    .containsExactly("1 support [2023-12-01, 2023-12-11) Z 1 USD 10.00"); // 31·10/31
        }

        @Test
        void has_the_tiers_of_a_whole_one_for_usage() {
            Assembly assembly = new Assembly(
                            ASSISTANT,
                            subscription("acme", ASSISTANT, monthly("2024-01-20", "2024-02-01", ZoneOffset.UTC)))
                    .used(CONTEXT, "561229", 485);

            assertThat(shown(assembly.document(1)))
                    .containsExactly(
                            "1 context [2024-01-20, 2024-02-01) Z 561229 USD 66.12",
                            "2 fee [2024-02-01, 2024-03-01) Z 1 USD 20.00");
        }

        @Test
        void of_a_charge_without_proration_bears_all_of_it() {
            PlanVersion plan =
                    plan("flat", fee("base", "20.00", BillingTiming.IN_ADVANCE, ProrationPolicy.NONE, false));
            Assembly assembly =
                    new Assembly(plan, subscription("acme", plan, monthly("2024-01-20", "2024-02-01", ZoneOffset.UTC)));

            assertThat(amounts(assembly.document(0))).containsExactly("USD 20.00");
        }

        @Test
        void after_a_date_that_the_zone_skipped_is_billed_like_any_other() {
            Charge daily = fee("day", "1.00", BillingTiming.IN_ARREARS, ProrationPolicy.BY_SECOND, false);
            PlanVersion plan = plan("daily", daily);
            BillingSchedule days = BillingSchedule.of(
                    LocalDate.of(2011, 12, 29),
                    LocalDate.of(2011, 12, 29),
                    new BillingInterval(IntervalUnit.DAY, 1),
                    ZoneId.of("Pacific/Apia"));

            // Saturday's document holds Thursday: there was no Friday.
            assertThat(shown(new Assembly(plan, subscription("acme", plan, days)).document(2)))
                    .containsExactly("1 day [2011-12-29, 2011-12-31) Pacific/Apia 1 USD 1.00");
        }
    }

    @Nested
    class ALineThatComesToNothing {
        @Test
        void is_left_out() {
            Assembly assembly = new Assembly(ASSISTANT, subscription("acme", ASSISTANT, monthlyFromNovember()))
                    .used(CONTEXT, "100000", 80); // all free

            assertThat(shown(assembly.document(1))).containsExactly("1 fee [2023-12-01, 2024-01-01) Z 1 USD 20.00");
        }

        @Test
        void is_kept_where_its_charge_says_so() {
            Charge kept = usage("context", PriceModel.perUnit(usd("0.0001")), CONTEXT.id(), true);
            Charge dropped = usage("generated", PriceModel.perUnit(usd("0.0001")), GENERATED.id(), false);
            PlanVersion plan = plan("metered", kept, dropped);
            Assembly assembly = new Assembly(plan, subscription("acme", plan, monthlyFromNovember()))
                    .used(GENERATED, "49", 1); // 0.0049

            assertThat(shown(assembly.document(1))).containsExactly("1 context [2023-11-01, 2023-12-01) Z 0 USD 0.00");
            assertThat(assembly.document(1).nothingDue()).isFalse();
        }

        @Test
        void may_be_the_last_so_that_nothing_is_due() {
            PlanVersion plan = plan("metered", usage("context", PriceModel.perUnit(usd("1")), CONTEXT.id(), false));
            Assembly assembly = new Assembly(plan, subscription("acme", plan, monthlyFromNovember()));

            InvoiceDraft draft = assembly.document(1);

            assertThat(draft.nothingDue()).isTrue();
            assertThat(draft.totals().total().isZero()).isTrue();
            assertThat(draft.slots().get(0))
                    .isEqualTo(InvoiceSlot.skipped(
                            draft.places().get(0).subscription(),
                            draft.places().get(0).place()));
        }
    }

    @Nested
    class Usage {
        @Test
        void that_was_taken_back_beyond_zero_is_priced_as_zero() {
            PlanVersion plan = plan("calls", usage("calls", PriceModel.perUnit(usd("1")), CREDITABLE.id(), true));
            Assembly assembly =
                    new Assembly(plan, subscription("acme", plan, monthlyFromNovember())).used(CREDITABLE, "-12.5", 3);

            // The line says what was measured and asks for nothing: there is no negative document.
            assertThat(shown(assembly.document(1)))
                    .containsExactly("1 calls [2023-11-01, 2023-12-01) Z -12.5 USD 0.00");
        }

        @Test
        void is_asked_for_of_the_period_before_and_each_meter() {
            Assembly assembly = new Assembly(ASSISTANT, subscription("acme", ASSISTANT, monthlyFromNovember()));

            assertThat(assembly.usageNeeded(1))
                    .extracting(query -> query.meter().id())
                    .containsExactly(CONTEXT.id(), GENERATED.id());
            assertThat(assembly.usageNeeded(1)).allSatisfy(query -> {
                assertThat(query.service().startInclusive()).isEqualTo(NOVEMBER);
                assertThat(query.service().endExclusive()).isEqualTo(DECEMBER);
                assertThat(query.subscription()).hasToString("sub-acme");
                assertThat(query.customer()).hasToString("acme");
            });
        }

        @Test
        void that_is_not_among_the_facts_is_a_defect_and_never_zero() {
            Assembly assembly = new Assembly(ASSISTANT, subscription("acme", ASSISTANT, monthlyFromNovember()));
            BillingFacts facts = assembly.facts(1);
            BillingFacts lacking = new BillingFacts(
                    facts.invoiceId(),
                    facts.recordedAt(),
                    facts.rounding(),
                    facts.customer(),
                    facts.balance(),
                    facts.subscription(),
                    facts.place(),
                    facts.earlier(),
                    facts.catalogue(),
                    Map.of(),
                    CustomPrices.NONE);

            assertRefused(ErrorCode.INTERNAL, null, () -> new InvoiceAssembler().assemble(lacking));
        }
    }

    private static Charge fee(
            String id, String amount, BillingTiming timing, ProrationPolicy proration, boolean storeZeroLine) {
        return charge(id, PriceModel.flat(usd(amount)), timing, null, proration, storeZeroLine);
    }

    private static Charge usage(String id, PriceModel price, MeterId meter, boolean storeZeroLine) {
        return charge(id, price, BillingTiming.IN_ARREARS, meter, ProrationPolicy.BY_SECOND, storeZeroLine);
    }

    private static Charge charge(
            String id,
            PriceModel price,
            BillingTiming timing,
            @Nullable MeterId meter,
            ProrationPolicy proration,
            boolean storeZeroLine) {
        return new Charge(ChargeId.of(id), "Charge " + id, price, timing, meter, proration, storeZeroLine);
    }
}
