package io.billing4j.invoice;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.customer.Customer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.period.BillingPeriod;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoicePartsTest {
    private static final BillingPeriod NOVEMBER =
            BillingPeriod.ofDates(LocalDate.of(2023, 11, 1), LocalDate.of(2023, 12, 1), ZoneOffset.UTC);

    @Nested
    class Totals {
        @ParameterizedTest
        @CsvSource({
            "100.00, 0.00,  0.00,  0.00,   100.00",
            "100.00, 10.00, 17.10, 7.10,   100.00",
            "0.00,   0.00,  0.00,  0.00,   0.00",
        })
        void are_subtotal_less_discount_and_tax_less_credit(
                String subtotal, String discount, String tax, String credit, String total) {
            assertThat(totals(subtotal, discount, tax, credit, total).currency())
                    .isEqualTo(CurrencyUnit.USD);
        }

        @ParameterizedTest
        @CsvSource({
            "100.00, 0.00,   0.00,  0.00,  100.01",
            "100.00, 10.00,  0.00,  0.00,  100.00",
            "100.00, 0.00,   19.00, 0.00,  81.00",
            "0.00,   0.00,   0.00,  10.00, -10.00", // no document asks for less than nothing
        })
        void that_do_not_add_up_or_are_below_zero_are_refused(
                String subtotal, String discount, String tax, String credit, String total) {
            assertRefused(ErrorCode.STORED_DATA_UNREADABLE, null, () -> totals(subtotal, discount, tax, credit, total));
        }

        @Test
        void of_no_lines_are_zero_at_the_scale_of_the_currency() {
            assertThat(DocumentTotals.of(CurrencyUnit.JPY, List.of()).total()).isEqualTo(Money.parse("JPY 0"));
        }

        private DocumentTotals totals(String subtotal, String discount, String tax, String credit, String total) {
            return new DocumentTotals(usd(subtotal), usd(discount), usd(tax), usd(credit), usd(total));
        }

        private Money usd(String amount) {
            return Money.parse("USD " + amount);
        }
    }

    @Nested
    class ANumber {
        @Test
        void keeps_date_scope_and_sequence_beside_the_text() {
            assertThat(InvoiceNumber.of(
                            NumberingTemplate.DEFAULT,
                            NumberedDocument.of(CustomerId.of("acme"), Customer.MAIN_ENTITY, LocalDate.of(2023, 12, 1)),
                            60))
                    .isEqualTo(new InvoiceNumber("INV-202312-00060", LocalDate.of(2023, 12, 1), "202312", 60));
        }

        @Test
        void has_at_most_50_characters() {
            assertRefused(
                    ErrorCode.INVALID_TEXT,
                    "invoiceNumber",
                    () -> new InvoiceNumber("x".repeat(51), LocalDate.of(2023, 12, 1), "", 1));
        }

        @Test
        void counts_from_one_to_eighteen_nines() {
            LocalDate date = LocalDate.of(2023, 12, 1);
            long last = 999_999_999_999_999_999L;

            assertRefused(ErrorCode.INVALID_NUMBER, "sequence", () -> new InvoiceNumber("x", date, "", 0));
            assertRefused(ErrorCode.INVALID_NUMBER, "sequence", () -> new InvoiceNumber("x", date, "", last + 1));
            assertThat(new InvoiceNumber("x", date, "", last).sequence()).isEqualTo(last);
        }
    }

    @Nested
    class AnIdempotencyKey {
        @Test
        void has_1_to_50_characters() {
            ContentHash request = ContentHash.builder("request", 1).build();

            assertThat(new IdempotencyKey("k".repeat(50), request).key()).hasSize(50);
            assertRefused(ErrorCode.INVALID_TEXT, "idempotencyKey", () -> new IdempotencyKey("k".repeat(51), request));
            assertRefused(ErrorCode.MISSING_FIELD, "idempotencyKey", () -> new IdempotencyKey("", request));
        }
    }

    @Nested
    class ASlot {
        private final SlotPlace place = new SlotPlace(1, 2, 0, 0, SlotReason.CYCLE, NOVEMBER);
        private final InvoiceSlot slot =
                InvoiceSlot.invoiced(SubscriptionId.of("sub"), place, InvoiceId.of(new UUID(0, 1)));

        @Test
        void counts_as_billed_unless_its_document_is_to_be_made_again() {
            assertThat(slot.live()).isTrue();
            assertThat(InvoiceSlot.skipped(SubscriptionId.of("sub"), place).live())
                    .isTrue();
            assertThat(slot.voided(VoidIntent.WAIVE).live()).isTrue();
            assertThat(slot.voided(VoidIntent.REISSUE).live()).isFalse();
        }

        @Test
        void has_a_window_around_its_period() {
            BillingPeriod half = new BillingPeriod(
                    NOVEMBER.startInclusive(), NOVEMBER.startInclusive().plusSeconds(3600), ZoneOffset.UTC);

            assertThat(new SlotPlace(1, 1, 0, 0, SlotReason.CYCLE, half, NOVEMBER).window())
                    .isEqualTo(NOVEMBER);
            assertRefused(
                    ErrorCode.INVALID_PERIOD, null, () -> new SlotPlace(1, 1, 0, 0, SlotReason.CYCLE, NOVEMBER, half));
        }

        @Test
        void reads_like_what_it_is() {
            assertThat(place).hasToString("CYCLE 1/2 [2023-11-01, 2023-12-01) Z");
            assertThat(new SlotPlace(1, 2, 3, 0, SlotReason.CYCLE, NOVEMBER))
                    .hasToString("CYCLE 1/2 revision 3 [2023-11-01, 2023-12-01) Z");
        }
    }
}
