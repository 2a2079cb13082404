package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.audit.AuditEntry;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.TenantId;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.store.Page;
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.tenant.NoteNumbering;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** What a tenant chooses otherwise than before. */
abstract class SettingsBehaviour extends EngineBooks {
    SettingsBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void what_is_chosen_holds_from_the_next_command_on() {
        subscribe(ADA, "2023-11-01");
        run("2023-12-01");

        TenantSettings chosen = engine().settings().update(present -> present.withLateUsage(LateUsagePolicy.REFUSE));

        assertThat(chosen.lateUsage()).isEqualTo(LateUsagePolicy.REFUSE);
        assertThat(engine().settings().get()).isEqualTo(chosen);
        assertRefused(
                ErrorCode.LATE_USAGE, "events[0].occurredAt", () -> report("e1", ADA, "1", "2023-11-10T00:00:00Z"));
    }

    @Test
    void what_is_chosen_otherwise_is_kept_and_published_and_nothing_else_is() {
        engine().settings()
                .update(present -> present.withGrace(Duration.ofHours(36))
                        .withUsage(present.usage().held(true)));

        Map<String, String> before = Map.of("grace", "PT0S", "usage.hold", "false");
        Map<String, String> after = Map.of("grace", "PT36H", "usage.hold", "true");
        List<AuditEntry> kept = engine().audit("settings", tenant.value(), Page.first(10));
        assertThat(kept).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("settings.changed");
            assertThat(entry.before()).isEqualTo(before);
            assertThat(entry.after()).isEqualTo(after);
        });
        assertThat(published()).singleElement().satisfies(event -> {
            assertThat(event.type().published()).isEqualTo("evt.billing.settings.changed");
            assertThat(event.subject()).isEqualTo(tenant.value());
            assertThat(event.data()).isEqualTo(after);
        });
    }

    @Test
    void what_comes_to_nothing_is_neither_kept_nor_published() {
        TenantSettings same = engine().settings().update(present -> present.withGrace(Duration.ZERO));

        assertThat(same).isEqualTo(settings());
        assertThat(engine().audit("settings", tenant.value(), Page.first(10))).isEmpty();
        assertThat(published()).isEmpty();
    }

    @Test
    void what_cannot_be_is_refused_and_all_stays_as_it_was() {
        assertRefused(
                ErrorCode.INVALID_NUMBER,
                "usage.retention",
                () -> engine().settings()
                        .update(present -> present.withUsage(present.usage().keptFor(Duration.ofDays(30)))));
        assertRefused(
                ErrorCode.INVALID_CURRENCY,
                "currency",
                () -> engine().settings()
                        .update(present -> TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.of("XAU"))));
        assertThatThrownBy(() -> engine().settings().update(present -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(engine().settings().get()).isEqualTo(settings());
    }

    @Test
    void forms_of_numbers_are_remembered_whatever_is_said_of_them() {
        NumberingTemplate second = NumberingTemplate.of("R-{seq:3}");
        engine().settings().update(present -> present.withInvoiceTemplate(second));

        TenantSettings third = engine().settings()
                .update(present -> TenantSettings.of(present.zone(), present.currency())
                        .withInvoiceTemplate(NumberingTemplate.of("S-{seq:3}")));

        assertThat(third.formerTemplates()).containsExactly(NumberingTemplate.DEFAULT, second);
    }

    @Test
    void numbers_of_credit_notes_are_kept_once_they_are_chosen() {
        engine().settings().update(present -> present.withCreditNotes(NoteNumbering.DEFAULT));
        TenantSettings others =
                engine().settings().update(present -> TenantSettings.of(present.zone(), present.currency()));

        assertThat(others.creditNotes()).isEqualTo(NoteNumbering.DEFAULT);
        List<AuditEntry> kept = engine().audit("settings", tenant.value(), Page.first(10));
        assertThat(kept).singleElement().satisfies(entry -> {
            assertThat(entry.before()).isEmpty();
            assertThat(entry.after())
                    .isEqualTo(Map.of(
                            "creditNotes.template",
                            "CN-{yyyyMM}-{seq:5}",
                            "creditNotes.reset",
                            "MONTHLY",
                            "creditNotes.counter",
                            "ENTITY"));
        });
    }

    @Test
    void a_credit_note_gets_no_number_that_an_invoice_may_have() {
        NoteNumbering alike = NoteNumbering.of(settings().invoiceTemplate());

        assertRefused(
                ErrorCode.INVALID_TEMPLATE,
                "creditNotes.template",
                () -> engine().settings().update(present -> present.withCreditNotes(alike)));
        assertRefused(
                ErrorCode.INVALID_TEMPLATE,
                "creditNotes.template",
                () -> billing()
                        .createTenant(
                                TenantId.of("alike"),
                                TenantKind.LIVE,
                                settings().withCreditNotes(alike)));
        engine().settings().update(present -> present.withCreditNotes(NoteNumbering.DEFAULT));
        assertRefused(
                ErrorCode.INVALID_TEMPLATE,
                "invoiceTemplate",
                () -> engine().settings()
                        .update(present -> present.withInvoiceTemplate(NoteNumbering.DEFAULT.template())));
    }

    @Test
    void of_two_who_choose_at_once_neither_undoes_what_the_other_chose() throws Exception {
        inParallel(
                8,
                () -> engine().settings()
                        .update(present -> present.withGrace(present.grace().plusHours(1))));

        assertThat(engine().settings().get().grace()).isEqualTo(Duration.ofHours(8));
    }

    private List<BillingEvent> published() {
        return store()
                .<List<BillingEvent>>inTransaction(
                        tenant, unit -> unit.journal().events(null, 100))
                .stream()
                .filter(event -> event.type() == EventType.SETTINGS_CHANGED)
                .toList();
    }
}
