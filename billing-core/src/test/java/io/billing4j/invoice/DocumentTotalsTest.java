package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.subscribed;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.subscription.Subscription;
import io.billing4j.tenant.BalancePolicy;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Totals of documents of customers with a balance. */
class DocumentTotalsTest {
    /** The last column is what the balance is after the document: what it was, less the credit. */
    @ParameterizedTest
    @CsvSource({
        // lines, balance, credit, total, balance after
        " 30.00,   0.00,   0.00, 30.00,   0.00",
        " 30.00,  20.00,  20.00, 10.00,   0.00",
        " 30.00,  30.00,  30.00,  0.00,   0.00",
        " 30.00,  50.00,  30.00,  0.00,  20.00",
        "-15.00,   0.00, -15.00,  0.00,  15.00", // what is given back goes to the balance
        "-15.00,   5.00, -15.00,  0.00,  20.00",
        "  0.00,   5.00,   0.00,  0.00,   5.00",
        " 30.00, -10.00, -10.00, 40.00,   0.00", // what was paid out too much is asked for
        "-15.00, -10.00, -15.00,  0.00,   5.00",
        "-10.00, -15.00, -15.00,  5.00,   0.00",
    })
    void are_paid_from_the_balance_as_far_as_it_goes(
            String lines, String balance, String credit, String total, String after) {
        DocumentTotals totals = DocumentTotals.of(linesOf(usd(lines)), usd(balance));

        assertThat(totals.subtotal()).isEqualTo(usd(lines));
        assertThat(totals.credit()).isEqualTo(usd(credit));
        assertThat(totals.total()).isEqualTo(usd(total));
        assertThat(usd(balance).minus(totals.credit())).isEqualTo(usd(after));
    }

    @ParameterizedTest
    @CsvSource({
        // lines, balance, credit, total, balance after
        " 30.00,  20.00,   0.00, 30.00,  20.00",
        " 30.00,  50.00,   0.00, 30.00,  50.00",
        " 30.00,   0.00,   0.00, 30.00,   0.00",
        " 30.00, -15.00, -15.00, 45.00,   0.00", // what was paid out too much is asked for all the same
        "-10.00,  20.00, -10.00,  0.00,  30.00", // and what is given back goes to the balance
        "-10.00, -15.00, -15.00,  5.00,   0.00",
        "  0.00,   5.00,   0.00,  0.00,   5.00",
    })
    void are_paid_nothing_from_a_balance_that_is_never_to_pay(
            String lines, String balance, String credit, String total, String after) {
        DocumentTotals totals =
                DocumentTotals.of(linesOf(usd(lines)), BalancePolicy.NEVER.offered(usd(balance), usd(lines)));

        assertThat(totals.subtotal()).isEqualTo(usd(lines));
        assertThat(totals.credit()).isEqualTo(usd(credit));
        assertThat(totals.total()).isEqualTo(usd(total));
        assertThat(usd(balance).minus(totals.credit())).isEqualTo(usd(after));
    }

    @ParameterizedTest
    @CsvSource({
        // lines, of which usage, balance, credit
        " 59.50, 23.80, 100.00,  23.80",
        " 59.50, 23.80,  20.00,  20.00",
        " 59.50,  0.00, 100.00,   0.00",
        "-10.00, 20.00, 100.00, -10.00", // −30.00 of fees are given back
        " 22.00, -8.00, 100.00,   0.00",
        " 59.50, 23.80, -15.00, -15.00",
    })
    void are_paid_for_usage_alone_from_a_balance_that_is_for_that(
            String lines, String usage, String balance, String credit) {
        Money offered = BalancePolicy.USAGE.offered(usd(balance), usd(usage));

        assertThat(DocumentTotals.of(linesOf(usd(lines)), offered).credit()).isEqualTo(usd(credit));
    }

    @Test
    void of_no_lines_leave_the_balance_alone_whatever_it_is() {
        // There is no document that could ask for it: the next one with lines does.
        for (String balance : List.of("5.00", "0.00", "-10.00")) {
            DocumentTotals totals = DocumentTotals.of(List.of(), usd(balance));

            assertThat(totals.credit()).isEqualTo(usd("0.00"));
            assertThat(totals.total()).isEqualTo(usd("0.00"));
        }
    }

    @Property
    void no_cent_is_lost_between_totals_and_balance(
            @ForAll @LongRange(min = -9_999, max = 9_999) long lines,
            @ForAll @LongRange(min = -9_999, max = 9_999) long balance,
            @ForAll @LongRange(min = -9_999, max = 9_999) long usage,
            @ForAll BalancePolicy policy) {
        DocumentTotals totals = DocumentTotals.of(linesOf(cents(lines)), policy.offered(cents(balance), cents(usage)));
        Money after = cents(balance).minus(totals.credit());

        // What is asked for and what the balance goes up by are together what the lines come to.
        assertThat(totals.total().plus(cents(balance)).minus(after)).isEqualTo(cents(lines));
        assertThat(totals.total()).isGreaterThanOrEqualTo(cents(0));
        // No document leaves a balance below zero, and nobody pays while there is one that is to pay.
        assertThat(after).isGreaterThanOrEqualTo(cents(0));
        if (policy == BalancePolicy.UP_TO_TOTAL) {
            assertThat(totals.total().isZero() || after.isZero()).isTrue();
        } else if (policy == BalancePolicy.USAGE) {
            assertThat(totals.credit()).isLessThanOrEqualTo(cents(Math.max(0, usage)));
        } else {
            assertThat(totals.credit()).isLessThanOrEqualTo(cents(0));
        }
    }

    @Test
    void of_a_document_that_gives_back_more_than_it_asks_for_are_zero_and_prove_themselves() {
        Subscription basic = subscribed("2024-04-01", BASIC, 1);
        Ledger ledger = new Ledger(basic, Ledger.flat("basic", "30.00"));
        ledger.bill(0);

        InvoiceDraft last = ledger.known(basic.with(canceled("2024-04-16"))).bill(1);

        assertThat(last.totals().subtotal()).isEqualTo(usd("-15.00"));
        assertThat(last.totals().total()).isEqualTo(usd("0.00"));
        assertThat(InvoiceVerifier.STANDARD.verify(Invoice.draft(last, InvoiceOrigin.request(null))))
                .isEmpty();
    }

    /** Lines of any kind that come to an amount: a month's fee of that, or what takes it back; none comes to nothing. */
    private static List<InvoiceLine> linesOf(Money amount) {
        Subscription basic = subscribed("2024-04-01", BASIC, 1);
        List<InvoiceLine> lines = new ArrayList<>();
        Money fee = amount.isZero() ? usd("1.00") : amount.abs();
        Ledger ledger = new Ledger(basic, Ledger.flat("basic", fee.getAmount().toPlainString()));
        InvoiceDraft asked = ledger.bill(0);
        InvoiceDraft back = ledger.known(basic.with(canceled("2024-04-01"))).correct();
        if (!amount.isNegative()) {
            lines.addAll(asked.lines());
        }
        if (!amount.isPositive()) {
            lines.addAll(back.lines());
        }
        return lines;
    }

    private static Money usd(String amount) {
        return Money.parse("USD " + amount);
    }

    private static Money cents(long cents) {
        return Money.ofMinor(CurrencyUnit.USD, cents);
    }
}
