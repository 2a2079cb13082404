package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.id.ContentHash;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.invoice.DocumentTaxes;
import io.billing4j.invoice.ExternalTaxes;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LinePiece;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.PriceTerms;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxBasis;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxTreatment;
import io.billing4j.testkit.TaxSetupSamples;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** How taxes of a line are stored beside its derivation. The texts are never changed. */
class LineTaxesJsonTest {
    private static final TaxBasis QUEBEC =
            new TaxBasis(TaxCategory.STANDARD, TaxPlace.of("CA", "QC"), LocalDate.of(2026, 1, 1));

    /** 5 % of 54.08 are 2.70, and 9.975 % on 56.78 are 5.66. */
    private static final LineTaxes TAXED = new LineTaxes(
            TaxTreatment.exclusive(
                    TaxComponent.of(TaxId.of("gst"), "GST", new BigDecimal("5")),
                    new TaxComponent(TaxId.of("qst"), "QST \"ü\"", new BigDecimal("9.975"), true)),
            QUEBEC,
            List.of(dollars("2.70"), dollars("5.66")));

    private static final LineTaxes UNTAXED = new LineTaxes(
            TaxTreatment.untaxed(NoTax.REVERSE_CHARGE, "Article 196"),
            new TaxBasis(TaxCategory.of("books"), TaxPlace.of("DE"), LocalDate.of(2026, 1, 1)),
            List.of());

    private static final String TAXED_TEXT =
            "\"taxes\":{\"category\":\"standard\",\"country\":\"CA\",\"region\":\"QC\",\"day\":\"2026-01-01\","
                    + "\"behavior\":\"EXCLUSIVE\",\"components\":[[\"gst\",\"GST\",\"5\",false],"
                    + "[\"qst\",\"QST \\\"ü\\\"\",\"9.975\",true]],\"shares\":[\"2.70\",\"5.66\"]}";

    private static final String UNTAXED_TEXT =
            "\"taxes\":{\"category\":\"books\",\"country\":\"DE\",\"day\":\"2026-01-01\",\"why\":\"REVERSE_CHARGE\","
                    + "\"reason\":\"Article 196\"}";

    @Test
    void are_a_member_of_the_adjustments() {
        assertThat(line(TAXED).write()).contains("{\"v\":4,", "\"discounts\":[]," + TAXED_TEXT);
        assertThat(line(UNTAXED).write()).contains("\"discounts\":[]," + UNTAXED_TEXT);
        assertThat(DerivationJson.read(line(TAXED).write())).isEqualTo(line(TAXED));
        assertThat(DerivationJson.read(line(UNTAXED).write())).isEqualTo(line(UNTAXED));
    }

    @Test
    void of_the_whole_stand_with_its_piece() {
        DerivationJson back = new DerivationJson(
                line(TAXED).derivation(),
                new LineAdjustments(
                        List.of(),
                        new LinePiece(
                                dollars("54.08"), dollars("0"), dollars("54.08"), List.of(), TAXED.shares(), List.of()),
                        TAXED,
                        List.of()));

        assertThat(back.write())
                .contains("\"piece\":{\"whole\":\"54.08\",\"from\":\"0.00\",\"to\":\"54.08\",\"shares\":[],"
                        + "\"taxes\":[\"2.70\",\"5.66\"]}");
        assertThat(DerivationJson.read(back.write())).isEqualTo(back);
    }

    @Test
    void are_not_read_where_they_say_what_is_not_known_or_too_little() {
        assertRefused(line(TAXED), "\"behavior\":\"EXCLUSIVE\",", "", "either 'why' or 'behavior'");
        assertRefused(line(TAXED), "\"5.66\"]", "\"5.66\",\"0.01\"]", "2 taxes but found 3");
        assertRefused(line(TAXED), "\"day\":", "\"rate\":1,\"day\":", "'rate'");
        assertRefused(line(TAXED), "\"9.975\",true", "\"9.975\",1", "'components'");
        assertRefused(line(UNTAXED), "\"why\"", "\"behavior\":\"EXCLUSIVE\",\"why\"", "either 'why' or 'behavior'");
    }

