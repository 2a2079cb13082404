package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.grpc.v1.LineTaxes;
import io.billing4j.grpc.v1.Money;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceFault;
import io.billing4j.subscription.Subscription;
import io.billing4j.testkit.CouponSamples;
import io.billing4j.testkit.DocumentSamples;
import io.billing4j.testkit.SampleBooks;
import io.billing4j.testkit.TaxedDocumentSamples;
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
    void a_taxed_document_says_what_each_tax_comes_to() {
        Subscription subscription = SampleBooks.FIRST.subscription();
        io.billing4j.grpc.v1.Invoice message = InvoiceMessages.of(DocumentSamples.invoice(
                TaxedDocumentSamples.draft(1, subscription, 0, TaxedDocumentSamples.exclusive())));

        // 39.97 at 5 % are 2.00, and 10 % on 41.97 are 4.20.
        assertThat(message.getTaxTotalsList())
                .extracting(total -> total.getApplied().getTaxId() + " "
                        + total.getApplied().getPercent() + " "
                        + total.getBase().getAmount() + " " + total.getTax().getAmount() + " " + total.getBehavior())
                .containsExactly("gst 5 39.97 2.00 EXCLUSIVE", "pst 10 39.97 4.20 EXCLUSIVE");
        assertThat(message.getTax()).isEqualTo(dollars("6.20"));
        assertThat(message.hasTaxIncluded()).isFalse();
        LineTaxes taxes = message.getLines(0).getTaxes();
        assertThat(taxes.getPlace().getCountry() + " " + taxes.getPlace().getRegion() + " " + taxes.getCategory())
                .isEqualTo("CA QC standard");
        assertThat(taxes.getSharesList())
                .extracting(share ->
                        share.getApplied().getName() + " " + share.getApplied().getCompound() + " "
                                + share.getAmount().getAmount())
                .containsExactly("GST \"ü\" false 0.80", "PST true 1.68");
    }

    @Test
    void an_untaxed_document_says_why() {
        Subscription subscription = SampleBooks.FIRST.subscription();
        io.billing4j.grpc.v1.Invoice message = InvoiceMessages.of(DocumentSamples.invoice(
                TaxedDocumentSamples.draft(1, subscription, 0, TaxedDocumentSamples.untaxed())));

        assertThat(message.getTaxTotalsList())
                .extracting(total -> total.getUntaxed() + " " + total.getReason() + " "
                        + total.getBase().getAmount())
                .containsExactly("EXEMPT Article 132 of 2006/112/EC 39.97");
        assertThat(message.getLines(0).getTaxes().getReason()).isEqualTo("Article 132 of 2006/112/EC");
        assertThat(message.getLines(0).getTaxes().getSharesList()).isEmpty();
    }

    @Test
    void a_credit_note_says_what_it_credits_and_where_that_goes() {
        io.billing4j.grpc.v1.Invoice message = InvoiceMessages.of(SampleBooks.FIRST_NOTE);

        assertThat(message.getType()).isEqualTo(io.billing4j.grpc.v1.Invoice.Type.CREDIT_NOTE);
        assertThat(message.getCreditNote())
                .isEqualTo(io.billing4j.grpc.v1.CreditNoteTerms.newBuilder()
                        .setInvoiceId(SampleBooks.FIRST_INVOICE.id().toString())
                        .setInvoiceNumber("INV-202311-00001")
                        .setReason(io.billing4j.grpc.v1.CreditNoteTerms.Reason.OTHER)
                        .setCredit(dollars("5.00"))
                        .setRefund(dollars("0.00"))
                        .setOffset(dollars("0.00"))
                        .build());
        assertThat(message.getCredit()).isEqualTo(dollars("-5.00"));
        assertThat(InvoiceMessages.of(SampleBooks.FIRST_INVOICE).getType())
                .isEqualTo(io.billing4j.grpc.v1.Invoice.Type.INVOICE);
        assertThat(InvoiceMessages.of(SampleBooks.FIRST_INVOICE).hasCreditNote())
                .isFalse();
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
