package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.en16931.EnCheck;
import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.List;

class HistoryFuzzTest extends HistoryContract {
    private final EnCheck standard = new EnCheck();

    @Override
    protected BillingStore newStore() {
        return new InMemoryBillingStore();
    }

    @Override
    protected int usualHistories() {
        return 240;
    }

    @Override
    protected List<DocumentRule> documentRules() {
        return List.of(standard::broken);
    }

    /** A few histories may have no document that the standard is about, such as one history in a currency of three decimals. */
    @Override
    protected void held(int histories) {
        System.out.println(standard);
        if (histories >= usualHistories()) {
            assertThat(standard.mapped()).isPositive();
        }
    }
}
