package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.numbering.SequenceReset;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.tenant.Minimums;
import io.billing4j.tenant.NoteNumbering;
import io.billing4j.tenant.OutOfRangeUsage;
import io.billing4j.tenant.UsagePolicy;
import java.time.Duration;
import java.util.List;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** What of the settings is stored as a document. */
class SettingsJsonTest {
    private static final SettingsJson DEFAULTS = new SettingsJson(
            SequenceCounter.ENTITY,
            List.of(),
            ChangePolicy.DEFAULT,
            Duration.ZERO,
            UsagePolicy.DEFAULT,
            null,
            null,
            null,
            BalancePolicy.UP_TO_TOTAL,
            null,
            false);

    @Test
    void says_nothing_of_what_is_as_usual() {
        assertThat(DEFAULTS.write()).isEqualTo("{\"v\":1}");
        assertThat(SettingsJson.read("{\"v\":1}")).isEqualTo(DEFAULTS);
    }

    @Test
    void written_before_changes_grace_and_usage_were_known_has_the_defaults() {
        String earlier = "{\"v\":1,\"invoiceCounter\":\"CUSTOMER\","
                + "\"formerTemplates\":[{\"text\":\"INV-{seq}\",\"reset\":\"NEVER\",\"counter\":\"ENTITY\"}]}";
        SettingsJson read = SettingsJson.read(earlier);

        assertThat(read)
                .isEqualTo(new SettingsJson(
                        SequenceCounter.CUSTOMER,
                        List.of(new NumberingTemplate("INV-{seq}", SequenceReset.NEVER)),
                        ChangePolicy.DEFAULT,
                        Duration.ZERO,
                        UsagePolicy.DEFAULT,
                        null,
                        null,
                        null,
                        BalancePolicy.UP_TO_TOTAL,
                        null,
                        false));
        assertThat(read.write()).isEqualTo(earlier);
    }

    @Test
    void has_what_was_chosen() {
        SettingsJson chosen = new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                new ChangePolicy(
                        FeeTiming.AT_INSTANT,
                        FeeTiming.NEXT_PERIOD,
                        FeeTiming.START_OF_DAY,
                        FeeTiming.NEXT_PERIOD,
                        true,
                        false),
                Duration.ofHours(36),
                UsagePolicy.DEFAULT.ahead(Duration.ofHours(24), OutOfRangeUsage.ACCEPT_WITH_FINDING),
                null,
                null,
                null,
                BalancePolicy.UP_TO_TOTAL,
                null,
                false);
        String written = "{\"v\":1,\"changes\":{\"upgrade\":\"AT_INSTANT\",\"downgrade\":\"NEXT_PERIOD\","
                + "\"quantity\":\"START_OF_DAY\",\"cancel\":\"NEXT_PERIOD\",\"atOnce\":true,"
                + "\"terminationDayBilled\":false},\"grace\":\"PT36H\",\"usage\":{\"maxAhead\":\"PT24H\","
                + "\"farAhead\":\"ACCEPT_WITH_FINDING\",\"tooOld\":\"REFUSE\",\"retention\":\"PT61368H\",\"hold\":false}}";

