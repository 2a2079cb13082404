package io.billing4j.proration;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditLimitTest {
    private static final long MOST = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        // billed,   credited,   wanted,     allowed
        "USD 200.00, USD 50.00,  USD 100.00, USD 100.00",
        "USD 200.00, USD 50.00,  USD 150.00, USD 150.00",
        "USD 200.00, USD 50.00,  USD 150.01, USD 150.00",
        "USD 200.00, USD 250.00, USD 100.00, USD 0.00",
        "USD 200.00, USD 50.00,  USD 0.00,   USD 0.00",
        "USD 200.00, USD 50.00,  USD -1.00,  USD 0.00",
    })
    void allows_what_is_left_of_what_was_billed(String billed, String credited, String wanted, String allowed) {
        CreditLimit limit = new CreditLimit(Money.parse(billed), Money.parse(credited));

        assertThat(limit.allow(Money.parse(wanted))).isEqualTo(Money.parse(allowed));
    }

    @Test
    void refuses_amounts_that_make_no_sense() {
        Money some = Money.parse("USD 1.00");

        assertRefused(ErrorCode.CURRENCY_MISMATCH, "credited", () -> new CreditLimit(some, Money.parse("EUR 1.00")));
        assertRefused(ErrorCode.INVALID_AMOUNT, "credited", () -> new CreditLimit(some.negated(), some));
        assertRefused(ErrorCode.INVALID_AMOUNT, "credited", () -> new CreditLimit(some, some.negated()));
    }

    @Test
    void is_in_one_currency() {
        CreditLimit limit = CreditLimit.of(Money.parse("USD 1.00"));
        Money other = Money.parse("EUR 1.00");

        assertRefused(ErrorCode.CURRENCY_MISMATCH, "wanted", () -> limit.allow(other));
        assertRefused(ErrorCode.CURRENCY_MISMATCH, "wanted", () -> limit.allow(other.negated()));
        assertRefused(ErrorCode.CURRENCY_MISMATCH, "total", () -> limit.missing(other));
        assertRefused(ErrorCode.CURRENCY_MISMATCH, "credit", () -> limit.after(other));
    }

    @Property
    void credits_never_exceed_what_was_billed(
            @ForAll @LongRange(max = MOST) long billed,
            @ForAll @LongRange(min = -MOST, max = MOST) long first,
            @ForAll @LongRange(min = -MOST, max = MOST) long second) {
        CreditLimit fresh = CreditLimit.of(cents(billed));
        CreditLimit once = fresh.after(fresh.allow(cents(first)));
        CreditLimit twice = once.after(once.allow(cents(second)));

        assertThat(twice.credited()).isBetween(once.credited(), cents(billed));
        assertThat(once.credited()).isBetween(cents(0), cents(Math.max(0, first)));
        assertThat(twice.left().plus(twice.credited())).isEqualTo(cents(billed));
    }

    @Property
    void running_again_adds_nothing(
            @ForAll @LongRange(max = MOST) long billed,
            @ForAll @LongRange(max = MOST) long credited,
            @ForAll @LongRange(min = -MOST, max = MOST) long total) {
        CreditLimit limit = new CreditLimit(cents(billed), cents(credited));
        CreditLimit after = limit.after(limit.missing(cents(total)));

        assertThat(after.missing(cents(total)).isZero()).isTrue();
        assertThat(after.credited().getAmountMinorLong())
                .isEqualTo(Math.max(credited, Math.min(total, Math.max(billed, credited))));
    }

    private static Money cents(long cents) {
        return Money.ofMinor(CurrencyUnit.USD, cents);
    }
}
