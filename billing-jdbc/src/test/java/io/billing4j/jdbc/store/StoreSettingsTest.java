package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host may ask of a store. */
class StoreSettingsTest {
    private final JdbcBillingStore.Builder builder =
            JdbcBillingStore.builder(TestDatabase.emptyDatabase().application());

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT1H0.001S", "P300000000D"})
    void no_wait_is_shorter_than_a_millisecond_or_longer_than_an_hour(Duration wait) {
        assertThat(refusal(ErrorCode.INVALID_NUMBER, () -> builder.lockTimeout(wait))
                        .field())
                .isEqualTo("lockTimeout");
        assertThat(refusal(ErrorCode.INVALID_NUMBER, () -> builder.numberingTimeout(wait))
                        .field())
                .isEqualTo("numberingTimeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT1H"})
    void any_other_wait_is_accepted(Duration wait) {
        assertThatCode(() -> builder.lockTimeout(wait).numberingTimeout(wait).build())
                .doesNotThrowAnyException();
    }

    @Test
    void a_schema_goes_by_a_name_that_needs_no_quotes() {
        assertThat(refusal(ErrorCode.INVALID_KEY, () -> builder.schema("a\"b")).field())
                .isEqualTo("schema");
    }
}
