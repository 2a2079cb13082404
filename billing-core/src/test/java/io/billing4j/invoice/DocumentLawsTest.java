package io.billing4j.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.customer.Customer;
import io.billing4j.fixture.PriceArbitraries;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.price.Commitment;
import io.billing4j.price.PriceTerms;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.DerivedPart;
import io.billing4j.rating.RatedQuantity;
import io.billing4j.rating.RatingBasis;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.joda.money.Money;

/** What holds for every document, whatever the plan, the terms, the calendar and the usage. */
class DocumentLawsTest {
    private static final InvoiceOrigin ORIGIN = InvoiceOrigin.run(RunId.of(new UUID(1, 1)));

    @Property
    void every_line_and_every_document_proves_itself(@ForAll("books") GeneratedBooks books) {
        for (InvoiceDraft draft : books.documents()) {
            Invoice invoice = Invoice.draft(draft, ORIGIN);
            assertThat(draft.lines())
                    .allSatisfy(line ->
                            assertThat(GeneratedBooks.VERIFIER.verify(line)).isEmpty());
            assertThat(GeneratedBooks.VERIFIER.verify(invoice)).isEmpty();
            assertThat(GeneratedBooks.VERIFIER.verify(finalized(invoice))).isEmpty();
        }
    }

    /** A law says nothing where the generated books have nothing that it is about. */
    @Property
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void all_that_the_laws_are_about_is_generated(@ForAll("books") GeneratedBooks books) {
        List<Derivation> all =
                lines(books).stream().map(InvoiceLine::derivation).toList();
        occurs("true-ups", all.stream().anyMatch(derivation -> derivation.part() == DerivedPart.TRUE_UP));
        occurs(
                "cut services",
                all.stream().anyMatch(derivation -> !derivation.service().equals(derivation.window())));
        occurs(
                "whole windows",
                all.stream().anyMatch(derivation -> derivation.service().equals(derivation.window())));
        occurs(
                "parts",
                all.stream()
                        .anyMatch(derivation -> derivation.quantity().parts().size() > 1));
        occurs(
                "amounts",
                all.stream().anyMatch(derivation -> derivation.amount().isPositive()));
        occurs(
                "quantities below zero",
                all.stream()
                        .anyMatch(derivation -> derivation.quantity().value().signum() < 0));
        occurs("maxima", all.stream().anyMatch(derivation -> derivation.terms().maximum() != null));
    }

    private static void occurs(String what, boolean here) {
        Statistics.label(what).collect(here);
        Statistics.label(what).coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
    }

