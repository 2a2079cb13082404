package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.AuditEntry;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is set of taxes, before anything is taxed. It is 1 November 2023. */
abstract class TaxSetupBehaviour extends EngineBooks {
    private static final LocalDate JANUARY = LocalDate.parse("2024-01-01");

    TaxSetupBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class ARule {
        @Test
        void is_found_and_listed() {
            TaxRule vat = engine().taxes().addRule(vat("de", "19", "2021-01-01"));
            TaxRule export = engine().taxes().addRule(export());

            assertThat(engine().taxes().findRule(vat.id())).contains(vat);
            assertThat(engine().taxes().findRule(TaxRuleId.of("fr"))).isEmpty();
            assertThat(engine().taxes().rules(Page.first(10))).containsExactly(vat, export);
            assertThat(engine().taxes().rules(Page.first(10).after("de"))).containsExactly(export);
        }

        @Test
        void is_refused_under_a_key_that_is_taken() {
            engine().taxes().addRule(vat("de", "19", "2021-01-01"));

            assertRefused(
                    ErrorCode.TAX_RULE_EXISTS,
                    "taxRuleId",
                    () -> engine().taxes().addRule(vat("de", "20", "2024-01-01")));
        }

        @Test
        void is_refused_where_it_contradicts_another_and_nothing_is_kept_of_it() {
            engine().taxes().addRule(vat("de", "19", "2021-01-01"));

            assertRefused(
                    ErrorCode.TAX_RULES_CONTRADICT,
                    "from",
                    () -> engine().taxes().addRule(vat("other", "20", "2024-01-01")));
            assertThat(engine().taxes().findRule(TaxRuleId.of("other"))).isEmpty();
            assertThat(engine().audit("tax_rule", "other", Page.first(10))).isEmpty();
        }

        @Test
        void follows_one_that_ends_even_in_the_past() {
            engine().taxes().addRule(vat("de", "19", "2007-01-01"));
            TaxRule ended = engine().taxes().endRule(TaxRuleId.of("de"), LocalDate.parse("2020-07-01"));
            TaxRule next = engine().taxes().addRule(vat("de-2020", "16", "2020-07-01"));

            assertThat(ended.until()).isEqualTo("2020-07-01");
            assertThat(engine().taxes().rules(Page.first(10))).containsExactly(ended, next);
        }

        @Test
        void has_its_end_put_off_up_to_the_next() {
            engine().taxes().addRule(vat("de", "19", "2021-01-01"));
            engine().taxes().endRule(TaxRuleId.of("de"), JANUARY);
            engine().taxes().addRule(vat("de-2025", "20", "2025-01-01"));

            assertRefused(
                    ErrorCode.TAX_RULES_CONTRADICT,
                    "until",
                    () -> engine().taxes().endRule(TaxRuleId.of("de"), LocalDate.parse("2025-01-02")));
            assertThat(engine().taxes()
                            .endRule(TaxRuleId.of("de"), LocalDate.parse("2025-01-01"))
                            .until())
                    .isEqualTo("2025-01-01");
        }

        @Test
        void ends_only_if_it_is_there_and_not_before_its_first_day() {
            engine().taxes().addRule(vat("de", "19", "2021-01-01"));

            assertRefused(
                    ErrorCode.TAX_RULE_NOT_FOUND,
                    "taxRuleId",
                    () -> engine().taxes().endRule(TaxRuleId.of("fr"), JANUARY));
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "until",
                    () -> engine().taxes().endRule(TaxRuleId.of("de"), LocalDate.parse("2020-12-31")));
        }

        @Test
        void that_was_a_mistake_ends_on_its_first_day_and_leaves_room_for_the_right_one() {
            engine().taxes().addRule(vat("typo", "91", "2021-01-01"));
            engine().taxes().endRule(TaxRuleId.of("typo"), LocalDate.parse("2021-01-01"));
            TaxRule right = engine().taxes().addRule(vat("de", "19", "2021-01-01"));

            assertThat(engine().taxes().findRule(TaxRuleId.of("de"))).contains(right);
        }

