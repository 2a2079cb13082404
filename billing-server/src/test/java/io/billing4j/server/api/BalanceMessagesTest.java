package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.balance.BalanceDifference;
import io.billing4j.engine.BalanceCheck;
import io.billing4j.id.CustomerId;
import java.util.List;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class BalanceMessagesTest {
    /** No call of this version makes one. */
    @Test
    void a_difference_has_both_amounts() {
        BalanceCheck check = new BalanceCheck(
                List.of(new BalanceDifference(CustomerId.of("ada"), Money.parse("USD 15.00"), Money.parse("USD 4.00"))),
                null);
        io.billing4j.grpc.v1.BalanceDifference message =
                BalanceMessages.of(check).get(0);
        assertThat(message.getCustomerId()).isEqualTo("ada");
        assertThat(message.getBalance()).isEqualTo(Writing.money(Money.parse("USD 15.00")));
        assertThat(message.getEntries()).isEqualTo(Writing.money(Money.parse("USD 4.00")));
    }
}