    @Test
    void of_a_document_are_rules_alone() {
        DocumentTaxes rules = new DocumentTaxes(TaxRounding.PER_LINE, new RoundingPolicy(RoundingMode.HALF_EVEN));
        String text = "{\"v\":1,\"policy\":\"PER_LINE\",\"rounding\":\"HALF_EVEN\"}";

        assertThat(DocumentTaxesJson.write(rules)).isEqualTo(text);
        assertThat(DocumentTaxesJson.read(text)).isEqualTo(rules);
        assertThat(DocumentTaxesJson.write(null)).isNull();
        assertThat(DocumentTaxesJson.read(null)).isNull();
        assertThatThrownBy(() -> DocumentTaxesJson.read(text.replace("}", ",\"more\":1}")))
                .hasMessageContaining("'more'");
    }

    /** Versions before know no such member, and refuse the document. */
    @Test
    void of_a_document_say_what_an_outside_service_was_asked() {
        String hash = "01" + "ab".repeat(32);
        ExternalTaxes external = new ExternalTaxes(
                TaxCalculatorId.of("outside"), new ContentHash(hash), new ContentHash(hash), List.of(1, 3), "ref");
        DocumentTaxes rules = new DocumentTaxes(TaxRounding.PER_RATE, RoundingPolicy.HALF_UP, external);
        String text =
                "{\"v\":1,\"policy\":\"PER_RATE\",\"rounding\":\"HALF_UP\",\"external\":{\"calculator\":\"outside\","
                        + "\"subject\":\"" + hash + "\",\"question\":\"" + hash
                        + "\",\"lines\":[1,3],\"reference\":\"ref\"}}";

        assertThat(DocumentTaxesJson.write(rules)).isEqualTo(text);
        assertThat(DocumentTaxesJson.read(text)).isEqualTo(rules);
        assertThat(DocumentTaxesJson.read(text.replace(",\"reference\":\"ref\"", "")))
                .extracting(taxes -> Objects.requireNonNull(taxes.external()).reference())
                .isNull();
        assertThatThrownBy(() -> DocumentTaxesJson.read(text.replace("\"lines\"", "\"more\":1,\"lines\"")))
                .hasMessageContaining("'more'");
    }

    @Test
    void that_an_outside_service_says_are_kept_as_they_were_said() {
        TaxAnswer.Answered answer = TaxSetupSamples.OTHER_ANSWER;
        assertThat(TaxAnswerJson.write(answer))
                .isEqualTo("{\"v\":1,\"lines\":[{\"why\":\"OUT_OF_SCOPE\",\"reason\":\"Export\"}]}");
        assertThat(TaxAnswerJson.read(TaxAnswerJson.write(answer))).isEqualTo(answer);
        String text = TaxAnswerJson.write(TaxSetupSamples.ANSWER);
        assertThat(text)
                .startsWith("{\"v\":1,\"currency\":\"USD\",\"reference\":")
                .contains("\"19.5\",false]],\"shares\":[\"3.80\"]}");
        assertThat(TaxAnswerJson.read(text)).isEqualTo(TaxSetupSamples.ANSWER);
        assertThatThrownBy(() -> TaxAnswerJson.read(text.replace("\"shares\"", "\"more\":1,\"shares\"")))
                .hasMessageContaining("'more'");
    }

    private static void assertRefused(DerivationJson line, String part, String instead, String message) {
        String text = line.write();
        assertThat(text).contains(part);
        assertThatThrownBy(() -> DerivationJson.read(text.replace(part, instead)))
                .hasMessageContaining(message);
    }

    private static DerivationJson line(LineTaxes taxes) {
        return new DerivationJson(
                DerivationJsonTest.usage(PriceTerms.NONE).get(0),
                new LineAdjustments(List.of(), null, taxes, List.of()));
    }

    private static Money dollars(String amount) {
        return Money.of(CurrencyUnit.USD, new BigDecimal(amount));
    }
}
