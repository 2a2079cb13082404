package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.SpendLeft;
import io.billing4j.rating.ChargeRater;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.DerivedPart;
import io.billing4j.rating.SpentCharge;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is hashed, and said, of lines that terms of a whole plan make or change. */
class PlanSpendContentTest {
    private static final BillingPeriod APRIL =
            BillingPeriod.ofDates(LocalDate.parse("2024-04-01"), LocalDate.parse("2024-05-01"), ZoneOffset.UTC);
    private static final LineRef EARLIER = new LineRef(InvoiceId.of(new UUID(0x018e9728_ac00_7000L, 1)), 1);
    private static final Charge CALLS =
            Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("0.10")), CREDITABLE.id());
    private static final SpendLeft LEFT =
            new SpendLeft(Money.parse("USD 10.00"), new BigDecimal("1.5"), Money.parse("USD 39.00"));

    private final ChargeRater rater = new ChargeRater(RoundingPolicy.HALF_UP, CustomPrices.NONE);

    @Nested
    class UsageToWhichAPlanLeavesSoMuch {
        /** 300 at 0.10 are 30.00; 10.00 + 20.00 × 1.5 = 40.00, cut to 39.00. */
        private final Derivation left =
                rater.usage(CALLS, CREDITABLE, used(), APRIL, APRIL).get(0).leaving(LEFT);

        private final InvoiceLine line = line(left, null);

        @Test
        void has_the_hash_that_it_had_in_the_first_release_that_knew_it() {
            assertThat(line.amount()).hasToString("USD 39.00");
            assertThat(line.hash()).hasToString("07a0715685c3d7ad40c14c45d76c3baa519dbdc0d59c16360382029e2ca77eeeaa");
        }

        @Test
        void is_proven_by_every_value_of_it() {
            InvoiceLine back = line(left.reverse(APRIL), EARLIER);

            assertThat(line.verified()).isTrue();
            assertThat(back.verified()).isTrue();
            assertThat(InvoiceVerifier.STANDARD.verify(line)).isEmpty();
            assertThat(RecordChanges.of(line))
                    .anyMatch(change -> change.path().equals("derivation.basis.left.commitment"))
                    .anyMatch(change -> change.path().equals("derivation.basis.left.overageFactor"))
                    .anyMatch(change -> change.path().equals("derivation.basis.left.maximum"))
                    .allSatisfy(change -> assertThat(change.changed().verified())
                            .as(change.path())
                            .isFalse());
            assertThat(RecordChanges.of(back))
                    .allSatisfy(change -> assertThat(change.changed().verified())
                            .as(change.path())
                            .isFalse());
        }

        @Test
        void is_another_line_without_it_and_when_it_was_counted_so_far() {
            Derivation plain =
                    rater.usage(CALLS, CREDITABLE, used(), APRIL, APRIL).get(0);
            Derivation soFar = rater.usageSoFar(
                            CALLS, CREDITABLE, used(), APRIL, APRIL, Instant.parse("2024-04-16T00:00:00Z"))
                    .get(0)
                    .leaving(LEFT);

            assertThat(line(soFar, null).hash())
                    .isNotEqualTo(line.hash())
                    .extracting(hash -> hash.version())
                    .isEqualTo(7);
            assertThat(hashedAs(line, plain).verified()).isFalse();
            assertThat(hashedAs(line, soFar).verified()).isFalse();
            assertThat(hashedAs(line(soFar, null), left).verified()).isFalse();
        }

        @Test
        void says_what_was_left() {
            assertThat(left.explain())
                    .containsExactly(
                            "300 creditable-calls: the sum of 3 reports from 2024-04-01 to 2024-04-30 (UTC).",
                            "300 × 0.1 = 30",
                            "What is beyond 10.00, which are left of the plan's commitment, counts 1.5 times.",
                            "At most 39.00, which are left of the plan's maximum.",
                            "39 USD, rounded half up: 39.00 USD.");
        }

        private UsageSummary used() {
            return UsageSummary.of(new BigDecimal(300), 3);
        }
    }

    @Nested
    class WhatIsMissingToAPlan {
        private final Derivation missing = missing("40.00", "10.00");

        @Test
        void has_the_hash_that_it_had_in_the_first_release_that_knew_it() {
            assertThat(line(missing, null).hash())
                    .hasToString("01ccbcf69202512fea0a4ea16731a9fe23a638876cb82134e2bc90302403c97785");
        }

        @Test
        void is_proven_by_every_value_of_it() {
            InvoiceLine line = line(missing, null);

            assertThat(InvoiceVerifier.STANDARD.verify(line)).isEmpty();
            assertThat(RecordChanges.of(line))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(change -> assertThat(change.changed().verified())
                            .as(change.path())
                            .isFalse());
        }

        @Test
        void says_what_the_charges_come_to() {
            assertThat(missing.explain())
                    .containsExactly(
                            "The charges of the plan come to 50 from 2024-04-01 to 2024-04-30 (UTC).",
                            "calls of basic v1: 40",
                            "calls of pro v1: 10",
                            "Committed are 100; 50 were charged, the rest is asked for here.",
                            "Both together are rounded half up, and the rounded charge of 50.00 is taken off: 50.00"
                                    + " USD.");
        }

        @Test
        void has_no_line_of_its_own_for_what_others_ask_for() {
            Derivation charge =
                    new Derivation(missing.basis(), DerivedPart.CHARGE, missing.price(), Money.parse("USD 50.00"));

            assertThat(InvoiceVerifier.STANDARD.verify(line(charge, null)))
                    .extracting(InvoiceFault::kind)
                    .containsExactly(Kind.LINE_NOT_DERIVED);
        }

        private Derivation missing(String basic, String pro) {
            Map<SpentCharge, Money> asked = new TreeMap<>();
            asked.put(new SpentCharge(BASIC, CALLS.id()), Money.parse("USD " + basic));
            asked.put(new SpentCharge(PRO, CALLS.id()), Money.parse("USD " + pro));
            Charge spend = Charge.spend(
                    ChargeId.of("calls"), "Spend", CurrencyUnit.USD, PriceTerms.NONE.withMinimum(usd("100")));
            return rater.missing(spend, Money.parse("USD 100.00"), new TreeMap<>(asked), APRIL, APRIL)
                    .get(0);
        }
    }

    private static InvoiceLine line(Derivation derivation, @Nullable LineRef corrects) {
        LineKey key = new LineKey(
                SubscriptionId.of("acme"), BASIC, ChargeId.of("calls"), LineKind.of(derivation), APRIL, corrects);
        return InvoiceLine.of(1, key, "Calls", derivation);
    }

    private static InvoiceLine hashedAs(InvoiceLine line, Derivation derivation) {
        return new InvoiceLine(
                line.number(), line.key(), line.description(), derivation, line.adjustments(), line.hash());
    }
}
