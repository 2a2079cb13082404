package io.billing4j.tax;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes are those of ISO 3166-1 and ISO 3166-2. */
class TaxPlaceTest {
    @Test
    void is_a_country_or_a_region_of_one() {
        assertThat(TaxPlace.of("DE")).hasToString("DE");
        assertThat(TaxPlace.of("CA", "QC")).hasToString("CA-QC");
        assertThat(TaxPlace.of("FR", "2A")).hasToString("FR-2A");
        assertThat(TaxPlace.of("AT", "9")).hasToString("AT-9");
    }

    /** EL is what tax offices say for Greece (GR), UK for the United Kingdom (GB), XX nobody's. */
    @ParameterizedTest
    @ValueSource(strings = {"", "d", "de", "DEU", "EL", "UK", "XX", "Deutschland, wo es am schönsten ist"})
    void is_in_no_country_that_there_is_not(String country) {
        assertThat(assertRefused(
                        ErrorCode.INVALID_PLACE,
                        "country",
                        () -> TaxPlace.of(country).requireCountry()))
                .hasMessageContaining(country.substring(0, Math.min(country.length(), 20)));
    }

    /** Kosovo has no code of its own, Northern Ireland one for the tax on sales. */
    @ParameterizedTest
    @ValueSource(strings = {"DE", "XI", "XK"})
    void is_in_a_country(String country) {
        TaxPlace.of(country).requireCountry();
        assertThat(TaxPlace.of(country).country()).isEqualTo(country);
    }

    /** Two Germanies were one country's code each. */
    @Test
    void that_is_kept_may_be_of_a_country_that_is_no_more() {
        assertThat(TaxPlace.of("DD").country()).isEqualTo("DD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ca", "CALI", "C-A", "Ü"})
    void is_no_region_that_there_cannot_be(String region) {
        assertRefused(ErrorCode.INVALID_PLACE, "region", () -> TaxPlace.of("US", region));
    }

    @Test
    void holds_itself_and_a_country_its_regions() {
        assertThat(TaxPlace.of("CA").holds(TaxPlace.of("CA"))).isTrue();
        assertThat(TaxPlace.of("CA").holds(TaxPlace.of("CA", "QC"))).isTrue();
        assertThat(TaxPlace.of("CA", "QC").holds(TaxPlace.of("CA", "QC"))).isTrue();

        assertThat(TaxPlace.of("CA", "QC").holds(TaxPlace.of("CA"))).isFalse();
        assertThat(TaxPlace.of("CA", "QC").holds(TaxPlace.of("CA", "ON"))).isFalse();
        assertThat(TaxPlace.of("US", "CA").holds(TaxPlace.of("CA"))).isFalse();
    }

    @Test
    void stands_before_its_regions_in_order() {
        assertThat(Stream.of("US-NY", "US", "DE", "CA-QC", "US-CA")
                        .map(text -> text.split("-", 2))
                        .map(parts -> new TaxPlace(parts[0], parts.length == 1 ? null : parts[1]))
                        .sorted())
                .extracting(TaxPlace::toString)
                .containsExactly("CA-QC", "DE", "US", "US-CA", "US-NY");
    }
}
