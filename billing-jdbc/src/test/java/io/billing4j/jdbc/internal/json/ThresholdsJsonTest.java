package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.UsageThresholds;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsJsonTest {
    private static final UsageThresholds BOTH = new UsageThresholds(List.of(usd("60"), usd("100.50")), usd("100"));

    @Test
    void are_written_as_in_the_first_release_that_knew_them() {
        assertThat(ThresholdsJson.write(BOTH)).isEqualTo("{\"v\":1,\"amounts\":[\"60\",\"100.50\"],\"every\":\"100\"}");
        assertThat(ThresholdsJson.write(new UsageThresholds(List.of(usd("60")), null)))
                .isEqualTo("{\"v\":1,\"amounts\":[\"60\"]}");
        assertThat(ThresholdsJson.write(new UsageThresholds(List.of(), usd("1.5"))))
                .isEqualTo("{\"v\":1,\"amounts\":[],\"every\":\"1.5\"}");
        assertThat(ThresholdsJson.write(null)).isNull();
    }

    @Test
    void come_back_as_they_were() {
        assertThat(ThresholdsJson.read(ThresholdsJson.write(BOTH), CurrencyUnit.USD))
                .isEqualTo(BOTH);
        assertThat(ThresholdsJson.read(null, CurrencyUnit.USD)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":2,\"amounts\":[\"60\"]}",
                "{\"v\":1,\"amounts\":[\"60\"],\"once\":true}",
                "{\"v\":1,\"amounts\":[60]}",
                "{\"v\":1,\"amounts\":[]}",
                "{\"v\":1}",
            })
    void are_refused_where_they_say_something_else(String text) {
        assertThatThrownBy(() -> ThresholdsJson.read(text, CurrencyUnit.USD)).isInstanceOf(RuntimeException.class);
    }

    private static BigMoney usd(String amount) {
        return BigMoney.parse("USD " + amount);
    }
}
