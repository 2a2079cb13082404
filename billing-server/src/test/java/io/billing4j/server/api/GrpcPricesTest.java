package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.billing4j.grpc.v1.BillingInterval;
import io.billing4j.grpc.v1.BillingRunServiceGrpc.BillingRunServiceBlockingStub;
import io.billing4j.grpc.v1.BucketedPrice;
import io.billing4j.grpc.v1.Charge;
import io.billing4j.grpc.v1.Commitment;
import io.billing4j.grpc.v1.CreateCustomerRequest;
import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.CreatePlanRequest;
import io.billing4j.grpc.v1.CreateSubscriptionRequest;
import io.billing4j.grpc.v1.CustomerServiceGrpc.CustomerServiceBlockingStub;
import io.billing4j.grpc.v1.Derivation;
import io.billing4j.grpc.v1.GetPlanRequest;
import io.billing4j.grpc.v1.Invoice;
import io.billing4j.grpc.v1.InvoiceLine;
import io.billing4j.grpc.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub;
import io.billing4j.grpc.v1.ListInvoicesRequest;
import io.billing4j.grpc.v1.Meter;
import io.billing4j.grpc.v1.MeterServiceGrpc.MeterServiceBlockingStub;
import io.billing4j.grpc.v1.PackagePrice;
import io.billing4j.grpc.v1.PercentagePrice;
import io.billing4j.grpc.v1.PlanServiceGrpc.PlanServiceBlockingStub;
import io.billing4j.grpc.v1.Price;
import io.billing4j.grpc.v1.PriceTerms;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RunBillingRequest;
import io.billing4j.grpc.v1.SubscriptionServiceGrpc.SubscriptionServiceBlockingStub;
import io.billing4j.grpc.v1.UsageEvent;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Prices that look at the parts of a quantity, by the generated stubs. */
class GrpcPricesTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final Charge REQUESTS = Charge.newBuilder()
            .setChargeId("requests")
            .setDescription("Requests")
            .setMeterId("requests")
            .setTiming(Charge.Timing.IN_ARREARS)
            .setProration(Charge.Proration.FIXED_30_DAYS)
            .setPrice(Price.newBuilder()
                    .setBucketed(BucketedPrice.newBuilder()
                            .setInner(Price.newBuilder()
                                    .setPackage(PackagePrice.newBuilder()
                                            .setSize("100")
                                            .setPackageAmount("5")
                                            .setFreeUnits("0")
                                            .setRounding(PackagePrice.PartialPackage.UP)))))
            .setTerms(PriceTerms.newBuilder()
                    .setIncludedUnits("0")
                    .setDiscountPercent("10")
                    .setCommitment(Commitment.newBuilder()
                            .setAmount("30")
                            .setOverageFactor("1")
                            .setTrueUp(true)))
            .build();

    private static final Charge PAYMENTS = Charge.newBuilder()
            .setChargeId("payments")
            .setDescription("Payments")
            .setMeterId("payments")
            .setTiming(Charge.Timing.IN_ARREARS)
            .setProration(Charge.Proration.BY_SECOND)
            .setPrice(Price.newBuilder()
                    .setPercentage(PercentagePrice.newBuilder()
                            .setRatePercent("2.9")
                            .setFreeEvents(0)
                            .setFreeAmount("0")
                            .setFixedPerEvent("0.3")))
            .build();

    private final Rest tenant = SERVER.newTenant();

    @BeforeEach
    void load() {
        stub(MeterServiceBlockingStub.class)
                .createMeter(CreateMeterRequest.newBuilder()
                        .setMeterId("requests")
                        .setAggregation(Meter.Aggregation.SUM)
                        .setWindow(Meter.Window.HOUR)
                        .build());
        stub(MeterServiceBlockingStub.class)
                .createMeter(CreateMeterRequest.newBuilder()
                        .setMeterId("payments")
                        .setAggregation(Meter.Aggregation.SUM)
                        .build());
        stub(PlanServiceBlockingStub.class)
                .createPlan(CreatePlanRequest.newBuilder()
                        .setPlanId("gateway")
                        .setName("Gateway")
                        .setCurrency("USD")
                        .setInterval(BillingInterval.newBuilder().setUnit(BillingInterval.Unit.MONTH))
                        .addCharges(REQUESTS)
                        .addCharges(PAYMENTS)
                        .build());
    }

    @Test
    void a_plan_comes_back_as_it_was_sent() {
        assertThat(stub(PlanServiceBlockingStub.class)
                        .getPlan(
                                GetPlanRequest.newBuilder().setPlanId("gateway").build())
                        .getChargesList())
                .containsExactly(REQUESTS, PAYMENTS);
    }

    @Test
    void hours_and_events_are_priced_one_by_one() {
        stub(CustomerServiceBlockingStub.class)
                .createCustomer(CreateCustomerRequest.newBuilder()
                        .setCustomerId("ada")
                        .setName("Ada")
                        .build());
        stub(SubscriptionServiceBlockingStub.class)
                .createSubscription(CreateSubscriptionRequest.newBuilder()
                        .setCustomerId("ada")
                        .setPlanId("gateway")
                        .setStartDate("2023-11-01")
                        .build());
        stub(UsageServiceBlockingStub.class)
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(event("r1", "requests", "50", "2023-11-16T10:00:00Z"))
                        .addEvents(event("r2", "requests", "150", "2023-11-16T11:00:00Z"))
                        .addEvents(event("r3", "requests", "200", "2023-11-16T12:00:00Z"))
                        .addEvents(event("r4", "requests", "98", "2023-11-16T13:00:00Z"))
                        .addEvents(event("r5", "requests", "1", "2023-11-16T13:59:59Z"))
                        .addEvents(event("p1", "payments", "100", "2023-11-16T10:00:00Z"))
                        .addEvents(event("p2", "payments", "20", "2023-11-16T10:00:01Z"))
                        .build());
        stub(BillingRunServiceBlockingStub.class)
                .runBilling(
                        RunBillingRequest.newBuilder().setCutOff("2023-12-01").build());
        List<Invoice> invoices = stub(InvoiceServiceBlockingStub.class)
                .listInvoices(ListInvoicesRequest.getDefaultInstance())
                .getInvoicesList();
        assertThat(invoices).hasSize(1);
        List<InvoiceLine> lines = invoices.get(0).getLinesList();
        // Hours with 50, 150, 200 and 99: (1 + 2 + 2 + 1) x 5.00 = 30.00, less 10 %; 3.00 is missing to the commitment.
        // 100 x 2.9 % + 0.30 = 3.20 and 20 x 2.9 % + 0.30 = 0.88.
        assertThat(lines).extracting(line -> line.getAmount().getAmount()).containsExactly("27.00", "3.00", "4.08");
        assertThat(lines)
                .extracting(line -> line.getDerivation().getPart())
                .containsExactly(Derivation.Part.CHARGE, Derivation.Part.TRUE_UP, Derivation.Part.CHARGE);
        assertThat(lines.get(0).getDerivation().getPartsList())
                .extracting(Derivation.QuantityPart::getQuantity)
                .containsExactly("50", "150", "200", "99");
        assertThat(lines.get(0).getDerivation().getTerms()).isEqualTo(REQUESTS.getTerms());
        assertThat(lines.get(2).getDerivation().hasTerms()).isFalse();
        assertThat(lines.get(2).getDerivation().getPrice()).isEqualTo(PAYMENTS.getPrice());
    }

    private <T> T stub(Class<T> type) {
        return SERVER.stub(type, tenant);
    }

    private static UsageEvent event(String id, String meter, String quantity, String at) {
        return UsageEvent.newBuilder()
                .setEventId(id)
                .setCustomerId("ada")
                .setMeterId(meter)
                .setQuantity(quantity)
                .setOccurredAt(
                        Timestamp.newBuilder().setSeconds(Instant.parse(at).getEpochSecond()))
                .build();
    }
}
