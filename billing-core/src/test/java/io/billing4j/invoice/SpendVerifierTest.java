package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.addOnGone;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.ShownLines.shown;
import static io.billing4j.invoice.SpendBooks.PLAN;
import static io.billing4j.invoice.SpendBooks.april;
import static io.billing4j.invoice.SpendBooks.ledger;
import static io.billing4j.invoice.SpendBooks.priced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.price.PriceTerms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A document whose lines say what a whole plan comes to, beside lines of usage. */
class SpendVerifierTest {
    /** 30.00 in advance, calls at 1.00, at least 100.00. */
    private static final PlanVersion LEAST = priced("basic", PriceTerms.NONE.withMinimum(usd("100")));

    private final Ledger ledger = ledger(PLAN);

    @Test
    void whose_usage_asks_for_more_than_what_is_missing_counts_is_a_fault() {
        ledger.used(CREDITABLE, at("2024-04-10"), "40").used(GENERATED, at("2024-04-10"), "100");
        ledger.bill(0);
        ledger.bill(1);
        Invoice sound = ledger.document(2);
        List<InvoiceLine> lines = new ArrayList<>(sound.lines());
        InvoiceLine missing = lines.get(2);
        InvoiceDraft other =
                ledger(PLAN).used(CREDITABLE, at("2024-04-10"), "41").bill(1);
        InvoiceLine more = other.lines().get(0);
        assertThat(more.amount()).hasToString("USD 41.00");
        lines.set(0, more);

        assertThat(SpendVerifier.verify(lines))
                .extracting(InvoiceFault::kind, InvoiceFault::line)
                .containsExactly(tuple(InvoiceFault.Kind.PARTS_DISAGREE, missing.number()));
        assertThat(SpendVerifier.verify(sound.lines())).isEmpty();
    }

    @Test
    void is_sound_where_the_plan_becomes_an_add_on_in_mid_period() {
        Ledger both = ledger(LEAST, Ledger.flat("pro", "10"));
        both.known(april(plan("2024-04-16", PRO), addOn("2024-04-16", BASIC, 1)))
                .used(CREDITABLE, at("2024-04-10"), "40")
                .used(CREDITABLE, at("2024-04-20"), "20");
        both.bill(0);

        // Half of 100 each: 15 + 5 + 40 is more, and 15 + 20 leave 15
        assertThat(shown(both.bill(1)))
                .containsExactly(
                        "calls basic×40 [2024-04-01, 2024-04-16) 40.00",
                        "calls basic×20 [2024-04-16, 2024-05-01) 20.00",
                        "spend basic×35 [2024-04-16, 2024-05-01) 15.00",
                        "fee pro×1 [2024-05-01, 2024-06-01) 10.00",
                        "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        assertThat(InvoiceVerifier.STANDARD.verify(both.document(2))).isEmpty();
    }

    @Test
    void is_sound_where_the_add_on_becomes_the_plan_in_mid_period() {
        Ledger both = ledger(LEAST, Ledger.flat("support", "10"));
        both.known(subscribed(
                        "2024-04-01",
                        SUPPORT,
                        1,
                        addOn("2024-04-01", BASIC, 1),
                        addOnGone("2024-04-16", BASIC),
                        plan("2024-04-16", BASIC)))
                .used(CREDITABLE, at("2024-04-10"), "10")
                .used(CREDITABLE, at("2024-04-20"), "20");
        both.bill(0);

        // Half of 100 each: 15 + 10 leave 25, and 5 + 15 + 20 leave 10
        assertThat(shown(both.bill(1)))
                .containsExactlyInAnyOrder(
                        "calls basic×10 [2024-04-01, 2024-04-16) 10.00",
                        "calls basic×20 [2024-04-16, 2024-05-01) 20.00",
                        "spend basic×25 [2024-04-01, 2024-04-16) 25.00",
                        "spend basic×40 [2024-04-16, 2024-05-01) 10.00",
                        "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
        assertThat(InvoiceVerifier.STANDARD.verify(both.document(2))).isEmpty();
    }
}
