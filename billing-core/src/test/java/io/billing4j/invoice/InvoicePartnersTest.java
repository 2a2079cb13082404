package io.billing4j.invoice;

import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.plan;
import static io.billing4j.fixture.DemoBooks.subscription;
import static io.billing4j.fixture.DemoBooks.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.id.ChargeId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** A charge of 10.00 and the 40.00 that are missing to its commitment belong together. */
class InvoicePartnersTest {
    private final PlanVersion plan = plan(
            "committed",
            Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd("10")))
                    .withTerms(PriceTerms.NONE.withMinimum(usd("50"))));
    private final Invoice sound = Invoice.draft(
            new Assembly(plan, subscription("acme", plan, monthlyFromNovember())).document(0),
            InvoiceOrigin.request(null));

    @Test
    void both_stand_on_the_document_and_prove_themselves() {
        assertThat(sound.lines())
                .extracting(line -> line.key().kind() + " " + line.amount())
                .containsExactly("FEE USD 10.00", "TRUE_UP USD 40.00");
        assertThat(InvoiceVerifier.STANDARD.verify(sound)).isEmpty();
    }

    @Test
    void a_charge_without_its_true_up_is_a_fault() {
        assertThat(faults(List.of(sound.lines().get(0)))).containsExactly(Kind.PARTS_DISAGREE);
    }

    @Test
    void a_true_up_without_its_charge_is_a_fault() {
        InvoiceLine trueUp = sound.lines().get(1);
        assertThat(faults(List.of(InvoiceLine.of(1, trueUp.key(), trueUp.description(), trueUp.derivation()))))
                .containsExactly(Kind.PARTS_DISAGREE);
    }

    @Test
    void a_true_up_of_another_commitment_is_a_fault_of_both() {
        PlanVersion other = plan(
                "committed",
                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd("10")))
                        .withTerms(PriceTerms.NONE.withMinimum(usd("60"))));
        InvoiceLine foreign = new Assembly(other, subscription("acme", other, monthlyFromNovember()))
                .document(0)
                .lines()
                .get(1);

        assertThat(faults(List.of(sound.lines().get(0), foreign)))
                .containsExactly(Kind.PARTS_DISAGREE, Kind.PARTS_DISAGREE);
    }

    private List<Kind> faults(List<InvoiceLine> lines) {
        Invoice altered = new Invoice(
                sound.id(),
                sound.customer(),
                sound.entity(),
                sound.type(),
                sound.period(),
                lines,
                sound.discounts(),
                sound.taxes(),
                sound.note(),
                DocumentTotals.of(CurrencyUnit.USD, lines),
                sound.state(),
                sound.settlement(),
                sound.origin(),
                sound.recordedAt());
        return InvoiceVerifier.STANDARD.verify(altered).stream()
                .map(InvoiceFault::kind)
                .toList();
    }
}
