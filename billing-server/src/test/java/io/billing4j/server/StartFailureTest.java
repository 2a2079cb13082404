package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    private final Configuration configuration = Configuration.read(null, Map.of(), Path.of("/srv"));

    @Test
    void a_port_in_use_is_found_however_deep_it_lies() {
        Throwable failure = new CompletionException(new IllegalStateException(new BindException("Address in use")));

        assertThat(StartFailure.line(failure, configuration))
                .isEqualTo("cannot listen on port 8016 of 127.0.0.1: Address in use; stop what listens there, or choose"
                        + " another port by BILLING_SERVER_PORT");
    }

    @Test
    void an_unreachable_database_says_what_to_check() {
        Throwable failure = ErrorCode.STORE_UNAVAILABLE.because("connection refused");

        assertThat(StartFailure.line(failure, configuration))
                .isEqualTo("connection refused; check BILLING_DATABASE_URL and that the database runs");
    }

    @Test
    void a_missing_right_says_who_may_have_it() {
        Throwable failure = ErrorCode.INSUFFICIENT_PRIVILEGE.because("expected role billing_app");

        assertThat(StartFailure.line(failure, configuration))
                .isEqualTo("expected role billing_app; BILLING_DATABASE_OWNER_USER may name a role that is allowed to");
    }

    @Test
    void anything_else_is_one_line_that_leads_to_the_log() {
        Throwable failure = new IllegalStateException("first\n   second");

        assertThat(StartFailure.line(failure, configuration))
                .isEqualTo("unexpected IllegalStateException: first second; see /srv/data/log");
    }
}
