package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import io.billing4j.grpc.v1.AddOneOffChargeRequest;
import io.billing4j.grpc.v1.AdjustBalanceRequest;
import io.billing4j.grpc.v1.AuditEntry;
import io.billing4j.grpc.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import io.billing4j.grpc.v1.Balance;
import io.billing4j.grpc.v1.BalanceEntry;
import io.billing4j.grpc.v1.BalanceServiceGrpc.BalanceServiceBlockingStub;
import io.billing4j.grpc.v1.BillOneOffsRequest;
import io.billing4j.grpc.v1.BillReachedUsageRequest;
import io.billing4j.grpc.v1.BillingRunServiceGrpc.BillingRunServiceBlockingStub;
import io.billing4j.grpc.v1.CreditNoteServiceGrpc.CreditNoteServiceBlockingStub;
import io.billing4j.grpc.v1.CreditNoteTerms;
import io.billing4j.grpc.v1.CreditedWhole;
import io.billing4j.grpc.v1.CustomerServiceGrpc.CustomerServiceBlockingStub;
import io.billing4j.grpc.v1.CustomerStatus;
import io.billing4j.grpc.v1.GetBalanceRequest;
import io.billing4j.grpc.v1.GetCustomerStatusRequest;
import io.billing4j.grpc.v1.Invoice;
import io.billing4j.grpc.v1.IssueCreditNoteRequest;
import io.billing4j.grpc.v1.ListAuditEntriesRequest;
import io.billing4j.grpc.v1.Money;
import io.billing4j.grpc.v1.OneOffServiceGrpc.OneOffServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Balances, one-off charges, credit notes and the audit trail by the generated stubs. */
class GrpcBooksTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final Rest tenant = SERVER.newTenant();

    /** Of 37.50 the balance of 10.00 pays its part; credited as a whole, 27.50 are taken off and 10.00 are back. */
    @Test
    void the_generated_stubs_go_from_a_gift_to_a_credit_note() {
        Offers.in(tenant);
        BalanceServiceBlockingStub balances = SERVER.stub(BalanceServiceBlockingStub.class, tenant);
        BalanceEntry entry = balances.adjustBalance(gift("ada"));
        assertThat(entry.getDebit()).isEqualTo(Balance.Account.ADJUSTMENTS);
        assertThat(entry.getBalanceAfter()).isEqualTo(usd("10.00"));

        OneOffServiceBlockingStub oneOffs = SERVER.stub(OneOffServiceBlockingStub.class, tenant);
        oneOffs.addOneOffCharge(AddOneOffChargeRequest.newBuilder()
                .setCustomerId("ada")
                .setDescription("Parts")
                .setPrice("12.50")
                .setCurrency("USD")
                .setQuantity("3")
                .build());
        Invoice invoice = oneOffs.billOneOffs(
                BillOneOffsRequest.newBuilder().setCustomerId("ada").build());
        assertThat(invoice.getTotal()).isEqualTo(usd("27.50"));
        assertThat(balance(balances)).isEqualTo(usd("0.00"));

        Invoice note = SERVER.stub(CreditNoteServiceBlockingStub.class, tenant)
                .issueCreditNote(IssueCreditNoteRequest.newBuilder()
                        .setInvoiceId(invoice.getInvoiceId())
                        .setWhole(CreditedWhole.getDefaultInstance())
                        .setReason(CreditNoteTerms.Reason.ORDER_CANCELLATION)
                        .build());
        assertThat(note.getCreditNote().getOffset()).isEqualTo(usd("27.50"));
        assertThat(note.getCreditNote().getCredit()).isEqualTo(usd("10.00"));
        assertThat(balance(balances)).isEqualTo(usd("10.00"));

        CustomerStatus status = SERVER.stub(CustomerServiceBlockingStub.class, tenant)
                .getCustomerStatus(GetCustomerStatusRequest.newBuilder()
                        .setCustomerId("ada")
                        .build());
        assertThat(status.getLastInvoice().getInvoiceId()).isEqualTo(invoice.getInvoiceId());
        assertThat(status.getBalance()).isEqualTo(usd("10.00"));
        assertThat(SERVER.stub(AuditServiceBlockingStub.class, tenant)
                        .listAuditEntries(ListAuditEntriesRequest.newBuilder()
                                .setSubjectType("credit_note")
                                .setSubjectId(note.getInvoiceId())
                                .build())
                        .getEntriesList())
                .extracting(AuditEntry::getAction)
                .containsExactly("credit_note.issued");
    }

    @Test
    void a_refusal_has_its_code() {
        BalanceServiceBlockingStub balances = SERVER.stub(BalanceServiceBlockingStub.class, tenant);
        StatusRuntimeException error =
                catchThrowableOfType(StatusRuntimeException.class, () -> balances.adjustBalance(gift("nobody")));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(GrpcErrorDetails.of(error, ErrorInfo.class).getReason()).isEqualTo("CUSTOMER_NOT_FOUND");
    }

    @Test
    void nothing_has_reached_an_amount() {
        assertThat(SERVER.stub(BillingRunServiceBlockingStub.class, tenant)
                        .billReachedUsage(BillReachedUsageRequest.getDefaultInstance())
                        .getDocuments())
                .isZero();
    }

    private static AdjustBalanceRequest gift(String customer) {
        return AdjustBalanceRequest.newBuilder()
                .setCustomerId(customer)
                .setAmount(usd("10.00"))
                .setMemo("Thanks")
                .build();
    }

    private static Money balance(BalanceServiceBlockingStub balances) {
        return balances.getBalance(
                        GetBalanceRequest.newBuilder().setCustomerId("ada").build())
                .getBalance();
    }

    private static Money usd(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("USD").build();
    }
}
