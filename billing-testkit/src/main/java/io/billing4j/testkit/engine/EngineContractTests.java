package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.InvoiceOptions;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineKind;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.BillingRun;
import io.billing4j.run.FindingReason;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the engine does on any store. A store's own test gives an empty store and inherits all of it. */
public abstract class EngineContractTests extends EngineContract {
    /** For subclasses. */
    protected EngineContractTests() {}

    @Nested
    class Catalogue {
        @Test
        void a_plan_with_an_unknown_meter_is_refused_and_not_there() {
            Charge unknown = Charge.usage(ChargeId.of("x"), "X", PriceModel.perUnit(usd("1")), MeterId.of("nobody"));
            assertRefused(
                    ErrorCode.METER_NOT_FOUND,
                    "charges[1].meterId",
                    () -> engine().catalog()
                            .createPlan(
                                    PlanId.of("p2"),
                                    "P2",
                                    CurrencyUnit.USD,
                                    BillingInterval.MONTHLY,
                                    List.of(fee(), unknown)));
            assertThat(engine().catalog().findPlan(PlanId.of("p2"))).isEmpty();
        }

        @Test
        void another_version_leaves_existing_subscriptions_alone() {
            subscribe(ADA, "2023-11-01");
            Charge dearer = Charge.fee(ChargeId.of("fee"), "Monthly fee", PriceModel.flat(usd("30.00")));
            engine().catalog().addVersion(API, BillingInterval.MONTHLY, List.of(dearer, calls()));
            engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
            subscribe(CustomerId.of("bob"), "2023-11-01");

            run("2023-11-01");

            assertThat(invoices()).extracting(EngineContract::total).containsExactly("20.00", "30.00");
        }

        @Test
        void an_archived_plan_takes_no_new_subscription_and_keeps_its_old_ones() {
            subscribe(ADA, "2023-11-01");
            engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
            engine().catalog().archivePlan(API);

            assertRefused(ErrorCode.PLAN_ARCHIVED, "planId", () -> subscribe(CustomerId.of("bob"), "2023-11-01"));
            run("2023-11-01");
            assertThat(numbers(invoices())).containsExactly("INV-202311-00001");
        }
    }

    @Nested
    class Subscribing {
        @Test
        void to_a_plan_in_another_currency_is_refused() {
            CustomerId jo = CustomerId.of("jo");
            engine().customers().create(new NewCustomer(jo, "Jo", CurrencyUnit.JPY, null));
            assertRefused(ErrorCode.CURRENCY_MISMATCH, "planId", () -> subscribe(jo, "2023-11-01"));
        }

        @Test
        void twice_to_the_same_meter_is_ambiguous_unless_the_first_has_ended() {
            subscribe(ADA, "2023-11-01");
            NewSubscription second = NewSubscription.of(ADA, API, LocalDate.parse("2023-12-01"));
            assertRefused(
                    ErrorCode.AMBIGUOUS_CHARGE,
                    "planId",
                    () -> engine().subscriptions().create(second));

            engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
            assertThat(engine().subscriptions().create(second).startInclusive())
                    .isEqualTo(Instant.parse("2023-12-01T00:00:00Z"));
        }

        @Test
        void for_an_unknown_customer_is_refused() {
            assertRefused(
                    ErrorCode.CUSTOMER_NOT_FOUND, "customerId", () -> subscribe(CustomerId.of("nobody"), "2023-11-01"));
        }

        @Test
        void in_the_past_is_billed_from_then_on_oldest_first() {
            subscribe(ADA, "2023-08-31");
            run("2023-11-01");
            // Anchored on the 31st: 31 August, 30 September, 31 October.
            assertThat(invoices())
                    .extracting(invoice -> invoice.period().toString())
                    .containsExactly(
                            "[2023-08-31, 2023-09-30) UTC",
                            "[2023-09-30, 2023-10-31) UTC",
                            "[2023-10-31, 2023-11-30) UTC");
            assertThat(numbers(invoices())).containsExactly("INV-202311-00001", "INV-202311-00002", "INV-202311-00003");
        }

        @Test
        void with_another_anchor_prorates_the_short_first_period() {
            engine().subscriptions()
                    .create(new NewSubscription(
                            null,
                            ADA,
                            API,
                            LocalDate.parse("2023-11-10"),
                            LocalDate.parse("2023-11-01"),
                            BigDecimal.ONE));
            clock.set("2023-12-01T00:00:00Z");
            run("2023-12-01");
            // 21 of November's 30 days: 20.00 - R(20.00 * 9/30) = 20.00 - 6.00 = 14.00; then December whole.
            assertThat(invoices()).extracting(EngineContract::total).containsExactly("14.00", "20.00");
        }

