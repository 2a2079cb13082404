package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Taxes on documents that runs make: 19 % in Germany, and a fee of 20.00. */
abstract class TaxedBehaviour extends CouponBooks {
    private static final TaxPlace GERMANY = TaxPlace.of("DE");
    private static final TaxTreatment.Untaxed REVERSE =
            new TaxTreatment.Untaxed(NoTax.REVERSE_CHARGE, "Article 196 of 2006/112/EC");

    TaxedBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class ADocument {
        @Test
        void is_not_taxed_before_the_tenant_says_so() {
            engine().taxes().addRule(vat("nineteen", "19", "2021-01-01", null));
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");

            assertThat(first().totals().tax()).isEqualTo(dollars("0.00"));
            assertThat(first().lines().get(0).adjustments().taxes()).isNull();
        }

        @Test
        void has_its_tax_and_proves_itself() {
            taxed(GERMANY);
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");

            assertThat(first().totals().tax()).isEqualTo(dollars("3.80"));
            assertThat(first().totals().total()).isEqualTo(dollars("23.80"));
            assertThat(engine().verifyInvoice(first().id())).isEmpty();
        }

        @Test
        void has_the_tax_of_what_its_coupons_leave() {
            taxed(GERMANY);
            create(percent("10"), null);
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");

            // 18.00 × 0.19
            assertThat(first().totals().tax()).isEqualTo(dollars("3.42"));
            assertThat(first().totals().total()).isEqualTo(dollars("21.42"));
        }

        @Test
        void holds_its_tax_where_prices_do() {
            rules();
            taxes(new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.INCLUSIVE, GERMANY));
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");

            // 20.00 × 19 / 119 = 3.193…
            assertThat(first().totals().taxIncluded()).isEqualTo(dollars("3.19"));
            assertThat(first().totals().total()).isEqualTo(dollars("20.00"));
            assertThat(engine().verifyInvoice(first().id())).isEmpty();
        }

        @Test
        void that_is_looked_at_ahead_is_taxed_as_well() {
            taxed(GERMANY);
            subscribe(ADA, "2023-11-01");

            assertThat(made(engine().previewNextInvoice(SubscriptionId.of("ada"))
                                    .orElseThrow())
                            .totals()
                            .total())
                    .isEqualTo(dollars("23.80"));
        }

        @Test
        void that_is_due_under_another_rate_has_that_one() {
            taxed(GERMANY);
            engine().taxes().endRule(TaxRuleId.of("nineteen"), LocalDate.parse("2023-12-01"));
            engine().taxes().addRule(vat("sixteen", "16", "2023-12-01", null));
            subscribe(ADA, "2023-11-01");
            run("2023-12-15");

            // However late the run is: 20.00 at 19 %, then at 16 %.
            assertThat(invoices())
                    .extracting(invoice -> invoice.totals().tax())
                    .containsExactly(dollars("3.80"), dollars("3.20"));
        }