        @Test
        void is_kept_and_told_of_and_so_is_its_end_once() {
            engine().taxes().addRule(vat("de", "19", "2021-01-01"));
            engine().taxes().endRule(TaxRuleId.of("de"), JANUARY);
            engine().taxes().endRule(TaxRuleId.of("de"), JANUARY);
            engine().taxes().endRule(TaxRuleId.of("de"), LocalDate.parse("2024-02-01"));

            List<AuditEntry> kept = engine().audit("tax_rule", "de", Page.first(10));
            assertThat(kept)
                    .extracting(AuditEntry::action)
                    .containsExactly("tax_rule.added", "tax_rule.ended", "tax_rule.ended");
            assertThat(kept.get(0).after())
                    .isEqualTo(Map.of(
                            "category", "standard",
                            "place", "DE",
                            "from", "2021-01-01",
                            "tax", "vat",
                            "name", "VAT",
                            "percent", "19",
                            "compound", "false",
                            "ordinal", "0"));
            assertThat(kept.get(2).before()).isEqualTo(Map.of("until", "2024-01-01"));
            assertThat(kept.get(2).after()).isEqualTo(Map.of("until", "2024-02-01"));
            assertThat(published())
                    .extracting(BillingEvent::type)
                    .containsExactly(EventType.TAX_RULE_ADDED, EventType.TAX_RULE_ENDED, EventType.TAX_RULE_ENDED);
        }

