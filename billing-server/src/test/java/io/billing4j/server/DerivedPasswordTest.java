package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DerivedPasswordTest {
    @Test
    void it_is_the_hmac_of_the_purpose_under_the_secret() {
        // RFC 4231, test case 2.
        assertThat(DerivedPassword.of("Jefe", "what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
