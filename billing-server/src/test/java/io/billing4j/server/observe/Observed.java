package io.billing4j.server.observe;

import io.billing4j.engine.InvoiceObservation;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.period.BillingPeriod;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The second document of a subscription, as observers see it. */
final class Observed {
    static final LocalDate ISSUED = LocalDate.of(2023, 12, 1);

    private Observed() {}

    static InvoiceObservation started() {
        return observation(null, Duration.ZERO);
    }

    static InvoiceObservation finished(String number, Duration took) {
        return observation(new InvoiceNumber(number, ISSUED, "202312", 21), took);
    }

    private static InvoiceObservation observation(@Nullable InvoiceNumber number, Duration took) {
        BillingPeriod december = BillingPeriod.ofDates(ISSUED, ISSUED.plusMonths(1), ZoneOffset.UTC);
        return new InvoiceObservation(
                TenantId.of("demo"),
                SubscriptionId.of("conv-00"),
                new SlotPlace(1, 2, 0, 1, SlotReason.CYCLE, december),
                number,
                took);
    }
}