        @Test
        void follows_the_dates_of_the_customers_zone() {
            CustomerId bea = CustomerId.of("bea");
            engine().customers().create(new NewCustomer(bea, "Bea", null, ZoneId.of("Europe/Berlin")));
            Subscription subscription = subscribe(bea, "2023-03-01");
            // Summer time begins on 26 March 2023: the first period is an hour short of 31 days.
            assertThat(subscription.schedule().period(0).startInclusive())
                    .isEqualTo(Instant.parse("2023-02-28T23:00:00Z"));
            assertThat(subscription.schedule().period(0).endExclusive())
                    .isEqualTo(Instant.parse("2023-03-31T22:00:00Z"));
        }
    }

    @Nested
    class Running {
        @Test
        void bills_fees_in_advance_and_usage_after_its_period() {
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "1500", "2023-11-30T23:59:59.999999Z");
            report("e2", ADA, "9999", "2023-12-01T00:00:00Z");

            run("2023-11-01");
            run("2023-12-01");

            assertThat(invoices()).hasSize(2);
            assertThat(amounts(invoices().get(0))).containsExactly("20.00");
            // (1,500 - 1,000) * 0.01 = 5.00; the event at the boundary belongs to December.
            assertThat(amounts(invoices().get(1))).containsExactly("5.00", "20.00");
            assertThat(invoices().get(1).lines())
                    .extracting(line -> line.key().kind())
                    .containsExactly(LineKind.USAGE, LineKind.FEE);
            assertThat(numbers(invoices())).containsExactly("INV-202311-00001", "INV-202312-00001");
            assertThat(invoices()).allMatch(Invoice::verified);
        }

        @Test
        void the_same_cut_off_again_returns_the_run_and_bills_nothing_twice() {
            subscribe(ADA, "2023-11-01");
            BillingRun first = engine().runs().run(LocalDate.parse("2023-11-01"));
            BillingRun second = engine().runs().run(LocalDate.parse("2023-11-01"));
            assertThat(second).isEqualTo(first);
            assertThat(first.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(first.progress().invoices()).isEqualTo(1);
            assertThat(invoices()).hasSize(1);
        }

        @Test
        void the_same_cut_off_again_tops_up_with_what_has_become_due() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
            subscribe(CustomerId.of("bob"), "2023-11-01");
            BillingRun again = engine().runs().run(LocalDate.parse("2023-11-01"));
            assertThat(again.progress().invoices()).isEqualTo(2);
            assertThat(again.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine().runs().list(Page.first(10))).containsExactly(again);
        }

        @Test
        void an_earlier_cut_off_after_a_later_one_keeps_issue_dates_in_order() {
            subscribe(ADA, "2023-11-01");
            run("2023-12-01");
            engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
            subscribe(CustomerId.of("bob"), "2023-11-01");
            run("2023-11-01");
            assertThat(numbers(invoices())).containsExactly("INV-202312-00001", "INV-202312-00002", "INV-202312-00003");
        }

        @Test
        void a_cut_off_that_lies_ahead_is_refused() {
            subscribe(ADA, "2023-11-01");
            assertRefused(ErrorCode.NOT_DUE, "cutOff", () -> engine().runs().run(LocalDate.parse("2023-11-02")));
            assertThat(invoices()).isEmpty();
        }

        @Test
        void a_slot_with_nothing_due_is_skipped_with_a_finding_and_takes_no_number() {
            PlanId metered = PlanId.of("metered");
            engine().catalog()
                    .createPlan(metered, "Metered", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(calls()));
            engine().subscriptions().create(NewSubscription.of(ADA, metered, LocalDate.parse("2023-11-01")));
            BillingRun run = engine().runs().run(LocalDate.parse("2023-11-01"));
            assertThat(run.progress().skipped()).isEqualTo(1);
            assertThat(invoices()).isEmpty();
            assertThat(findings()).containsExactly(FindingReason.NOTHING_DUE);

            report("e1", ADA, "1100", "2023-11-15T00:00:00Z");
            run("2023-12-01");
            assertThat(numbers(invoices())).containsExactly("INV-202312-00001");
            assertThat(amounts(invoices().get(0))).containsExactly("1.00");
        }