        @Test
        void of_a_customer_who_owes_the_tax_themselves_has_none_from_that_day_on() {
            taxed(null);
            profile("2023-01-01", null);
            profile("2023-12-01", REVERSE);
            subscribe(ADA, "2023-11-01");
            run("2023-12-01");

            assertThat(invoices())
                    .extracting(invoice -> invoice.totals().tax())
                    .containsExactly(dollars("3.80"), dollars("0.00"));
            Invoice december = invoices().get(1);
            assertThat(december.lines())
                    .allSatisfy(line -> assertThat(line.adjustments().taxes())
                            .satisfies(taxes -> assertThat(taxes.treatment()).isEqualTo(REVERSE)));
            assertThat(engine().verifyInvoice(december.id())).isEmpty();
        }
    }

    @Nested
    class WhatCannotBeTaxed {
        @Test
        void is_a_finding_and_billed_once_it_can_be() {
            taxed(null);
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");

            assertThat(invoices()).isEmpty();
            assertThat(engine().listFindings(null, Page.first(10)))
                    .extracting(Finding::reason)
                    .containsExactly(FindingReason.PERIOD_NOT_BILLABLE, FindingReason.BILLING_FAILED);
            assertThat(engine().listFindings(null, Page.first(10)))
                    .allSatisfy(finding ->
                            assertThat(finding.detail()).containsEntry("code", ErrorCode.TAX_NOT_DETERMINED.name()));

            profile("2023-01-01", null);
            run("2023-11-01");
            assertThat(first().totals().total()).isEqualTo(dollars("23.80"));
        }

        @Test
        void is_refused_where_it_is_asked_for_by_itself() {
            taxed(TaxPlace.of("FR"));
            subscribe(ADA, "2023-11-01");

            assertRefused(
                    ErrorCode.TAX_NOT_DETERMINED,
                    "taxCategory",
                    () -> engine().previewNextInvoice(SubscriptionId.of("ada")));
        }
    }

    @Nested
    class WhatComesLater {
        @Test
        void of_usage_is_taxed_as_the_window_was() {
            taxed(null);
            profile("2023-01-01", null);
            profile("2024-01-01", REVERSE);
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "5000", "2023-11-10T00:00:00Z");
            run("2024-01-15");
            report("e2", ADA, "7000", "2023-11-20T00:00:00Z");
            run("2024-02-01");

            // 4,000 calls beyond the first thousand are 40.00, 11,000 are 110.00: both were due on 1 December, at 19 %.
            // In
            // February 40.00 with 7.60 are given back and 110.00 with 20.90 asked for; its fee is without tax, as
            // January's.
            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("23.80", "71.40", "20.00", "103.30");
            assertThat(invoices())
                    .extracting(invoice -> invoice.totals().tax())
                    .containsExactly(dollars("3.80"), dollars("11.40"), dollars("0.00"), dollars("13.30"));
            assertThat(invoices()).allMatch(Invoice::verified);
        }

        @Test
        void of_a_void_document_is_taxed_the_same() {
            taxed(GERMANY);
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().voidInvoice(first().id(), VoidIntent.REISSUE);
            run("2023-11-01");

            assertThat(invoices())
                    .extracting(invoice -> invoice.totals().total())
                    .containsExactly(dollars("23.80"), dollars("23.80"));
        }

        @Test
        void to_a_draft_from_before_documents_were_taxed_is_its_tax() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(10)));
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            taxed(GERMANY);
            run("2023-11-11");

            assertThat(first().totals().total()).isEqualTo(dollars("23.80"));
            assertThat(first().number()).isPresent();
        }

        /** Nothing says where Ada is taxed: a final document without taxes could only be voided again. */
        @Test
        void to_a_draft_from_before_waits_as_long_as_its_tax_is_not_known() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(10)));
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            taxed(null);
            run("2023-11-11");

            assertThat(first().number()).isEmpty();
            assertThat(findings()).containsExactly(FindingReason.BILLING_FAILED);

            profile("2023-11-01", null);
            run("2023-11-12");
            assertThat(first().number()).isPresent();
            assertThat(first().totals().total()).isEqualTo(dollars("23.80"));
        }

        @Test
        void to_a_draft_is_taxed_when_it_is_computed_again() {
            engine().settings().update(present -> present.withGrace(Duration.ofDays(10)));
            taxed(GERMANY);
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().taxes().endRule(TaxRuleId.of("nineteen"), LocalDate.parse("2023-11-01"));
            engine().taxes().addRule(vat("sixteen", "16", "2023-11-01", null));

            assertThat(first().totals().tax()).isEqualTo(dollars("3.80"));
            assertThat(engine().refreshInvoice(first().id()).totals().tax()).isEqualTo(dollars("3.20"));
        }
    }

    private void taxed(@Nullable TaxPlace place) {
        rules();
        taxes(new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, place));
    }

    private void rules() {
        engine().taxes().addRule(vat("nineteen", "19", "2021-01-01", null));
    }

    private void taxes(TaxPolicy policy) {
        engine().settings().update(present -> present.withTaxes(policy));
    }

    private void profile(String from, TaxTreatment.@Nullable Untaxed untaxed) {
        engine().taxes().addProfile(new TaxProfile(ADA, LocalDate.parse(from), GERMANY, untaxed, "DE123456789"));
    }

    private static TaxRule vat(String id, String percent, String from, @Nullable String until) {
        return new TaxRule(
                TaxRuleId.of(id),
                TaxCategory.STANDARD,
                GERMANY,
                LocalDate.parse(from),
                until == null ? null : LocalDate.parse(until),
                new TaxRule.Due(TaxComponent.of(TaxId.of("vat-de"), "VAT", new BigDecimal(percent)), 0));
    }

    private Invoice first() {
        return invoices().get(0);
    }

    private static Money dollars(String amount) {
        return Money.parse("USD " + amount);
    }
}