        @Test
        void that_has_nothing_due_is_kept_with_its_reason() {
            engine().taxes().addRule(export());

            assertThat(engine().audit("tax_rule", "export", Page.first(10)))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.after())
                            .isEqualTo(Map.of(
                                    "category", "standard",
                                    "place", "everywhere",
                                    "from", "2021-01-01",
                                    "untaxed", "OUT_OF_SCOPE",
                                    "reason", "Export")));
        }

        @Test
        void of_those_that_contradict_each_other_is_added_once_however_many_try() throws Exception {
            AtomicInteger number = new AtomicInteger();

            List<String> came = inParallel(8, () -> {
                try {
                    return engine().taxes()
                            .addRule(vat("rule-" + number.incrementAndGet(), "19", "2021-01-01"))
                            .id()
                            .value();
                } catch (BillingException e) {
                    return e.code().name();
                }
            });

            List<String> others = new ArrayList<>(came);
            others.removeIf(ErrorCode.TAX_RULES_CONTRADICT.name()::equals);
            assertThat(others).hasSize(1);
            assertThat(engine().taxes().rules(Page.first(10)))
                    .extracting(rule -> rule.id().value())
                    .isEqualTo(others);
        }
    }

    @Nested
    class AProfile {
        @Test
        void is_there_with_those_before_it() {
            TaxProfile later = engine().taxes().addProfile(profile("2024-01-01"));
            TaxProfile earlier =
                    engine().taxes().addProfile(TaxProfile.of(ADA, LocalDate.parse("2020-01-01"), TaxPlace.of("DE")));

            assertThat(engine().taxes().profilesOf(ADA)).containsExactly(earlier, later);
            assertThat(engine().taxes().profilesOf(CustomerId.of("bob"))).isEmpty();
        }

        @Test
        void is_refused_for_nobody_and_where_there_is_no_country() {
            assertRefused(
                    ErrorCode.CUSTOMER_NOT_FOUND,
                    "customerId",
                    () -> engine().taxes().addProfile(TaxProfile.of(CustomerId.of("bob"), JANUARY, TaxPlace.of("DE"))));
            assertRefused(
                    ErrorCode.INVALID_PLACE,
                    "country",
                    () -> engine().taxes().addProfile(TaxProfile.of(ADA, JANUARY, TaxPlace.of("ZZ"))));
        }

        @Test
        void for_customers_without_one_is_in_a_country() {
            TaxPolicy nowhere = new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, TaxPlace.of("ZZ"));

            assertRefused(
                    ErrorCode.INVALID_PLACE,
                    "country",
                    () -> engine().settings().update(present -> present.withTaxes(nowhere)));
        }

        @Test
        void from_the_same_day_takes_the_place_of_the_one_before() {
            engine().taxes().addProfile(profile("2024-01-01"));
            TaxProfile moved = TaxProfile.of(ADA, JANUARY, TaxPlace.of("AT"));
            engine().taxes().addProfile(moved);
            engine().taxes().addProfile(moved);

            assertThat(engine().taxes().profilesOf(ADA)).containsExactly(moved);
            assertThat(engine().audit("tax_profile", "ada", Page.first(10))).hasSize(2);
        }

        @Test
        void is_kept_and_told_of_without_a_word_about_the_person() {
            engine().taxes().addProfile(profile("2024-01-01"));

            assertThat(engine().audit("tax_profile", "ada", Page.first(10)))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.action()).isEqualTo("tax_profile.added");
                        assertThat(entry.after()).isEqualTo(Map.of("from", "2024-01-01"));
                    });
            assertThat(published()).singleElement().satisfies(event -> {
                assertThat(event.customer()).isEqualTo(ADA);
                assertThat(event.data()).isEqualTo(Map.of("from", "2024-01-01"));
            });
        }
    }

    @Nested
    class APolicy {
        @Test
        void is_chosen_and_not_there_because_of_a_rule() {
            engine().taxes().addRule(vat("de", "19", "2021-01-01"));
            assertThat(engine().settings().get().taxes()).isNull();

            TaxPolicy chosen = new TaxPolicy(TaxRounding.PER_LINE, TaxBehavior.INCLUSIVE, TaxPlace.of("CA", "QC"));
            engine().settings().update(present -> present.withTaxes(chosen));
            assertThat(engine().settings().get().taxes()).isEqualTo(chosen);
            assertThat(engine().audit("settings", tenant.value(), Page.first(10)))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.before()).isEmpty();
                        assertThat(entry.after())
                                .isEqualTo(Map.of(
                                        "taxes.rounding", "PER_LINE",
                                        "taxes.behavior", "INCLUSIVE",
                                        "taxes.place", "CA-QC"));
                    });
        }

        @Test
        void is_not_forgotten_by_settings_that_know_none() {
            engine().settings().update(present -> present.withTaxes(TaxPolicy.DEFAULT));
            engine().settings().update(present -> settings());

            assertThat(engine().settings().get().taxes()).isEqualTo(TaxPolicy.DEFAULT);
        }
    }

    private static TaxRule vat(String id, String percent, String from) {
        return TaxRule.due(
                TaxRuleId.of(id),
                TaxCategory.STANDARD,
                TaxPlace.of("DE"),
                LocalDate.parse(from),
                TaxComponent.of(TaxId.of("vat"), "VAT", new BigDecimal(percent)));
    }

    private static TaxRule export() {
        return TaxRule.notDue(
                TaxRuleId.of("export"),
                TaxCategory.STANDARD,
                null,
                LocalDate.parse("2021-01-01"),
                new TaxTreatment.Untaxed(NoTax.OUT_OF_SCOPE, "Export"));
    }

    private static TaxProfile profile(String from) {
        return new TaxProfile(
                ADA,
                LocalDate.parse(from),
                TaxPlace.of("AT", "9"),
                new TaxTreatment.Untaxed(NoTax.REVERSE_CHARGE, "Article 196 of Directive 2006/112/EC"),
                "ATU12345678");
    }

    private List<BillingEvent> published() {
        return store()
                .<List<BillingEvent>>inTransaction(
                        tenant, unit -> unit.journal().events(null, 100))
                .stream()
                .filter(event -> event.type().action().startsWith("tax_"))
                .toList();
    }
}
