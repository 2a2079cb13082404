package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.customer.Customer;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.money.RoundingPolicy;
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
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.tenant.NoteNumbering;
import io.billing4j.tenant.OutOfRangeUsage;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.TenantStatus;
import io.billing4j.tenant.UsagePolicy;
import io.billing4j.usage.UsageOutcome;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

abstract class TenantContract extends StoreContract {
    TenantContract(StoreFixture fixture) {
        super(fixture);
    }

    @TestFactory
    Stream<DynamicTest> are_found_as_they_were_created() {
        return Stream.of("1900-01-01T00:00:00Z", "2024-02-29T12:34:56.789012Z", "9998-12-31T23:59:59.999999Z")
                .flatMap(at -> Stream.of(TenantKind.values())
                        .flatMap(kind -> Stream.of(TenantStatus.values())
                                .map(status -> dynamicTest(
                                        kind + " " + status + " " + at,
                                        () -> assertFoundAsCreated(kind, status, at)))));
    }

    @Test
    void are_not_found_unless_they_were_created() {
        assertThat(store.tenants().find(newTenantId())).isEmpty();
        assertThat(store.tenants().find(tenant)).isPresent();
    }

    @Test
    void are_created_once() {
        TenantSettings others = TenantSettings.of(ZoneId.of("Asia/Tokyo"), CurrencyUnit.JPY);

        Throwable thrown = catchThrowable(() -> store.tenants().create(Samples.tenant(tenant), others));

        assertThat(thrown)
                .isInstanceOfSatisfying(
                        BillingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TENANT_EXISTS));
        assertValue(unit -> unit.settings().get()).isEqualTo(Samples.settings());
    }

    @Test
    void are_created_once_by_many_at_once() {
        TenantId id = newTenantId();

        List<Boolean> created = background.together(8, number -> {
            try {
                store.tenants().create(Samples.tenant(id), Samples.settings());
                return true;
            } catch (BillingException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.TENANT_EXISTS);
                return false;
            }
        });

        assertThat(created).containsOnlyOnce(true);
    }

    @Test
    void are_listed_in_the_order_of_their_keys() {
        List<TenantId> added = new ArrayList<>(Stream.of("b", "B", "_", "10", "9", "a", "b.c", "b-c", "b:c")
                .map(suffix -> TenantId.of(tenant + suffix))
                .toList());
        added.forEach(id -> store.tenants().create(Samples.tenant(id), Samples.settings()));

        Collections.sort(added);
        assertThat(store.tenants().list())
                .extracting(Tenant::id)
                .filteredOn(id -> id.value().startsWith(tenant.value()) && !id.equals(tenant))
                .containsExactlyElementsOf(added);
    }

    @TestFactory
    Stream<DynamicTest> have_the_settings_they_were_given() {
        return settings()
                .map(settings -> dynamicTest(settings.toString(), () -> {
                    TenantId id = newTenantId();
                    store.tenants().create(Samples.tenant(id), settings);
                    assertThat(store.<TenantSettings>inTransaction(
                                    id, unit -> unit.settings().get()))
                            .isEqualTo(settings);
                }));
    }

    @TestFactory
    Stream<DynamicTest> may_replace_their_settings() {
        return settings()
                .map(settings -> dynamicTest(settings.toString(), () -> {
                    TenantSettings before = store.<TenantSettings>inTransaction(
                            tenant, unit -> unit.settings().get());
                    write(unit -> unit.settings().replace(settings));
                    assertValue(unit -> unit.settings().get()).isEqualTo(before.replacedBy(settings));
                    assertThat(store.<TenantSettings>inTransaction(
                                    other, unit -> unit.settings().get()))
                            .isEqualTo(Samples.settings());
                }));
    }

    @Test
    void keep_their_former_templates_so_that_no_number_is_given_again() {
        NumberingTemplate first = NumberingTemplate.DEFAULT;
        NumberingTemplate second = NumberingTemplate.of("{customer}#{seq}", SequenceCounter.CUSTOMER);
        NumberingTemplate third = NumberingTemplate.of("R-{seq:3}");
        write(unit -> unit.settings().replace(Samples.settings().withInvoiceTemplate(second)));
        write(unit -> unit.settings().replace(Samples.settings().withInvoiceTemplate(third)));

        assertValue(unit -> unit.settings().get())
                .isEqualTo(new TenantSettings(
                        Samples.settings().zone(),
                        Samples.settings().currency(),
                        Samples.settings().rounding(),
                        Samples.settings().lateUsage(),
                        third,
                        List.of(first, second)));
        for (NumberingTemplate repeating : List.of(
                new NumberingTemplate(first.text(), SequenceReset.NEVER), NumberingTemplate.of(second.text()))) {
            assertTemplateRefused("invoiceTemplate", Samples.settings().withInvoiceTemplate(repeating));
        }
        write(unit -> unit.settings().replace(Samples.settings()));
        assertValue(unit -> unit.settings().get().invoiceTemplate()).isEqualTo(first);
    }

    @Test
    void keep_that_consolidation_was_ever_chosen() {
        write(unit -> unit.settings().replace(Samples.settings().withConsolidation(Consolidation.CUSTOMER)));
        write(unit -> unit.settings().replace(Samples.settings()));

        assertValue(unit -> unit.settings().get())
                .isEqualTo(Samples.settings().withConsolidation(Consolidation.CUSTOMER));
        write(unit -> unit.settings().replace(Samples.settings().withConsolidation(Consolidation.NONE)));
        assertValue(unit -> unit.settings().get()).isEqualTo(Samples.settings().withConsolidation(Consolidation.NONE));
    }

    @Test
    void keep_that_there_were_one_off_charges() {
        write(unit -> unit.settings().replace(Samples.settings().withOneOffs()));
        write(unit -> unit.settings().replace(Samples.settings()));

        assertValue(unit -> unit.settings().get()).isEqualTo(Samples.settings().withOneOffs());
    }

    @Test
    void keep_the_templates_of_credit_notes_apart_from_those_of_invoices_and_from_each_other() {
        NoteNumbering second = NoteNumbering.of(NumberingTemplate.of("C/{seq}"));
        write(unit -> unit.settings().replace(Samples.settings().withCreditNotes(NoteNumbering.DEFAULT)));
        write(unit -> unit.settings().replace(Samples.settings()));
        write(unit -> unit.settings().replace(Samples.settings().withCreditNotes(second)));

        assertValue(unit -> unit.settings().get())
                .isEqualTo(Samples.settings()
                        .withCreditNotes(
                                new NoteNumbering(second.template(), List.of(NoteNumbering.DEFAULT.template()))));
        assertTemplateRefused(
                "creditNotes.template",
                Samples.settings()
                        .withCreditNotes(NoteNumbering.of(Samples.settings().invoiceTemplate())));
        assertTemplateRefused(
                "creditNotes.template",
                Samples.settings().withCreditNotes(NoteNumbering.of(NumberingTemplate.of("C/{yyyy}{seq}"))));
        assertTemplateRefused(
                "invoiceTemplate", Samples.settings().withInvoiceTemplate(NoteNumbering.DEFAULT.template()));
    }

    private void assertTemplateRefused(String field, TenantSettings settings) {
        assertThat(catchThrowable(() -> write(unit -> unit.settings().replace(settings))))
                .isInstanceOfSatisfying(BillingException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_TEMPLATE);
                    assertThat(e.field()).isEqualTo(field);
                });
    }

    @Test
    void have_their_settings_to_themselves_once_they_are_locked() {
        TenantSettings refusing = Samples.settings().withLateUsage(LateUsagePolicy.REFUSE);
        OpenTransaction<TenantSettings> first = open(unit -> {
            TenantSettings locked = unit.settings().lock();
            unit.settings().replace(refusing);
            return locked;
        });

        TenantSettings second =
                behind(first, first::commit, unit -> unit.settings().lock());
        assertThat(second).isEqualTo(refusing);
        assertThat(first.result()).isEqualTo(Samples.settings());
    }

    @TestFactory
    Stream<DynamicTest> see_nothing_that_another_has_written() {
        return ReadVerb.all().stream()
                .map(verb -> dynamicTest(verb.name(), () -> {
                    TenantId writer = newTenant();
                    TenantId reader = newTenant();
                    Object nothing = seenBy(reader, verb.read());
                    writeAs(writer, SampleBooks::writeAll);
                    assertThat(seenBy(writer, verb.read())).isNotEqualTo(nothing);
                    assertThat(seenBy(reader, verb.read())).isEqualTo(nothing);
                }));
    }

    @TestFactory
    Stream<DynamicTest> change_nothing_of_another() {
        return WriteVerb.all().stream()
                .map(verb -> dynamicTest(verb.name(), () -> {
                    TenantId writer = newTenant();
                    TenantId reader = newTenant();
                    writeAs(writer, SampleBooks::writeAll);
                    writeAs(reader, SampleBooks::writeAll);
                    Object before = seenBy(reader, verb.read());
                    writeAs(writer, verb.write());
                    assertThat(seenBy(writer, verb.read())).isNotEqualTo(before);
                    assertThat(seenBy(reader, verb.read())).isEqualTo(before);
                }));
    }

    @Test
    void count_their_documents_apart() {
        write(SampleBooks::writeAll);

        long ofOther = store.<Long>inTransaction(
                other,
                unit -> unit.numbers()
                        .take(
                                unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY),
                                "202311",
                                Samples.START_DATE,
                                1));

        assertThat(ofOther).isEqualTo(1);
    }

    @Test
    void identify_their_usage_apart() {
        write(unit -> unit.usage().record(SampleBooks.usage(), Samples.START));

        assertThat(store.<List<UsageOutcome>>inTransaction(
                        other, unit -> unit.usage().record(SampleBooks.usage(), Samples.START)))
                .hasSize(3)
                .containsOnly(UsageOutcome.RECORDED);
    }

    private void assertFoundAsCreated(TenantKind kind, TenantStatus status, String at) {
        Tenant created = new Tenant(newTenantId(), kind, status, Instant.parse(at));
        store.tenants().create(created, Samples.settings());
        assertThat(store.tenants().find(created.id())).contains(created);
        assertThat(store.tenants().list()).contains(created);
    }

    private static Stream<TenantSettings> settings() {
        Stream<TenantSettings> currencies = Stream.of("JPY", "EUR", "KWD", "CLF")
                .map(code -> TenantSettings.of(ZoneId.of("America/St_Johns"), CurrencyUnit.of(code)));
        Stream<TenantSettings> roundings = Stream.of(RoundingMode.values())
                .filter(mode -> mode != RoundingMode.UNNECESSARY)
                .map(mode -> new TenantSettings(
                        ZoneId.of("UTC"),
                        CurrencyUnit.EUR,
                        new RoundingPolicy(mode),
                        LateUsagePolicy.REFUSE,
                        new NumberingTemplate("R/{yyyy}.{MM}#{seq:8}", SequenceReset.YEARLY)));
        TenantSettings usual = TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.EUR);
        Stream<TenantSettings> changes = Stream.of(FeeTiming.values())
                .map(timing -> usual.withChanges(new ChangePolicy(
                        FeeTiming.NEXT_PERIOD,
                        timing,
                        FeeTiming.START_OF_DAY,
                        FeeTiming.AT_INSTANT,
                        timing == FeeTiming.NEXT_PERIOD,
                        timing == FeeTiming.START_OF_DAY)));
        Stream<TenantSettings> graces = Stream.of(
                        ChronoUnit.MICROS.getDuration(), Duration.ofHours(36), Duration.ofDays(90))
                .map(usual::withGrace);
        Stream<TenantSettings> usages = Stream.of(
                        UsagePolicy.DEFAULT.ahead(Duration.ofNanos(1_000), OutOfRangeUsage.ACCEPT_WITH_FINDING),
                        UsagePolicy.DEFAULT.aged(Duration.ofHours(1), OutOfRangeUsage.REFUSE),
                        UsagePolicy.DEFAULT.aged(null, OutOfRangeUsage.ACCEPT_WITH_FINDING),
                        UsagePolicy.DEFAULT.keptFor(Duration.ofDays(400)),
                        UsagePolicy.DEFAULT.held(true))
                .map(usual::withUsage);
        Stream<TenantSettings> discounts = Stream.of(DiscountOrder.values()).map(usual::withDiscounts);
        Stream<TenantSettings> taxes = Stream.of(TaxRounding.values())
                .flatMap(rounding -> Stream.of(
                        new TaxPolicy(rounding, TaxBehavior.EXCLUSIVE, null),
                        new TaxPolicy(rounding, TaxBehavior.INCLUSIVE, TaxPlace.of("DE")),
                        new TaxPolicy(rounding, TaxBehavior.INCLUSIVE, TaxPlace.of("CA", "QC")),
                        new TaxPolicy(rounding, TaxBehavior.EXCLUSIVE, null).by(TaxCalculatorId.of("outside")),
                        new TaxPolicy(rounding, TaxBehavior.EXCLUSIVE, null)
                                .by(TaxCalculatorId.of("outside"))
                                .by(null)))
                .map(usual::withTaxes);
        Stream<TenantSettings> notes = Stream.of(
                        NoteNumbering.DEFAULT,
                        NoteNumbering.of(NumberingTemplate.of("{invoice}-CN{seq:3}", SequenceCounter.INVOICE)))
                .map(usual::withCreditNotes);
        Stream<TenantSettings> balances = Stream.of(BalancePolicy.values()).map(usual::withBalance);
        Stream<TenantSettings> joined = Stream.of(Consolidation.values()).map(usual::withConsolidation);
        return Stream.of(currencies, roundings, changes, graces, usages, discounts, taxes, notes, balances, joined)
                .flatMap(settings -> settings);
    }
}
