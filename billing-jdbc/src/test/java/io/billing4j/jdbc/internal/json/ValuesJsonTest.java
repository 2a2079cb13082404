package io.billing4j.jdbc.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** How flat maps are stored. */
class ValuesJsonTest {
    @Test
    void are_written_in_the_order_of_names() {
        assertThat(ValuesJson.write(Map.of("total", "150.74", "currency", "USD", "v", "\"1\"")))
                .isEqualTo("{\"v\":1,\"values\":{\"currency\":\"USD\",\"total\":\"150.74\",\"v\":\"\\\"1\\\"\"}}");
    }

    @Test
    void are_nothing_at_all_where_they_are_empty_and_that_is_allowed() {
        assertThat(ValuesJson.write(Map.of())).isEqualTo("{\"v\":1,\"values\":{}}");
        assertThat(ValuesJson.writeUnlessEmpty(Map.of())).isNull();
        assertThat(ValuesJson.read(null)).isEmpty();
    }

    @Test
    void are_not_read_where_they_are_not_text() {
        assertThatThrownBy(() -> ValuesJson.read("{\"v\":1,\"values\":{\"a\":1}}"))
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> ValuesJson.read("{\"v\":1,\"values\":{\"a\":null}}"))
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> ValuesJson.read("{\"v\":3,\"values\":{}}")).hasMessageContaining("version");
        assertThatThrownBy(() -> ValuesJson.read("{\"a\":\"b\"}")).hasMessageContaining("'v'");
    }

    @Property
    void come_back_as_they_were(
            @ForAll Map<@StringLength(max = 20) String, @CharRange(from = ' ', to = '\uD7FF') String> values) {
        assertThat(ValuesJson.read(ValuesJson.write(values))).isEqualTo(values);
    }
}
