package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.id.ChargeId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.rating.ChargeRater;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatingBasis;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is hashed of a line of usage that was counted before its period ended. */
class UsageSoFarContentTest {
    private static final Instant UNTIL = Instant.parse("2024-04-16T00:00:00Z");
    private static final BillingPeriod APRIL =
            BillingPeriod.ofDates(LocalDate.parse("2024-04-01"), LocalDate.parse("2024-05-01"), ZoneOffset.UTC);
    private static final LineRef EARLIER = new LineRef(InvoiceId.of(new UUID(0x018e9728_ac00_7000L, 1)), 1);

    private final Derivation soFar = new ChargeRater(RoundingPolicy.HALF_UP, CustomPrices.NONE)
            .usageSoFar(
                    Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("0.10")), CREDITABLE.id()),
                    CREDITABLE,
                    UsageSummary.of(new BigDecimal(80), 3),
                    APRIL,
                    APRIL,
                    UNTIL)
            .get(0);
    private final InvoiceLine line = line(soFar, null);

    @Test
    void has_the_hash_that_it_had_in_the_first_release_that_knew_it() {
        assertThat(line.hash()).hasToString("06d4f7bc673cd18bf2691066bbbb4d760d88da5bee73a469166ae1ab88b69e9c61");
    }

    @Test
    void is_proven_by_every_value_of_it() {
        InvoiceLine back = line(soFar.reverse(APRIL), EARLIER);

        assertThat(line.verified()).isTrue();
        assertThat(back.verified()).isTrue();
        assertThat(RecordChanges.of(line))
                .hasSizeGreaterThan(20)
                .anyMatch(change -> change.path().equals("derivation.basis.countedUntil"))
                .allSatisfy(change -> assertThat(change.changed().verified())
                        .as(change.path())
                        .isFalse());
        assertThat(RecordChanges.of(back))
                .allSatisfy(change -> assertThat(change.changed().verified())
                        .as(change.path())
                        .isFalse());
    }

    /** A changed line, see {@link RecordChanges}, has a value where there was one. */
    @Test
    void is_no_line_of_a_period_that_is_over() {
        InvoiceLine whole = line(until(null), null);

        assertThat(whole.verified()).isTrue();
        assertThat(hashedAs(line, until(null)).verified()).isFalse();
        assertThat(hashedAs(whole, soFar).verified()).isFalse();
    }

    private Derivation until(@Nullable Instant until) {
        RatingBasis basis = soFar.basis();
        return new Derivation(
                new RatingBasis(
                        basis.model(),
                        basis.terms(),
                        basis.quantity(),
                        basis.service(),
                        basis.window(),
                        basis.proration(),
                        basis.rounding(),
                        until,
                        basis.left()),
                soFar.part(),
                soFar.price(),
                soFar.amount());
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
