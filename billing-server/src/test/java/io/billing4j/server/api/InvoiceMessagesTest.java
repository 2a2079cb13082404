package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.grpc.v1.Money;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceFault;
import io.billing4j.testkit.CouponSamples;
import io.billing4j.testkit.DocumentSamples;
import io.billing4j.testkit.SampleBooks;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceMessagesTest {
    private static final Invoice DISCOUNTED = DocumentSamples.finalized(
            DocumentSamples.invoice(CouponSamples.draft(1, SampleBooks.FIRST.subscription(), 0)), 1);

    @Test
    void a_discounted_document_says_what_each_coupon_takes_off() {
        io.billing4j.grpc.v1.Invoice message = InvoiceMessages.of(DISCOUNTED);

        assertThat(message.getDiscountsList())
                .containsExactly(
                        io.billing4j.grpc.v1.DocumentDiscount.newBuilder()
                                .setCouponId("TEN")
                                .setGrantId("g-ten")
                                .setName(CouponSamples.TEN.name())
                                .setPercent("10")
                                .addAllLines(List.of(1, 2))
                                .setAmount(dollars("5.00"))
                                .build(),
                        io.billing4j.grpc.v1.DocumentDiscount.newBuilder()
                                .setCouponId("FIVE")
                                .setGrantId("g-five")
                                .setName(CouponSamples.FIVE.name())
                                .setFixed(dollars("5.00"))
                                .addAllLines(List.of(1, 2))
                                .setAmount(dollars("5.00"))
                                .build());
        assertThat(message.getDiscount()).isEqualTo(dollars("10.00"));
        // 2.00 and 2.00 off 20.00, 3.00 and 3.00 off 29.97.
        assertThat(message.getLines(0).getDiscount()).isEqualTo(dollars("4.00"));
        assertThat(message.getLines(1).getDiscount()).isEqualTo(dollars("6.00"));
    }

    @Test
    void a_line_says_what_it_gives_back_of_a_discount_and_nothing_where_there_was_none() {
        InvoiceDraft back = CouponSamples.correction(2, DISCOUNTED);
        InvoiceDraft plain = DocumentSamples.draft(1, SampleBooks.FIRST.subscription(), 0);

        assertThat(InvoiceMessages.of(DocumentSamples.invoice(back)).getLines(0).getDiscount())
                .isEqualTo(dollars("-2.00"));
        assertThat(InvoiceMessages.of(DocumentSamples.invoice(plain))
                        .getLines(0)
                        .hasDiscount())
                .isFalse();
    }

    @Test
    void a_fault_says_what_is_wrong_and_where() {
        io.billing4j.grpc.v1.InvoiceFault fault = InvoiceMessages.of(
                        List.of(new InvoiceFault(InvoiceFault.Kind.LINE_CHANGED, 3, "another hash")))
                .getFaults(0);
        assertThat(fault.getKind()).isEqualTo(io.billing4j.grpc.v1.InvoiceFault.Kind.LINE_CHANGED);
        assertThat(fault.getLine()).isEqualTo(3);
        assertThat(fault.getDetail()).isEqualTo("another hash");
    }

    private static Money dollars(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("USD").build();
    }
}
