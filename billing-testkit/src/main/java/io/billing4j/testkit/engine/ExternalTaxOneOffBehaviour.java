package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.NewOneOff;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.Minimums;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is billed once, and documents that wait for more, where an outside service says 19 %. */
abstract class ExternalTaxOneOffBehaviour extends OneOffBooks {
    ExternalTaxOneOffBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return taxedBySandbox(super.settings());
    }

    @Test
    void a_document_of_charges_alone_is_made_once_the_service_answers() {
        addParts();
        taxService.before(questions -> {
            throw ErrorCode.TAX_UNAVAILABLE.because("out of order");
        });
        assertRefused(ErrorCode.TAX_UNAVAILABLE, null, this::billNow);
        assertThat(waiting()).hasSize(1);
        assertThat(invoices()).isEmpty();

        taxService.before(questions -> {});
        // 37.50 and 7.125
        assertThat(total(billNow())).isEqualTo("44.63");
        assertThat(waiting()).isEmpty();
        assertProven();
    }

    @Test
    void a_charge_on_a_document_of_a_run_waits_with_it() {
        start(BASIC, "2023-11-01");
        addParts();
        taxService.refuse(question -> true);
        billAt("2023-11-01T00:00:00Z");
        assertThat(invoices()).isEmpty();
        assertThat(waiting()).hasSize(1);

        taxService.refuse(question -> false);
        billAt("2023-11-01T00:00:00Z");
        assertThat(allShown()).hasSize(1);
        assertThat(waiting()).isEmpty();
        assertThat(taxService.asked().get(0).lines()).anyMatch(line -> line.oneOff() != null);
        assertProven();
    }

    /** What is for no order is on no document of one, also where those of one order do not stand together. */
    @Test
    void a_document_of_an_order_that_is_taken_apart_takes_what_is_for_it_alone() {
        engine().settings().update(present -> present.withConsolidation(Consolidation.GROUP));
        start(BASIC, "2023-11-01");
        subscribe(OTHER, PRO, "2023-11-01");
        subscribe(SubscriptionId.of("z"), SEATS, "2023-11-01");
        engine().subscriptions().setGroup(SUB, "PO-1");
        engine().subscriptions().setGroup(OTHER, "PO-1");
        addParts();
        engine().oneOffs().add(NewOneOff.of(ADA, "Removal", dollars("80.00")).withSubscription(OTHER));
        taxService.refuse(question -> question.lines().stream().anyMatch(line -> SUB.equals(line.subscription())));
        billAt("2023-11-01T00:00:00Z");

        assertThat(invoices().stream().map(invoice -> invoice.group() + ": " + shown(invoice)))
                .containsExactlyInAnyOrder("PO-1: pro 60.00, Removal 80.00", "null: seats 10.00, Parts 37.50");
        assertThat(waiting()).isEmpty();
        taxService.refuse(question -> false);
        billAt("2023-11-01T00:00:00Z");
        assertThat(last().group()).isEqualTo("PO-1");
        assertThat(shown(last())).isEqualTo("basic 30.00");
    }

    @Test
    void what_asks_for_too_little_with_its_taxes_waits_for_more() {
        engine().settings().update(present -> present.withMinimums(new Minimums(List.of(dollars("36.00")))));
        start(BASIC, "2023-11-01");
        billAt("2024-02-01T00:00:00Z");

        // 30.00 and 5.70 are less than 36.00
        assertThat(invoices()).extracting(EngineBooks::total).containsExactly("71.40", "71.40");
        assertThat(invoices()).allMatch(Invoice::verified);
        assertProven();
    }
}