    @Property
    void a_document_asks_for_the_sum_of_its_lines(@ForAll("books") GeneratedBooks books) {
        for (InvoiceDraft draft : books.documents()) {
            BigDecimal sum = draft.lines().stream()
                    .map(line -> line.amount().getAmount())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);

            assertThat(draft.totals().total().getAmount()).isEqualByComparingTo(sum);
        }
    }

    @Property
    void no_line_is_negative(@ForAll("books") GeneratedBooks books) {
        assertThat(lines(books))
                .allSatisfy(line -> assertThat(line.amount().isNegative()).isFalse());
    }

    @Property
    void no_two_lines_of_all_documents_bill_the_same(@ForAll("books") GeneratedBooks books) {
        assertThat(lines(books)).extracting(InvoiceLine::key).doesNotHaveDuplicates();
    }

    @Property
    void a_line_that_comes_to_nothing_stands_only_where_the_charge_says_so(@ForAll("books") GeneratedBooks books) {
        assertThat(lines(books))
                .allSatisfy(line -> assertThat(
                                line.amount().isZero() && !charge(books, line).storeZeroLine())
                        .isFalse());
    }

    /** The terms worked by hand, in the order in which they are documented, from nothing but the model's price. */
    @Property
    void a_whole_window_is_what_its_terms_make_of_the_price_rounded_once(@ForAll("books") GeneratedBooks books) {
        for (InvoiceLine line : lines(books)) {
            Derivation derivation = line.derivation();
            if (derivation.service().equals(derivation.window())) {
                PriceTerms terms = derivation.terms();
                BigDecimal charge = charged(terms, derivation.price().amount().getAmount());
                Money rounded = rounded(derivation, charge);
                BigDecimal promised = promised(terms);
                Money withTrueUp = rounded(derivation, charge.max(promised));
                assertThat(derivation.amount())
                        .isEqualTo(derivation.part() == DerivedPart.CHARGE ? rounded : withTrueUp.minus(rounded));
            }
        }
    }

    private static BigDecimal charged(PriceTerms terms, BigDecimal gross) {
        BigDecimal charge = gross.multiply(BigDecimal.valueOf(100).subtract(terms.discountPercent()))
                .movePointLeft(2);
        Commitment commitment = terms.commitment();
        if (commitment != null) {
            BigDecimal within = charge.min(commitment.amount().getAmount());
            charge = within.add(charge.subtract(within).multiply(commitment.overageFactor()));
        }
        return terms.maximum() == null ? charge : charge.min(terms.maximum().getAmount());
    }

    private static BigDecimal promised(PriceTerms terms) {
        Commitment commitment = terms.commitment();
        return commitment == null || !commitment.trueUp()
                ? BigDecimal.ZERO
                : commitment.amount().getAmount();
    }

    private static Money rounded(Derivation derivation, BigDecimal amount) {
        return Money.of(derivation.currency(), amount, derivation.rounding().mode());
    }

    @Property
    void what_is_promised_is_reached_by_charge_and_true_up(@ForAll("books") GeneratedBooks books) {
        Map<LineKey, BigDecimal> asked = new HashMap<>();
        List<InvoiceLine> lines = lines(books);
        for (InvoiceLine line : lines) {
            LineKey charge = line.key().of(LineKind.ofCharge(line.derivation()));
            asked.merge(charge, line.amount().getAmount(), BigDecimal::add);
        }
        for (InvoiceLine line : lines) {
            Derivation derivation = line.derivation();
            BigDecimal promised = shared(derivation, promised(derivation.terms()));
            LineKey charge = line.key().of(LineKind.ofCharge(derivation));
            // The true-up of a fee's window is rounded; then charge and true-up of its part are each a difference of
            // two
            // rounded amounts. Three times less than a unit may be lost.
            assertThat(asked.getOrDefault(charge, BigDecimal.ZERO).subtract(promised))
                    .isGreaterThan(unit(derivation).multiply(BigDecimal.valueOf(-3)));
        }
    }

    @Property
    void the_share_of_a_maximum_is_never_exceeded(@ForAll("books") GeneratedBooks books) {
        for (InvoiceLine line : lines(books)) {
            Derivation derivation = line.derivation();
            if (derivation.part() == DerivedPart.CHARGE && derivation.terms().maximum() != null) {
                BigDecimal most =
                        shared(derivation, derivation.terms().maximum().getAmount());
                assertThat(line.amount().getAmount().subtract(most)).isLessThanOrEqualTo(unit(derivation));
            }
        }
    }

    /** What falls on the service, exact but for 20 decimals. */
    private static BigDecimal shared(Derivation derivation, BigDecimal amount) {
        BillingPeriod window = derivation.window();
        BillingPeriod service = derivation.service();
        long whole = derivation.proration().whole(window);
        if (service.equals(window) || whole == 0) {
            return service.endExclusive().equals(window.endExclusive()) ? amount : BigDecimal.ZERO;
        }
        long part = derivation.proration().passed(window, service.endExclusive())
                - derivation.proration().passed(window, service.startInclusive());
        return amount.multiply(BigDecimal.valueOf(part)).divide(BigDecimal.valueOf(whole), 20, RoundingMode.HALF_UP);
    }

    /** How far rounding may lead: one unit of the currency, since a fee is the difference of two rounded amounts. */
    private static BigDecimal unit(Derivation derivation) {
        return BigDecimal.ONE.movePointLeft(derivation.currency().getDecimalPlaces());
    }

    @Property
    void usage_keeps_promise_and_maximum_to_the_last_unit(@ForAll("books") GeneratedBooks books) {
        for (InvoiceLine line : lines(books)) {
            Derivation derivation = line.derivation();
            PriceTerms terms = derivation.terms();
            if (derivation.quantity().metered() && derivation.part() == DerivedPart.CHARGE && terms.maximum() != null) {
                assertThat(line.amount())
                        .isLessThanOrEqualTo(rounded(
                                derivation, shared(derivation, terms.maximum().getAmount())));
            }
        }
    }

    @Property
    void a_fee_that_is_split_anywhere_adds_up_to_the_whole(
            @ForAll("books") GeneratedBooks books, @ForAll("cuts") List<Integer> cuts) {
        BillingSchedule schedule = books.subscription().schedule();
        // Not simply the second: a zone may skip a whole day.
        BillingPeriod window = schedule.nominal(schedule.indexAfter(0));
        for (Charge fee : books.plan().charges()) {
            if (fee.meter() == null) {
                Money sum = Money.zero(fee.price().currency());
                for (BillingPeriod service : services(window, cuts)) {
                    sum = sum.plus(asked(books, fee, service, window));
                }
                assertThat(sum).isEqualTo(asked(books, fee, window, window));
            }
        }
    }

    private static Money asked(GeneratedBooks books, Charge fee, BillingPeriod service, BillingPeriod window) {
        RoundingPolicy rounding = books.rounding();
        RatedQuantity quantity = RatedQuantity.subscribed(books.subscription().quantityAt(window.startInclusive()));
        RatingBasis basis =
                new RatingBasis(fee.price(), fee.terms(), quantity, service, window, fee.proration(), rounding);
        return Derivation.of(basis, PriceArbitraries.CUSTOMS).stream()
                .map(Derivation::amount)
                .reduce(Money.zero(fee.price().currency()), Money::plus);
    }

    private static List<BillingPeriod> services(BillingPeriod window, List<Integer> cuts) {
        long micros = ChronoUnit.MICROS.between(window.startInclusive(), window.endExclusive());
        SortedSet<Instant> bounds = new TreeSet<>(List.of(window.endExclusive()));
        cuts.forEach(cut -> bounds.add(window.startInclusive().plus(micros / 1000 * cut, ChronoUnit.MICROS)));
        List<BillingPeriod> services = new ArrayList<>();
        Instant start = window.startInclusive();
        for (Instant bound : bounds) {
            if (bound.isAfter(start)) {
                services.add(new BillingPeriod(start, bound, window.zone()));
                start = bound;
            }
        }
        return services;
    }

    @Property
    void the_same_facts_give_the_same_documents(@ForAll("books") GeneratedBooks books) {
        InvoiceAssembler assembler = new InvoiceAssembler();
        List<BillingFacts> facts = books.facts(false);
        List<BillingFacts> again = books.facts(true);
        for (int i = 0; i < facts.size(); i++) {
            InvoiceDraft one = assembler.assemble(facts.get(i));
            InvoiceDraft other = assembler.assemble(again.get(i));
            assertThat(other).isEqualTo(one);
            assertThat(finalized(Invoice.draft(other, ORIGIN)).state())
                    .isEqualTo(finalized(Invoice.draft(one, ORIGIN)).state());
        }
    }

    @Property
    void a_line_with_another_amount_proves_nothing(@ForAll("books") GeneratedBooks books) {
        for (InvoiceLine line : lines(books)) {
            Derivation derivation = line.derivation();
            Derivation more = new Derivation(
                    derivation.basis(),
                    derivation.part(),
                    derivation.price(),
                    derivation.amount().plusMinor(1));
            InvoiceLine forged = InvoiceLine.of(line.number(), line.key(), line.description(), more);
            assertThat(GeneratedBooks.VERIFIER.verify(forged))
                    .extracting(InvoiceFault::kind)
                    .contains(InvoiceFault.Kind.LINE_NOT_DERIVED);
        }
    }

    private static Charge charge(GeneratedBooks books, InvoiceLine line) {
        return books.plan().charge(line.key().charge()).orElseThrow();
    }

    private static List<InvoiceLine> lines(GeneratedBooks books) {
        return books.documents().stream()
                .flatMap(draft -> draft.lines().stream())
                .toList();
    }

    private static Invoice finalized(Invoice draft) {
        LocalDate date = LocalDate.ofInstant(Assembly.RECORDED_AT, ZoneOffset.UTC);
        NumberedDocument numbered = NumberedDocument.of(CustomerId.of("acme"), Customer.MAIN_ENTITY, date);
        return draft.finalized(
                InvoiceNumber.of(NumberingTemplate.DEFAULT, numbered, 61), Assembly.RECORDED_AT.plusSeconds(1));
    }

    @Provide
    Arbitrary<GeneratedBooks> books() {
        return GeneratedBooks.any();
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 999).list().ofMaxSize(4);
    }
}
