package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewOneOff;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.TenantSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What is billed once where an outside service says 19 % of fees of 30.00, and refuses what is billed once. */
abstract class ExternalTaxRefusedOneOffBehaviour extends OneOffBooks {
    private static final PlanId FREE = PlanId.of("free");

    ExternalTaxRefusedOneOffBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return taxedBySandbox(super.settings());
    }

    @Test
    void leaves_the_rest_of_the_document_alone_and_waits_for_the_next() {
        start(BASIC, "2023-11-01");
        OneOffCharge parts = addParts();
        taxService.refuse(ExternalTaxRefusedOneOffBehaviour::withOneOffs);
        billAt("2023-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00");
        // 30.00 and 5.70
        assertThat(total(last())).isEqualTo("35.70");
        assertThat(waiting()).containsExactly(parts);
        assertFound(parts, ErrorCode.TAX_REFUSED);
        assertThat(engine().runs().list(Page.first(1)).get(0).progress().failed())
                .isZero();

        taxService.refuse(question -> false);
        billAt("2023-12-01T00:00:00Z");
        assertThat(shown(last())).isEqualTo("basic 30.00, Parts 37.50");
        assertThat(waiting()).isEmpty();
        assertProven();
    }

    @Test
    void leaves_what_else_is_for_a_subscription_that_is_over_alone() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        engine().oneOffs().add(parts().withSubscription(SUB));
        OneOffCharge removal = engine().oneOffs()
                .add(NewOneOff.of(ADA, "Removal", dollars("80.00")).withSubscription(SUB));
        Invoice both = billNow();
        at("2023-11-16T00:00:00Z", cancel());
        billAt("2023-12-01T00:00:00Z");
        engine().voidInvoice(both.id(), VoidIntent.REISSUE);
        taxService.refuse(question ->
                question.lines().stream().anyMatch(line -> removal.id().equals(line.oneOff())));
        billAt("2023-12-02T00:00:00Z");

        assertThat(shown(last())).isEqualTo("Parts 37.50");
        assertThat(waiting()).extracting(OneOffCharge::id).containsExactly(removal.id());
        taxService.refuse(question -> false);
        billAt("2023-12-03T00:00:00Z");
        assertThat(shown(last())).isEqualTo("Removal 80.00");
        assertThat(waiting()).isEmpty();
        assertProven();
    }

    @Test
    void is_left_out_too_where_what_is_said_of_it_cannot_be() {
        start(BASIC, "2023-11-01");
        OneOffCharge parts = addParts();
        taxService.before(questions -> {
            if (questions.stream().anyMatch(ExternalTaxRefusedOneOffBehaviour::withOneOffs)) {
                throw ErrorCode.TAX_ANSWER_INVALID.at("lines", "expected two");
            }
        });
        billAt("2023-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00");
        assertFound(parts, ErrorCode.TAX_ANSWER_INVALID);
    }

    @Test
    void keeps_no_other_off_the_document() {
        start(BASIC, "2023-11-01");
        OneOffCharge bad = add("Bad", "10.00");
        OneOffCharge good = add("Good", "20.00");
        add("Fine", "5.00");
        taxService.refuse(question ->
                question.lines().stream().anyMatch(line -> line.description().equals("Bad")));
        billAt("2023-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00, Good 20.00, Fine 5.00");
        assertThat(now(good).invoice()).isEqualTo(last().id());
        assertThat(waiting()).containsExactly(bad);
        assertFound(bad, ErrorCode.TAX_REFUSED);
    }

    @Test
    void is_left_out_with_others_where_it_is_refused_beside_them_only() {
        start(BASIC, "2023-11-01");
        add("One", "10.00");
        add("Two", "20.00");
        taxService.refuse(question -> question.lines().size() > 1);
        billAt("2023-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00");
        assertThat(waiting()).hasSize(2);
        assertThat(findings()).containsExactly(FindingReason.ONE_OFF_NOT_BILLABLE, FindingReason.ONE_OFF_NOT_BILLABLE);
    }

    @Test
    void goes_with_the_next_place_where_it_was_the_place_that_was_refused() {
        start(BASIC, "2023-11-01");
        addParts();
        taxService.refuse(question -> question.lines().stream()
                .anyMatch(line -> line.oneOff() == null && line.day().equals(LocalDate.parse("2023-11-01"))));
        billAt("2023-12-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00, Parts 37.50");
        assertThat(waiting()).isEmpty();
        assertThat(findings()).doesNotContain(FindingReason.ONE_OFF_NOT_BILLABLE);
    }

    /** However many places are refused: what comes behind them is billed. */
    @Test
    void does_not_keep_later_places_from_being_asked_for() {
        start(BASIC, "2023-11-01");
        OneOffCharge parts = addParts();
        LocalDate good = LocalDate.parse("2025-11-01");
        taxService.refuse(question -> question.lines().stream()
                .anyMatch(line -> line.oneOff() != null || line.day().isBefore(good)));
        billAt("2025-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("basic 30.00");
        assertThat(last().period().startInclusive()).isEqualTo(Instant.parse("2025-11-01T00:00:00Z"));
        assertFound(parts, ErrorCode.TAX_REFUSED);
    }

    @Test
    void leaves_no_document_where_nothing_else_is_on_it() {
        sell(FREE, BillingInterval.MONTHLY, PriceModel.flat(usd("0")));
        start(FREE, "2023-11-01");
        OneOffCharge parts = addParts();
        taxService.refuse(ExternalTaxRefusedOneOffBehaviour::withOneOffs);
        billAt("2023-11-01T00:00:00Z");

        assertThat(invoices()).isEmpty();
        assertThat(waiting()).containsExactly(parts);
        assertThat(findings()).containsExactlyInAnyOrder(FindingReason.NOTHING_DUE, FindingReason.ONE_OFF_NOT_BILLABLE);
    }

    @Test
    void is_told_to_who_asks_for_a_document_of_it() {
        OneOffCharge parts = addParts();
        taxService.refuse(ExternalTaxRefusedOneOffBehaviour::withOneOffs);
        assertRefused(ErrorCode.TAX_REFUSED, null, this::billNow);

        assertThat(invoices()).isEmpty();
        assertThat(waiting()).containsExactly(parts);
    }

    @Test
    void leaves_a_shared_document_together() {
        engine().settings().update(present -> present.withConsolidation(Consolidation.CUSTOMER));
        start(BASIC, "2023-11-01");
        subscribe(OTHER, PRO, "2023-11-01");
        OneOffCharge parts = addParts();
        taxService.refuse(ExternalTaxRefusedOneOffBehaviour::withOneOffs);
        billAt("2023-11-01T00:00:00Z");

        assertThat(allShown()).containsExactly("pro 60.00, basic 30.00");
        // 90.00 and 17.10
        assertThat(total(last())).isEqualTo("107.10");
        assertThat(waiting()).containsExactly(parts);
        assertFound(parts, ErrorCode.TAX_REFUSED);

        taxService.refuse(question -> false);
        billAt("2023-12-01T00:00:00Z");
        assertThat(shown(last())).isEqualTo("pro 60.00, basic 30.00, Parts 37.50");
    }

    @Test
    void waits_with_everything_else_while_nobody_can_be_reached() {
        start(BASIC, "2023-11-01");
        addParts();
        taxService.before(questions -> {
            throw ErrorCode.TAX_UNAVAILABLE.because("out of order");
        });
        billAt("2023-11-01T00:00:00Z");

        assertThat(invoices()).isEmpty();
        assertThat(findings()).doesNotContain(FindingReason.ONE_OFF_NOT_BILLABLE);
    }

    @Test
    void leaves_a_draft_that_is_computed_again() {
        engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
        start(BASIC, "2023-11-01");
        OneOffCharge parts = addParts();
        billAt("2023-11-01T00:00:00Z");
        assertThat(shown(last())).isEqualTo("basic 30.00, Parts 37.50");
        taxService.refuse(ExternalTaxRefusedOneOffBehaviour::withOneOffs);
        at("2023-11-02T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.NEXT_INVOICE));
        billAt("2023-11-05T00:00:00Z");

        Invoice issued = invoices().get(0);
        assertThat(issued.status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(shown(issued)).doesNotContain("Parts").contains("pro");
        assertThat(waiting()).extracting(OneOffCharge::id).containsExactly(parts.id());
        assertFound(parts, ErrorCode.TAX_REFUSED);
        assertProven();
    }

    @Test
    void leaves_a_draft_that_somebody_wants_to_be_computed_again() {
        engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
        start(BASIC, "2023-11-01");
        OneOffCharge bad = add("Bad", "10.00");
        add("Good", "20.00");
        billAt("2023-11-01T00:00:00Z");
        taxService.refuse(question ->
                question.lines().stream().anyMatch(line -> line.description().equals("Bad")));

        assertThat(shown(engine().refreshInvoice(last().id()))).isEqualTo("basic 30.00, Good 20.00");
        assertFound(bad, ErrorCode.TAX_REFUSED);
    }

    @Test
    void leaves_nothing_of_a_draft_that_has_nothing_else() {
        engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
        OneOffCharge parts = addParts();
        billNow();
        taxService.refuse(ExternalTaxRefusedOneOffBehaviour::withOneOffs);
        engine().refreshInvoice(last().id());
        billAt("2023-11-05T00:00:00Z");

        assertThat(invoices()).isEmpty();
        assertThat(waiting()).extracting(OneOffCharge::id).containsExactly(parts.id());
        assertFound(parts, ErrorCode.TAX_REFUSED);
    }

    @Test
    void leaves_documents_alone_that_are_asked_for_or_looked_at() {
        start(BASIC, "2023-11-01");
        OneOffCharge parts = addParts();
        taxService.refuse(ExternalTaxRefusedOneOffBehaviour::withOneOffs);
        assertThat(shown(made(engine().previewNextInvoice(SUB).orElseThrow()))).isEqualTo("basic 30.00");
        assertThat(findings()).isEmpty();

        InvoiceGenerationRequest november = InvoiceGenerationRequest.of(
                SUB, Instant.parse("2023-11-01T00:00:00Z"), Instant.parse("2023-12-01T00:00:00Z"));
        assertThat(shown(made(engine().generateInvoice(november)))).isEqualTo("basic 30.00");
        assertFound(parts, ErrorCode.TAX_REFUSED);
    }

    @Test
    void leaves_a_change_alone_that_is_settled_at_once() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        OneOffCharge parts = addParts();
        taxService.refuse(ExternalTaxRefusedOneOffBehaviour::withOneOffs);
        at("2023-12-01T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));

        // The change comes with December's own document, which is due by then.
        assertThat(shown(last())).isEqualTo("pro 60.00");
        assertFound(parts, ErrorCode.TAX_REFUSED);
    }

    private void assertFound(OneOffCharge charge, ErrorCode code) {
        Finding found = engine().listFindings(null, Page.first(Page.MAX_SIZE)).stream()
                .filter(finding -> finding.reason() == FindingReason.ONE_OFF_NOT_BILLABLE)
                .reduce((one, other) -> {
                    throw new AssertionError("expected one but found " + one + " and " + other);
                })
                .orElseThrow();
        assertThat(found.detail())
                .containsEntry("oneOffId", charge.id().toString())
                .containsEntry("code", code.name());
    }

    private static boolean withOneOffs(TaxQuestion question) {
        return question.lines().stream().anyMatch(line -> line.oneOff() != null);
    }
}
