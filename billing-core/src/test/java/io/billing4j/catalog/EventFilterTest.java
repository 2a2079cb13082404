package io.billing4j.catalog;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFilterTest {
    @Test
    void takes_a_value_that_is_named_twice_as_one() {
        assertThat(EventFilter.including("region", "eu", "us", "eu"))
                .isEqualTo(EventFilter.including("region", "us", "eu"));
    }

    @Test
    @SuppressWarnings("NullAway") // a host in plain Java may do it
    void refuses_a_value_or_a_name_that_is_null() {
        Map<String, PropertyValues> noValues = new HashMap<>();
        noValues.put("region", null);
        Map<String, PropertyValues> noName = new HashMap<>();
        noName.put(null, PropertyValues.of("eu"));

        assertRefused(ErrorCode.MISSING_FIELD, "filter", () -> EventFilter.including("region", "eu", null));
        assertRefused(ErrorCode.MISSING_FIELD, "filter", () -> EventFilter.including(null, "eu"));
        assertRefused(
                ErrorCode.MISSING_FIELD,
                "filter",
                () -> new PropertyValues(new HashSet<>(Arrays.asList("eu", null)), true));
        assertRefused(ErrorCode.MISSING_FIELD, "filter", () -> EventFilter.ALL.and("region", null));
        assertRefused(ErrorCode.MISSING_FIELD, "filter", () -> EventFilter.ALL.except(noValues));
        assertRefused(ErrorCode.MISSING_FIELD, "filter", () -> EventFilter.ALL.except(noName));
    }

    @Test
    void allows_the_empty_text_as_a_value() {
        assertThat(new PropertyValues(Set.of(""), false).matches("")).isTrue();
    }
}