        @Test
        void many_customers_are_numbered_in_the_order_of_their_keys() {
            for (int i = 0; i < 30; i++) {
                CustomerId id = CustomerId.of("c%02d".formatted(29 - i));
                engine().customers().create(NewCustomer.of(id, "C"));
                subscribe(id, "2023-11-01");
            }
            run("2023-11-01");
            List<Invoice> invoices = invoices();
            assertThat(invoices)
                    .hasSize(30)
                    .isSortedAccordingTo((a, b) -> a.customer().compareTo(b.customer()));
            assertThat(numbers(invoices)).isSorted().last().isEqualTo("INV-202311-00030");
        }

        @Test
        void four_at_once_bill_everybody_once_without_a_gap() throws Exception {
            for (int i = 0; i < 60; i++) {
                CustomerId id = CustomerId.of("c%02d".formatted(i));
                engine().customers().create(NewCustomer.of(id, "C"));
                subscribe(id, "2023-11-01");
            }
            inParallel(4, () -> engine().runs().run(LocalDate.parse("2023-11-01")));
            List<String> expected = new ArrayList<>();
            for (int i = 1; i <= 60; i++) {
                expected.add("INV-202311-%05d".formatted(i));
            }
            assertThat(numbers(invoices())).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(engine().runs().list(Page.first(10)))
                    .hasSize(1)
                    .allSatisfy(run -> assertThat(run.progress().invoices()).isEqualTo(60));
        }
    }

    @Nested
    class Ending {
        @Test
        void at_the_end_of_the_period_leaves_a_final_document_for_what_was_used() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            clock.set("2023-11-20T12:00:00Z");
            Subscription canceled = engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
            assertThat(canceled.endExclusive()).isEqualTo(Instant.parse("2023-12-01T00:00:00Z"));
            report("e1", ADA, "1500", "2023-11-25T00:00:00Z");

            run("2023-12-01");
            run("2024-06-01");

            assertThat(invoices()).hasSize(2);
            assertThat(amounts(invoices().get(1))).containsExactly("5.00");
            assertThat(engine().subscriptions()
                            .find(SubscriptionId.of("ada"))
                            .orElseThrow()
                            .cursor()
                            .nextDueAt())
                    .isNull();
        }

        @Test
        void twice_is_refused() {
            subscribe(ADA, "2023-11-01");
            engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
            assertRefused(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "subscriptionId",
                    () -> engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada")));
        }

        @Test
        void takes_effect_after_everything_that_is_billed_already() {
            subscribe(ADA, "2023-11-01");
            run("2024-01-01");
            Subscription canceled = engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
            assertThat(canceled.endExclusive()).isEqualTo(Instant.parse("2024-02-01T00:00:00Z"));
        }
    }

    @Nested
    class Usage {
        @Test
        void sent_again_is_a_duplicate_and_counts_once() {
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
            UsageReceipt again = engine().usage()
                    .record(List.of(
                            event("e1", ADA, "1500.0", "2023-11-10T00:00:00Z"),
                            event("e2", ADA, "100", "2023-11-10T00:00:00Z")));
            assertThat(again).isEqualTo(new UsageReceipt(1, 1));
            run("2023-12-01");
            assertThat(amounts(invoices().get(1))).containsExactly("6.00", "20.00");
        }

        @Test
        void with_a_known_id_and_other_content_refuses_the_whole_batch() {
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
            assertRefused(
                    ErrorCode.EVENT_CONFLICT,
                    "events[1].eventId",
                    () -> engine().usage()
                            .record(List.of(
                                    event("e2", ADA, "1", "2023-11-10T00:00:00Z"),
                                    event("e1", ADA, "1501", "2023-11-10T00:00:00Z"))));
            run("2023-12-01");
            assertThat(amounts(invoices().get(1))).containsExactly("5.00", "20.00");
        }

        @Test
        void that_is_negative_or_of_an_unknown_meter_or_customer_is_refused() {
            subscribe(ADA, "2023-11-01");
            assertRefused(
                    ErrorCode.NEGATIVE_QUANTITY,
                    "events[0].quantity",
                    () -> report("e1", ADA, "-1", "2023-11-10T00:00:00Z"));
            assertRefused(
                    ErrorCode.CUSTOMER_NOT_FOUND,
                    "events[0].customerId",
                    () -> report("e1", CustomerId.of("nobody"), "1", "2023-11-10T00:00:00Z"));
            assertRefused(
                    ErrorCode.EVENT_OUT_OF_RANGE,
                    "events[0].occurredAt",
                    () -> report("e1", ADA, "1", "2123-11-10T00:00:00Z"));
        }

        @Test
        void that_no_charge_prices_leaves_one_finding_a_day() {
            report("e1", ADA, "1", "2023-11-10T00:00:00Z");
            report("e2", ADA, "1", "2023-11-10T12:00:00Z");
            report("e3", ADA, "1", "2023-11-11T00:00:00Z");
            assertThat(findings())
                    .containsExactly(FindingReason.USAGE_WITHOUT_CHARGE, FindingReason.USAGE_WITHOUT_CHARGE);
        }

        @Test
        void of_a_billed_window_is_kept_and_leaves_a_finding_and_a_mark() {
            subscribe(ADA, "2023-11-01");
            run("2023-12-01");
            report("late", ADA, "5000", "2023-11-30T23:59:59Z");
            report("timely", ADA, "1", "2023-12-01T00:00:00Z");
            assertThat(findings()).containsExactly(FindingReason.LATE_USAGE);
            List<TouchedWindow> marks =
                    store().inTransaction(TENANT, unit -> unit.usage().touched(ADA));
            assertThat(marks)
                    .singleElement()
                    .satisfies(mark -> assertThat(mark.day()).isEqualTo(Instant.parse("2023-11-30T00:00:00Z")));
        }

        @Test
        void of_a_window_whose_document_is_void_and_to_be_made_again_is_not_late() {
            subscribe(ADA, "2023-11-01");
            run("2024-01-01");
            engine().voidInvoice(invoices().get(1).id(), VoidIntent.REISSUE);
            report("november", ADA, "1500", "2023-11-20T00:00:00Z");
            assertThat(findings()).isEmpty();
            report("december", ADA, "1500", "2023-12-20T00:00:00Z");
            assertThat(findings()).containsExactly(FindingReason.LATE_USAGE);

            run("2024-01-01");
            assertThat(amounts(invoices().get(3))).containsExactly("5.00", "20.00");
        }

        @Test
        void counted_by_a_counting_meter_is_the_number_of_events() {
            MeterId logins = MeterId.of("logins");
            engine().catalog().createMeter(logins, MeterAggregation.COUNT, false);
            Charge charge = Charge.usage(ChargeId.of("logins"), "Logins", PriceModel.perUnit(usd("0.50")), logins);
            PlanId plan = PlanId.of("logins");
            engine().catalog().createPlan(plan, "Logins", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(charge));
            engine().subscriptions().create(NewSubscription.of(ADA, plan, LocalDate.parse("2023-11-01")));
            for (int i = 0; i < 3; i++) {
                engine().usage()
                        .record(List.of(UsageEvent.of(
                                EventId.of("login-" + i),
                                ADA,
                                logins,
                                new BigDecimal("17"),
                                Instant.parse("2023-11-02T00:00:00Z"))));
            }
            run("2023-12-01");
            assertThat(amounts(invoices().get(0))).containsExactly("1.50");
        }
    }

    @Nested
    class Documents {
        private final Instant november = Instant.parse("2023-11-01T00:00:00Z");
        private final Instant december = Instant.parse("2023-12-01T00:00:00Z");
        private final InvoiceGenerationRequest request =
                InvoiceGenerationRequest.of(SubscriptionId.of("ada"), november, december);

        @Test
        void a_draft_has_no_number_until_it_is_finalised() {
            subscribe(ADA, "2023-11-01");
            Invoice draft = made(engine().generateInvoice(request));
            assertThat(draft.status()).isEqualTo(InvoiceStatus.DRAFT);
            assertThat(draft.number()).isEmpty();

            Invoice issued = engine().finalizeInvoice(draft.id());
            assertThat(issued.number().orElseThrow().text()).isEqualTo("INV-202311-00001");
            assertThat(issued.settlement()).isEqualTo(Settlement.UNPAID);
            assertThat(engine().findInvoice(draft.id())).contains(issued);
            assertThat(issued.verified()).isTrue();
        }

        @Test
        void a_preview_is_the_document_that_would_be_and_stores_nothing() {
            subscribe(ADA, "2023-11-01");
            Invoice preview = made(engine().previewInvoice(request));
            Invoice skipped = made(engine().generateInvoice(request.with(new InvoiceOptions(false, true, null))));
            assertThat(invoices()).isEmpty();
            Invoice real = made(engine().generateInvoice(request));
            assertThat(preview.lines()).isEqualTo(real.lines()).isEqualTo(skipped.lines());
            assertThat(preview.totals()).isEqualTo(real.totals());
        }

        @Test
        void the_next_preview_needs_no_period_and_looks_ahead() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
            Invoice next =
                    made(engine().previewNextInvoice(SubscriptionId.of("ada")).orElseThrow());
            assertThat(amounts(next)).containsExactly("5.00", "20.00");
            assertThat(next.period().toString()).isEqualTo("[2023-12-01, 2024-01-01) UTC");
            assertThat(invoices()).hasSize(1);
        }

        @Test
        void a_period_that_is_not_one_of_the_subscriptions_is_refused() {
            subscribe(ADA, "2023-11-01");
            for (InvoiceGenerationRequest wrong : List.of(
                    InvoiceGenerationRequest.of(request.subscription(), november, december.minusSeconds(1)),
                    InvoiceGenerationRequest.of(request.subscription(), november.plusSeconds(1), december),
                    InvoiceGenerationRequest.of(request.subscription(), november.minusSeconds(86_400), november))) {
                assertRefused(ErrorCode.PERIOD_NOT_ON_BOUNDARY, "periodStart", () -> engine().generateInvoice(wrong));
            }
        }

        @Test
        void a_period_that_has_not_begun_can_only_be_previewed() {
            subscribe(ADA, "2023-11-01");
            InvoiceGenerationRequest ahead = InvoiceGenerationRequest.of(
                    request.subscription(), december, Instant.parse("2024-01-01T00:00:00Z"));
            assertRefused(ErrorCode.NOT_DUE, "periodStart", () -> engine().generateInvoice(ahead));
            assertThat(total(made(engine().previewInvoice(ahead)))).isEqualTo("20.00");
        }

        @Test
        void a_period_is_billed_once() {
            subscribe(ADA, "2023-11-01");
            made(engine().generateInvoice(request));
            assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, "periodStart", () -> engine().generateInvoice(request));
            run("2023-11-01");
            assertThat(invoices()).hasSize(1);
        }

        @Test
        void the_same_key_gives_the_same_document_and_refuses_another_request() {
            subscribe(ADA, "2023-11-01");
            clock.set("2023-12-01T00:00:00Z");
            Invoice first = made(engine().generateInvoice(request.withIdempotencyKey("k1")));
            Invoice again = made(engine().generateInvoice(request.withIdempotencyKey("k1")));
            assertThat(again).isEqualTo(first);
            InvoiceGenerationRequest other = InvoiceGenerationRequest.of(
                            request.subscription(), december, Instant.parse("2024-01-01T00:00:00Z"))
                    .withIdempotencyKey("k1");
            assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, "idempotencyKey", () -> engine().generateInvoice(other));
        }

        @Test
        void sixteen_at_once_make_one_document() throws Exception {
            subscribe(ADA, "2023-11-01");
            List<InvoiceOutcome> outcomes =
                    inParallel(16, () -> engine().generateInvoice(request.withIdempotencyKey("k1")));
            assertThat(outcomes.stream().map(outcome -> made(outcome).id()).distinct())
                    .hasSize(1);
            assertThat(invoices()).hasSize(1);
        }

        @Test
        void a_refreshed_draft_takes_in_what_was_used_since() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            clock.set("2023-12-01T00:00:00Z");
            Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                    request.subscription(), december, Instant.parse("2024-01-01T00:00:00Z"))));
            assertThat(amounts(draft)).containsExactly("20.00");
            report("e1", ADA, "1500", "2023-11-30T00:00:00Z");
            Invoice refreshed = engine().refreshInvoice(draft.id());
            assertThat(amounts(refreshed)).containsExactly("5.00", "20.00");
            assertThat(refreshed.id()).isEqualTo(draft.id());
            assertThat(refreshed.lines().get(1).key())
                    .isEqualTo(draft.lines().get(0).key());
            Invoice issued = engine().finalizeInvoice(draft.id());
            assertThat(engine().findInvoice(draft.id())).contains(issued);
            assertThat(total(issued)).isEqualTo("25.00");
        }

        @Test
        void an_issue_date_before_the_last_one_is_refused() {
            subscribe(ADA, "2023-11-01");
            engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
            subscribe(CustomerId.of("bob"), "2023-11-01");
            Invoice first = made(engine().generateInvoice(request));
            Invoice second = made(engine().generateInvoice(
                            InvoiceGenerationRequest.of(SubscriptionId.of("bob"), november, december)));
            engine().finalizeInvoice(first.id(), LocalDate.parse("2023-11-15"));
            assertRefused(
                    ErrorCode.ISSUE_DATE_TOO_EARLY,
                    "issueDate",
                    () -> engine().finalizeInvoice(second.id(), LocalDate.parse("2023-11-14")));
            assertThat(engine().finalizeInvoice(second.id())
                            .number()
                            .orElseThrow()
                            .issueDate())
                    .isEqualTo(LocalDate.parse("2023-11-15"));
        }

        @Test
        void a_voided_document_is_made_again_first_with_the_next_revision_and_a_new_number() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            run("2023-12-01");
            engine().voidInvoice(invoices().get(0).id(), VoidIntent.REISSUE);
            run("2024-01-01");
            assertThat(numbers(invoices()))
                    .containsExactly("INV-202311-00001", "INV-202312-00001", "INV-202401-00001", "INV-202401-00002");
            assertThat(invoices().get(0).status()).isEqualTo(InvoiceStatus.VOIDED);
            assertThat(invoices().get(2).period()).isEqualTo(invoices().get(0).period());
            InvoiceId again = invoices().get(2).id();
            InvoiceSlot slot = store().inTransaction(
                            TENANT, unit -> unit.slots().ofInvoice(again).orElseThrow());
            assertThat(slot.place().sequence()).isEqualTo(1);
            assertThat(slot.place().revision()).isEqualTo(1);
        }

        @Test
        void a_waived_document_is_not_made_again() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().voidInvoice(invoices().get(0).id(), VoidIntent.WAIVE);
            run("2023-11-01");
            assertThat(invoices()).hasSize(1);
            assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, "periodStart", () -> engine().generateInvoice(request));
        }

        @Test
        void nothing_but_a_draft_is_refreshed_or_finalised_and_nothing_but_a_final_document_voided() {
            subscribe(ADA, "2023-11-01");
            Invoice draft = made(engine().generateInvoice(request));
            assertRefused(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "invoiceId",
                    () -> engine().voidInvoice(draft.id(), VoidIntent.WAIVE));
            engine().finalizeInvoice(draft.id());
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> engine().finalizeInvoice(draft.id()));
            assertRefused(ErrorCode.ILLEGAL_TRANSITION, "invoiceId", () -> engine().refreshInvoice(draft.id()));
            assertRefused(
                    ErrorCode.INVOICE_NOT_FOUND,
                    "invoiceId",
                    () -> engine().finalizeInvoice(InvoiceId.of(new UUID(1, 1))));
        }

        @Test
        void each_state_change_leaves_one_audit_entry_and_one_event() {
            subscribe(ADA, "2023-11-01");
            Invoice draft = made(engine().generateInvoice(request));
            engine().finalizeInvoice(draft.id());
            engine().voidInvoice(draft.id(), VoidIntent.WAIVE);
            assertThat(engine().audit("invoice", draft.id().toString(), Page.first(10)))
                    .extracting(entry -> entry.action())
                    .containsExactly("invoice.drafted", "invoice.finalized", "invoice.voided");
            List<BillingEvent> events =
                    store().inTransaction(TENANT, unit -> unit.journal().events(ADA, 100));
            assertThat(events)
                    .extracting(event -> event.type().published())
                    .containsExactly(
                            "evt.billing.customer.created",
                            "evt.billing.subscription.created",
                            "evt.billing.invoice.drafted",
                            "evt.billing.invoice.finalized",
                            "evt.billing.invoice.voided");
        }
    }

    @Nested
    class Tenants {
        @Test
        void an_unknown_one_is_refused() {
            assertRefused(
                    ErrorCode.TENANT_NOT_FOUND,
                    null,
                    () -> billing().forTenant(TenantId.of("nobody")).customers().find(ADA));
        }
    }

    private static Invoice made(InvoiceOutcome outcome) {
        return outcome.invoice().orElseThrow();
    }

    private static <T> List<T> inParallel(int threads, Callable<T> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(Collections.nCopies(threads, work))) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