        assertThat(chosen.write()).isEqualTo(written);
        assertThat(SettingsJson.read(written)).isEqualTo(chosen);
    }

    @Test
    void has_an_age_of_usage_where_one_was_chosen() {
        SettingsJson chosen = new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT
                        .keptFor(Duration.ofDays(400))
                        .aged(Duration.ofDays(30), OutOfRangeUsage.ACCEPT_WITH_FINDING)
                        .held(true),
                null,
                null,
                null,
                BalancePolicy.UP_TO_TOTAL,
                null,
                false);
        String written = "{\"v\":1,\"usage\":{\"maxAhead\":\"PT8784H\",\"farAhead\":\"REFUSE\",\"maxAge\":\"PT720H\","
                + "\"tooOld\":\"ACCEPT_WITH_FINDING\",\"retention\":\"PT9600H\",\"hold\":true}}";

        assertThat(chosen.write()).isEqualTo(written);
        assertThat(SettingsJson.read(written)).isEqualTo(chosen);
    }

    /** Whoever does not know the member refuses the settings, and bills nobody without the discounts. */
    @Test
    void has_an_order_of_discounts_where_there_are_coupons() {
        SettingsJson chosen = new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                DiscountOrder.PERCENTAGES_FIRST,
                null,
                null,
                BalancePolicy.UP_TO_TOTAL,
                null,
                false);

        assertThat(chosen.write()).isEqualTo("{\"v\":1,\"discounts\":\"PERCENTAGES_FIRST\"}");
        assertThat(SettingsJson.read(chosen.write())).isEqualTo(chosen);
    }

    /** Whoever does not know the member refuses the settings, and makes no documents that ask for too little. */
    @Test
    void has_minimums_and_entities_where_there_are_some() {
        SettingsJson chosen = new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                null,
                null,
                null,
                BalancePolicy.UP_TO_TOTAL,
                Consolidation.GROUP,
                false,
                Minimums.of(Money.parse("USD 10.00"), Money.parse("JPY 1000")),
                true,
                true);

        assertThat(chosen.write())
                .isEqualTo(
                        "{\"v\":1,\"consolidation\":\"GROUP\",\"minimums\":{\"JPY\":\"1000\",\"USD\":\"10.00\"},\"severalEntities\":true,\"groups\":true}");
        assertThat(SettingsJson.read(chosen.write())).isEqualTo(chosen);
        assertThatThrownBy(() -> SettingsJson.read("{\"v\":1,\"minimums\":{\"USD\":\"-1.00\"}}"))
                .hasMessageContaining("above zero");
    }

    /** Whoever does not know the member refuses the settings, and bills nobody without the taxes. */
    @Test
    void has_a_policy_where_documents_are_taxed() {
        SettingsJson usual = taxed(TaxPolicy.DEFAULT);
        assertThat(usual.write())
                .isEqualTo("{\"v\":1,\"taxes\":{\"rounding\":\"PER_RATE\",\"behavior\":\"EXCLUSIVE\"}}");
        assertThat(SettingsJson.read(usual.write())).isEqualTo(usual);

        SettingsJson country = taxed(new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, TaxPlace.of("DE")));
        assertThat(SettingsJson.read(country.write())).isEqualTo(country);

        SettingsJson region =
                taxed(new TaxPolicy(TaxRounding.PER_LINE, TaxBehavior.INCLUSIVE, TaxPlace.of("CA", "QC")));
        assertThat(region.write())
                .isEqualTo("{\"v\":1,\"taxes\":{\"rounding\":\"PER_LINE\",\"behavior\":\"INCLUSIVE\","
                        + "\"country\":\"CA\",\"region\":\"QC\"}}");
        assertThat(SettingsJson.read(region.write())).isEqualTo(region);

        SettingsJson outside = taxed(TaxPolicy.DEFAULT.by(TaxCalculatorId.of("outside")));
        assertThat(outside.write())
                .isEqualTo("{\"v\":1,\"taxes\":{\"rounding\":\"PER_RATE\",\"behavior\":\"EXCLUSIVE\","
                        + "\"calculator\":\"outside\"}}");
        assertThat(SettingsJson.read(outside.write())).isEqualTo(outside);

        SettingsJson once =
                taxed(TaxPolicy.DEFAULT.by(TaxCalculatorId.of("outside")).by(null));
        assertThat(once.write())
                .isEqualTo("{\"v\":1,\"taxes\":{\"rounding\":\"PER_RATE\",\"behavior\":\"EXCLUSIVE\","
                        + "\"calculator\":null}}");
        assertThat(SettingsJson.read(once.write())).isEqualTo(once);
    }

    private static SettingsJson taxed(TaxPolicy policy) {
        return new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                null,
                policy,
                null,
                BalancePolicy.UP_TO_TOTAL,
                null,
                false);
    }

    /** Whoever does not know the member refuses the settings, and takes nothing for billed that a note has credited. */
    @Test
    void has_numbers_of_credit_notes_where_they_are_chosen_or_there_are_some() {
        SettingsJson usual = noting(NoteNumbering.DEFAULT);
        assertThat(usual.write())
                .isEqualTo("{\"v\":1,\"creditNotes\":{\"template\":{\"text\":\"CN-{yyyyMM}-{seq:5}\","
                        + "\"reset\":\"MONTHLY\",\"counter\":\"ENTITY\"}}}");
        assertThat(SettingsJson.read(usual.write())).isEqualTo(usual);

        SettingsJson changed = noting(new NoteNumbering(
                NumberingTemplate.of("{invoice}-CN{seq:3}", SequenceCounter.INVOICE),
                List.of(new NumberingTemplate("CN-{yyyy}-{seq}", SequenceReset.NEVER))));
        assertThat(changed.write())
                .isEqualTo("{\"v\":1,\"creditNotes\":{\"template\":{\"text\":\"{invoice}-CN{seq:3}\","
                        + "\"reset\":\"NEVER\",\"counter\":\"INVOICE\"},\"formerTemplates\":"
                        + "[{\"text\":\"CN-{yyyy}-{seq}\",\"reset\":\"NEVER\",\"counter\":\"ENTITY\"}]}}");
        assertThat(SettingsJson.read(changed.write())).isEqualTo(changed);
    }

    private static SettingsJson noting(NoteNumbering notes) {
        return new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                null,
                null,
                notes,
                BalancePolicy.UP_TO_TOTAL,
                null,
                false);
    }

    /** Whoever does not know the member refuses the settings, and pays nothing from a balance that is not to pay. */
    @Test
    void has_a_policy_for_balances_where_they_never_pay() {
        SettingsJson never = new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                null,
                null,
                null,
                BalancePolicy.NEVER,
                null,
                false);

        assertThat(never.write()).isEqualTo("{\"v\":1,\"balance\":\"NEVER\"}");
        assertThat(SettingsJson.read(never.write())).isEqualTo(never);
    }

    /** Whoever does not know the member refuses the settings, and takes no document of several subscriptions for one's. */
    @Test
    void has_a_consolidation_once_it_was_chosen() {
        for (Consolidation chosen : Consolidation.values()) {
            SettingsJson joined = new SettingsJson(
                    SequenceCounter.ENTITY,
                    List.of(),
                    ChangePolicy.DEFAULT,
                    Duration.ZERO,
                    UsagePolicy.DEFAULT,
                    null,
                    null,
                    null,
                    BalancePolicy.UP_TO_TOTAL,
                    chosen,
                    false);

            assertThat(joined.write()).isEqualTo("{\"v\":1,\"consolidation\":\"" + chosen + "\"}");
            assertThat(SettingsJson.read(joined.write())).isEqualTo(joined);
        }
    }

    @Test
    void is_not_read_where_it_says_what_is_not_known() {
        assertThatThrownBy(() -> SettingsJson.read("{\"v\":1,\"dunning\":{}}")).hasMessageContaining("'dunning'");
        assertThatThrownBy(() -> SettingsJson.read("{\"v\":1,\"changes\":{\"upgrade\":\"AT_INSTANT\"}}"))
                .hasMessageContaining("'downgrade'");
        assertThatThrownBy(() -> SettingsJson.read("{\"v\":1,\"taxes\":{\"rounding\":\"PER_RATE\"}}"))
                .hasMessageContaining("'behavior'");
        assertThatThrownBy(() -> SettingsJson.read(
                        "{\"v\":1,\"taxes\":{\"rounding\":\"PER_RATE\",\"behavior\":\"EXCLUSIVE\",\"region\":\"QC\"}}"))
                .hasMessageContaining("'country'");
        assertThatThrownBy(() -> SettingsJson.read("{\"v\":1,\"creditNotes\":{}}"))
                .hasMessageContaining("'template'");
        assertThatThrownBy(() -> SettingsJson.read("{\"v\":1,\"creditNotes\":{\"template\":{\"text\":\"CN-{seq}\","
                        + "\"reset\":\"NEVER\",\"counter\":\"ENTITY\"},\"drafts\":true}}"))
                .hasMessageContaining("'drafts'");
        assertThatThrownBy(() -> SettingsJson.read("{\"v\":1,\"balance\":\"SOMETIMES\"}"))
                .hasMessageContaining("SOMETIMES");
    }

    /** Whoever does not know the member refuses the settings, and loses no line of a one-off charge. */
    @Test
    void has_one_off_charges_once_there_were_some() {
        SettingsJson having = new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                null,
                null,
                null,
                BalancePolicy.UP_TO_TOTAL,
                null,
                true);

        assertThat(having.write()).isEqualTo("{\"v\":1,\"oneOffs\":true}");
        assertThat(SettingsJson.read(having.write())).isEqualTo(having);
    }

    /** Whoever does not know the member refuses the settings, and meets no place of usage so far. */
    @Test
    void has_thresholds_once_there_were_some() {
        SettingsJson having = new SettingsJson(
                SequenceCounter.ENTITY,
                List.of(),
                ChangePolicy.DEFAULT,
                Duration.ZERO,
                UsagePolicy.DEFAULT,
                null,
                null,
                null,
                BalancePolicy.UP_TO_TOTAL,
                null,
                false,
                Minimums.NONE,
                false,
                false,
                true);

        assertThat(having.write()).isEqualTo("{\"v\":1,\"thresholds\":true}");
        assertThat(SettingsJson.read(having.write())).isEqualTo(having);
    }
}
