package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.CustomerStatus;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.subscription.Subscription;
import org.junit.jupiter.api.Test;

/** How things stand with a customer. */
abstract class CustomerStatusBehaviour extends OneOffBooks {
    private static final CustomerId BOB = CustomerId.of("bob");

    CustomerStatusBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    /** Of November's 30.00 the balance gets 10.00. */
    @Test
    void is_what_they_have_what_is_owed_to_them_what_waits_and_what_they_were_asked_for_last() {
        Invoice november = november();
        engine().creditNotes().issue(part(november, "10.00").withUse(use("10.00", "0.00", "0.00")));
        subscribe(OTHER, BASIC, "2023-11-01");
        engine().subscriptions().change(OTHER, cancel());
        subscribe(SubscriptionId.of("later"), BASIC, "2024-01-01");
        engine().oneOffs().cancel(add("Travel", "80.00").id());
        OneOffCharge parts = addParts();
        clock.set("2023-11-10T00:00:00Z");

        CustomerStatus status = engine().customers().status(ADA);

        assertThat(status.customer()).isEqualTo(engine().customers().find(ADA).orElseThrow());
        assertThat(status.at()).isEqualTo("2023-11-10T00:00:00Z");
        assertThat(status.balance()).isEqualTo(dollars("10.00"));
        assertThat(status.subscriptions())
                .extracting(Subscription::id)
                .containsExactly(SubscriptionId.of("later"), SUB);
        assertThat(status.pendingOneOffs()).containsExactly(parts);
        assertThat(status.lastInvoice()).isEqualTo(november);
    }

    @Test
    void has_the_invoice_that_was_made_last_also_where_it_is_void() {
        november();
        billAt("2023-12-01T00:00:00Z");
        voidLast(VoidIntent.WAIVE);

        assertThat(engine().customers().status(ADA).lastInvoice()).isEqualTo(last());
    }

    @Test
    void is_empty_where_nothing_has_happened_yet() {
        november();
        addParts();
        engine().customers().create(NewCustomer.of(BOB, "Bob"));

        CustomerStatus status = engine().customers().status(BOB);

        assertThat(status.balance()).isEqualTo(dollars("0.00"));
        assertThat(status.subscriptions()).isEmpty();
        assertThat(status.pendingOneOffs()).isEmpty();
        assertThat(status.lastInvoice()).isNull();
    }

    @Test
    void is_of_somebody() {
        assertRefused(
                ErrorCode.CUSTOMER_NOT_FOUND,
                "customerId",
                () -> engine().customers().status(CustomerId.of("nobody")));
    }
}
