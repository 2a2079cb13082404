package io.billing4j.tax;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaxProfileTest {
    private static final LocalDate NOVEMBER = LocalDate.parse("2023-11-01");

    @Test
    void has_a_tax_number_where_whoever_pays_owes_the_tax() {
        assertThat(profile(NoTax.REVERSE_CHARGE, "ATU12345678").taxNumber()).isEqualTo("ATU12345678");
        assertRefused(ErrorCode.MISSING_FIELD, "taxNumber", () -> profile(NoTax.REVERSE_CHARGE, null));
        assertThat(profile(NoTax.EXEMPT, null).taxNumber()).isNull();
        assertThat(TaxProfile.of(CustomerId.of("acme"), NOVEMBER, TaxPlace.of("AT"))
                        .untaxed())
                .isNull();
    }

    @Test
    void has_a_tax_number_of_30_characters_at_most() {
        assertThat(profile(NoTax.EXEMPT, "9".repeat(30)).taxNumber()).hasSize(30);
        assertRefused(ErrorCode.INVALID_TEXT, "taxNumber", () -> profile(NoTax.EXEMPT, "9".repeat(31)));
        assertRefused(ErrorCode.MISSING_FIELD, "taxNumber", () -> profile(NoTax.EXEMPT, " "));
    }

    @Test
    void begins_in_the_years_1900_to_9998() {
        assertRefused(
                ErrorCode.INVALID_DATE,
                "from",
                () -> TaxProfile.of(CustomerId.of("acme"), LocalDate.MAX, TaxPlace.of("AT")));
    }

    private static TaxProfile profile(NoTax why, @Nullable String taxNumber) {
        return new TaxProfile(
                CustomerId.of("acme"),
                NOVEMBER,
                TaxPlace.of("AT"),
                new TaxTreatment.Untaxed(why, "As the law says"),
                taxNumber);
    }
}
