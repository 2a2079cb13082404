package io.billing4j.server.api;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.billing4j.grpc.v1.Money;
import io.billing4j.period.BillingInterval;
import io.billing4j.server.transport.MessageHash;
import java.math.BigDecimal;
import java.time.Instant;
import org.joda.money.BigMoney;

/** Turns values of the domain into those of messages. */
final class Writing {
    private static final int REVISION = 16;

    private Writing() {}

    /** Without trailing zeros and without an exponent. */
    static String decimal(BigDecimal value) {
        return (value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros()).toPlainString();
    }

    /** The amount alone, exact; its currency is known from around it. */
    static String decimal(BigMoney value) {
        return decimal(value.getAmount());
    }

    static Money money(org.joda.money.Money value) {
        return Money.newBuilder()
                .setAmount(value.getAmount().toPlainString())
                .setCurrency(value.getCurrencyUnit().getCode())
                .build();
    }

    static Timestamp timestamp(Instant value) {
        return Timestamp.newBuilder()
                .setSeconds(value.getEpochSecond())
                .setNanos(value.getNano())
                .build();
    }

    /**
     * The revision of a thing.
     *
     * @param stored what is kept of it, and nothing that moves with the clock
     */
    static String revision(Message stored) {
        return MessageHash.of(stored.getDescriptorForType().getName(), stored).digits(REVISION);
    }

    static io.billing4j.grpc.v1.BillingInterval interval(BillingInterval value) {
        return io.billing4j.grpc.v1.BillingInterval.newBuilder()
                .setUnit(io.billing4j.grpc.v1.BillingInterval.Unit.valueOf(
                        value.unit().name()))
                .setCount(value.count())
                .build();
    }
}
