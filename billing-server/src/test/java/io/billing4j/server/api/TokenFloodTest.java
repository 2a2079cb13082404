package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.server.security.CallLimits;
import io.billing4j.server.security.TokenAttempts;
import io.billing4j.server.security.Tokens;
import io.billing4j.store.memory.InMemoryBillingStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens that do not count, many of them in a moment that does not end, from the address of others. */
class TokenFloodTest {
    @RegisterExtension
    static final TestServer SERVER =
            new TestServer(new InMemoryBillingStore(), Tokens.accessInOneMoment(new CallLimits(1_000, 100, 100)));

    private static final String PATH = "/api/billing/plans";

    @Test
    void beyond_a_bound_only_tokens_that_have_counted_are_looked_at() {
        Rest known = SERVER.newTenant();
        known.get(PATH).ok();
        Rest forger = SERVER.nobody().with("authorization", "Bearer a.b.c");
        for (int i = 0; i < 2 * TokenAttempts.REFUSED_PER_SECOND; i++) {
            forger.get(PATH).refused(401, "UNAUTHENTICATED", "");
        }

        Rest.Answer refused = forger.get(PATH);
        refused.refused(429, "TOO_MANY_REQUESTS", "");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        SERVER.newTenant().get(PATH).refused(429, "TOO_MANY_REQUESTS", "");
        known.get(PATH).ok();
        assertThat(known.get("/metrics").text()).contains("billing_calls_refused_total{reason=\"limit\"} 2.0");
    }
}
