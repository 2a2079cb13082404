package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.en16931.EnCheck;
import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

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

    @AfterEach
    void documents_were_read_by_the_standard() {
        System.out.println(standard);
        assertThat(standard.mapped()).isPositive();
    }
}
