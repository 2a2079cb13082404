package io.billing4j.invoice;

import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.NOVEMBER;
import static io.billing4j.fixture.DemoBooks.endedAt;
import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.plan;
import static io.billing4j.fixture.DemoBooks.subscription;
import static io.billing4j.fixture.DemoBooks.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.customer.Customer;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.fixture.RecordChanges.Change;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InvoiceVerificationTest {
    /** What may change after a document is finalised, or says only what made it. */
    private static final Set<String> FREE = Set.of("settlement", "origin");

    private static final Instant FINALIZED_AT = Instant.parse("2023-12-11T00:00:00.000002Z");

    /** All price models, a fee of a period that was cut, usage, and tiers with fees. */
    private final PlanVersion plan = plan(
            "sample",
            Charge.fee(ChargeId.of("fee"), "Monthly fee", PriceModel.flat(usd("20"))),
            Charge.fee(ChargeId.of("seats"), "Seats", PriceModel.perUnit(usd("9.99"))),
            Charge.fee(
                    ChargeId.of("packs"),
                    "Packs",
                    PriceModel.packaged(new BigDecimal(2), usd("3.50"), new BigDecimal("0.5"))),
            Charge.usage(
                    ChargeId.of("context"),
                    "Context tokens",
                    PriceModel.graduated(List.of(
                            new Tier(new BigDecimal(100_000), usd("0"), usd("1.25")), Tier.beyond(usd("0.00015")))),
                    CONTEXT.id()),
            Charge.usage(
                    ChargeId.of("generated"),
                    "Generated tokens",
                    PriceModel.volume(List.of(Tier.upTo(new BigDecimal(500), usd("0.12")), Tier.beyond(usd("0.0006")))),
                    GENERATED.id()));

    private final Invoice draft = Invoice.draft(
            new Assembly(
                            plan,
                            endedAt(
                                    subscription("acme", plan, monthlyFromNovember(), new BigDecimal(5)),
                                    Instant.parse("2023-12-11T00:00:00Z")))
                    .used(CONTEXT, "561229", 485)
                    .used(GENERATED, "107706", 485)
                    .document(1),
            InvoiceOrigin.run(RunId.of(new UUID(0x018c2251_3800_7000L, 1))));
    private final Invoice finalized = draft.finalized(
            InvoiceNumber.of(
                    NumberingTemplate.DEFAULT,
                    NumberedDocument.of(CustomerId.of("acme"), Customer.MAIN_ENTITY, LocalDate.of(2023, 12, 11)),
                    61),
            FINALIZED_AT);

    @Nested
    class AGeneratedDocument {
        @Test
        void proves_itself_as_a_draft_finalized_and_void() {
            Invoice voided = finalized.voided(issued(), FINALIZED_AT.plusSeconds(1), VoidIntent.REISSUE);

            assertThat(draft.lines()).hasSize(5);
            assertThat(draft.verified()).isTrue();
            assertThat(finalized.verified()).isTrue();
            assertThat(voided.verified()).isTrue();
        }

        @Test
        void proves_each_line_of_it() {
            assertThat(finalized.lines()).allMatch(InvoiceLine::verified);
        }

        @Test
        void has_the_hash_that_it_had_in_the_first_release() {
            // Whoever has to change this line has changed what old documents are checked against: see InvoiceContent.
            assertThat(issued().hash())
                    .hasToString("01180cc59224be63ef6bd783c583ba4914fa5101fea7c05e921c477a45e1ce1970");
        }
    }

    @Nested
    class AFinalizedDocumentWithOneValueChanged {
        @Test
        void is_no_longer_what_was_finalized() {
            List<Change<Invoice>> changes = RecordChanges.of(finalized);

            assertThat(changes).hasSizeGreaterThan(150).allSatisfy(change -> {
                if (!free(change)) {
                    assertThat(change.changed().verified()).as(change.path()).isFalse();
                }
            });
        }

        @Test
        void was_changed_everywhere() {
            // Sums that do not add up cannot even be made, but for what prices hold of tax, nor a credit note without
            // terms.
            assertThat(RecordChanges.of(finalized))
                    .extracting(change -> change.path().split("[.\\[ ]", 2)[0])
                    .contains(
                            "id",
                            "customer",
                            "entity",
                            "period",
                            "lines",
                            "totals",
                            "state",
                            "settlement",
                            "origin",
                            "recordedAt")
                    .doesNotContain("type");
        }

        @Test
        void may_be_paid() {
            assertThat(RecordChanges.of(finalized))
                    .filteredOn(InvoiceVerificationTest::free)
                    .isNotEmpty()
                    .allMatch(change -> change.changed().verified());
        }
    }

    @Nested
    class ADraftOrALineAlone {
        @Test
        void does_not_prove_itself_with_any_one_value_of_it_changed() {
            for (InvoiceLine line : draft.lines()) {
                assertThat(RecordChanges.of(line))
                        .hasSizeGreaterThan(15)
                        .allSatisfy(change -> assertThat(change.changed().verified())
                                .as(change.path())
                                .isFalse());
            }
        }

        /** What the hash would not notice: a line that was made wrong, and hashed as it is. */
        @Test
        void does_not_prove_what_was_computed_wrong() {
            InvoiceLine seats = draft.lines().get(3);
            assertThat(seats.key().charge()).hasToString("seats");
            Set<String> computed = Set.of(
                    "derivation.basis.model.unitAmount",
                    "derivation.basis.quantity.value",
                    "derivation.basis.service.startInclusive",
                    "derivation.basis.service.endExclusive",
                    "derivation.basis.service.zone",
                    "derivation.price.amount",
                    "derivation.price.steps[0].quantity",
                    "derivation.price.steps[0].unitAmount",
                    "derivation.price.steps[0].flatAmount",
                    "derivation.price.steps[0] left out",
                    "derivation.price.steps[0] twice",
                    "derivation.amount",
                    "key.service.startInclusive",
                    "key.service.endExclusive",
                    "key.service.zone");

            assertThat(RecordChanges.of(seats))
                    .filteredOn(change -> computed.contains(change.path()))
                    .hasSize(computed.size())
                    .allSatisfy(
                            change -> assertThat(hashedAsItIs(change.changed()).verified())
                                    .as(change.path())
                                    .isFalse());
        }

        private InvoiceLine hashedAsItIs(InvoiceLine line) {
            return InvoiceLine.of(line.number(), line.key(), line.description(), line.derivation());
        }

        @Test
        void does_not_prove_totals_that_are_not_those_of_its_lines() {
            Money cent = Money.parse("USD 0.01");
            DocumentTotals totals = draft.totals();
            DocumentTotals more = new DocumentTotals(
                    totals.subtotal().plus(cent),
                    totals.discount(),
                    totals.tax(),
                    totals.credit(),
                    totals.total().plus(cent));

            assertThat(with(draft.lines(), more).verified()).isFalse();
            assertThat(with(draft.lines().subList(1, 5), totals).verified()).isFalse();
        }

        @Test
        void does_not_prove_a_line_in_another_currency() {
            PlanVersion euros = plan(
                    "euros",
                    Charge.fee(
                            ChargeId.of("fee"),
                            "Monthly fee",
                            PriceModel.flat(BigMoney.of(CurrencyUnit.EUR, BigDecimal.TEN))));
            InvoiceLine line = new Assembly(euros, subscription("acme", euros, monthlyFromNovember()))
                    .document(0)
                    .lines()
                    .get(0);

            assertThat(line.verified()).isTrue();
            assertThat(with(List.of(line), draft.totals()).verified()).isFalse();
        }

        private Invoice with(List<InvoiceLine> lines, DocumentTotals totals) {
            return new Invoice(
                    draft.id(),
                    draft.customer(),
                    draft.entity(),
                    draft.type(),
                    draft.period(),
                    lines,
                    draft.discounts(),
                    draft.taxes(),
                    draft.note(),
                    totals,
                    draft.state(),
                    draft.settlement(),
                    draft.origin(),
                    draft.recordedAt());
        }
    }

    @Nested
    class ADocumentThatIsFinalized {
        @Test
        void keeps_its_content_and_gets_a_number_and_a_hash() {
            assertThat(finalized.status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(finalized.number())
                    .hasValueSatisfying(number -> assertThat(number)
                            .isEqualTo(
                                    new InvoiceNumber("INV-202312-00061", LocalDate.of(2023, 12, 11), "202312", 61)));
            assertThat(finalized.lines()).isEqualTo(draft.lines());
            assertThat(finalized.settlement()).isEqualTo(Settlement.UNPAID);
            assertThat(issued().finalizedAt()).isEqualTo(FINALIZED_AT);
        }

        @Test
        void is_paid_at_once_if_it_asks_for_nothing() {
            PlanVersion free = plan(
                    "free",
                    new Charge(
                            ChargeId.of("fee"),
                            "Free of charge",
                            PriceModel.flat(usd("0")),
                            BillingTiming.IN_ADVANCE,
                            null,
                            ProrationPolicy.BY_SECOND,
                            true));
            Invoice zero = Invoice.draft(
                    new Assembly(free, subscription("acme", free, monthlyFromNovember())).document(0),
                    InvoiceOrigin.request(null));

            assertThat(zero.finalized(
                                    InvoiceNumber.of(
                                            NumberingTemplate.DEFAULT,
                                            NumberedDocument.of(
                                                    CustomerId.of("acme"),
                                                    Customer.MAIN_ENTITY,
                                                    LocalDate.of(2023, 11, 1)),
                                            1),
                                    NOVEMBER)
                            .settlement())
                    .isEqualTo(Settlement.PAID);
        }
    }

    @Nested
    class ADraftThatIsRefreshed {
        @Test
        void takes_lines_and_totals_and_keeps_what_made_it() {
            InvoiceDraft later = new Assembly(plan, subscription("acme", plan, monthlyFromNovember())).document(0);

            Invoice refreshed = draft.refreshed(later);

            assertThat(refreshed.lines()).isEqualTo(later.lines()).isNotEqualTo(draft.lines());
            assertThat(refreshed.totals()).isEqualTo(later.totals());
            assertThat(refreshed.id()).isEqualTo(draft.id());
            assertThat(refreshed.origin()).isEqualTo(draft.origin());
            assertThat(refreshed.recordedAt()).isEqualTo(draft.recordedAt());
            assertThat(refreshed.status()).isEqualTo(InvoiceStatus.DRAFT);
            assertThat(refreshed.number()).isEmpty();
        }
    }

    @Nested
    class AVoidDocument {
        @Test
        void keeps_number_and_hash() {
            Invoice voided = finalized.voided(issued(), FINALIZED_AT, VoidIntent.WAIVE);

            assertThat(voided.status()).isEqualTo(InvoiceStatus.VOIDED);
            assertThat(voided.state().issued()).contains(issued());
            assertThat(voided.number().map(InvoiceNumber::toString)).contains("INV-202312-00061");
        }
    }

    static boolean free(Change<Invoice> change) {
        return FREE.stream().anyMatch(change.path()::startsWith);
    }

    private InvoiceState.Finalized issued() {
        return finalized.state().issued().orElseThrow();
    }
}
