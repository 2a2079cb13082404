package io.billing4j.balance;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceEntryTest {
    private static final Instant AT = Instant.parse("2023-12-01T00:00:00.000001Z");

    @Test
    void takes_from_one_account_what_it_gives_to_another() {
        BalanceEntry entry = entry(1, BalanceAccount.DOCUMENTS, "USD 15.00", "Sorry");

        assertThat(entry.on(BalanceAccount.BALANCE)).isEqualTo(Money.parse("USD 15.00"));
        assertThat(entry.on(BalanceAccount.DOCUMENTS)).isEqualTo(Money.parse("USD -15.00"));
        assertThat(entry.on(BalanceAccount.REFUNDS)).isEqualTo(Money.parse("USD 0.00"));
        assertThat(Arrays.stream(BalanceAccount.values()).map(entry::on).reduce(Money::plus))
                .contains(Money.parse("USD 0.00"));
    }

    @Test
    void is_refused_with_parts_that_do_not_fit() {
        assertRefused(
                ErrorCode.INVALID_NUMBER, "number", () -> entry(0, BalanceAccount.DOCUMENTS, "USD 15.00", "Sorry"));
        assertRefused(ErrorCode.INVALID_CHOICE, "credit", () -> entry(1, BalanceAccount.BALANCE, "USD 15.00", "Sorry"));
        assertRefused(
                ErrorCode.INVALID_AMOUNT, "amount", () -> entry(1, BalanceAccount.DOCUMENTS, "USD 0.00", "Sorry"));
        assertRefused(
                ErrorCode.INVALID_AMOUNT, "amount", () -> entry(1, BalanceAccount.DOCUMENTS, "USD -0.01", "Sorry"));
        assertRefused(
                ErrorCode.CURRENCY_MISMATCH,
                "balanceAfter",
                () -> entry(1, BalanceAccount.DOCUMENTS, "EUR 15.00", "Sorry"));
        assertRefused(
                ErrorCode.INVALID_TEXT,
                "memo",
                () -> entry(1, BalanceAccount.DOCUMENTS, "USD 15.00", "x".repeat(BalanceEntry.MAX_MEMO + 1)));
        assertRefused(ErrorCode.MISSING_FIELD, "memo", () -> entry(1, BalanceAccount.DOCUMENTS, "USD 15.00", ""));
        assertThat(entry(1, BalanceAccount.DOCUMENTS, "USD 15.00", null).memo()).isNull();
    }

    @Test
    void stands_where_the_text_of_its_position_says() {
        BalanceEntry entry = entry(12, BalanceAccount.DOCUMENTS, "USD 15.00", null);

        assertThat(entry.position()).hasToString("2023-12-01T00:00:00.000001Z/12");
        assertThat(EntryPosition.parse(entry.position().toString())).isEqualTo(entry.position());
    }

    @Test
    void stands_by_its_instant_and_then_by_its_number() {
        List<EntryPosition> sorted =
                List.of(new EntryPosition(AT.minusSeconds(1), 10), new EntryPosition(AT, 2), new EntryPosition(AT, 10));

        assertThat(sorted.stream().sorted().toList()).isEqualTo(sorted);
        assertThat(new EntryPosition(AT.plusNanos(999), 2)).isEqualTo(new EntryPosition(AT, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "1", "2023-12-01T00:00:00Z", "2023-12-01T00:00:00Z/", "2023-12-01/1", "/1"})
    void does_not_stand_where_no_position_is(String text) {
        assertRefused(ErrorCode.INVALID_KEY, "after", () -> EntryPosition.parse(text));
    }

    /** To the balance, which is 20.00 dollars after it. */
    private static BalanceEntry entry(int number, BalanceAccount debit, String amount, @Nullable String memo) {
        return new BalanceEntry(
                CustomerId.of("ada"),
                AT,
                number,
                debit,
                BalanceAccount.BALANCE,
                Money.parse(amount),
                EntryCause.DOCUMENT,
                null,
                memo,
                Money.parse("USD 20.00"),
                null);
    }
}
