package io.billing4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenAttemptsTest {
    private static final InetAddress A = address("192.0.2.1");
    private static final InetAddress B = address("192.0.2.2");

    // It has to hold where a clock of nanoseconds begins below zero.
    private final AtomicLong nanos = new AtomicLong(-5);
    private final TokenAttempts attempts = new TokenAttempts(nanos::get);

    /** 500 in a second are one in 2 ms; 1,000 after a pause. */
    @Test
    void of_an_address_so_many_tokens_are_refused_in_a_second_and_then_none_is_looked_at() {
        refuse(A, 1_000);
        assertWaits(A, "x");
        nanos.addAndGet(Duration.ofMillis(2).toNanos() - 1);
        assertWaits(A, "x");
        nanos.addAndGet(1);
        attempts.require(A, "x");
        attempts.refuse(A, "x");
        assertWaits(A, "x");
    }

    @Test
    void of_other_addresses_all_are_looked_at() {
        refuse(A, 1_000);
        attempts.require(B, "x");
        refuse(address("2001:db8:0:1::1"), 1_000);
        attempts.require(address("2001:db8:0:2::1"), "x");
    }

    /** Whoever has one address of version 6 has all that begin as it does. */
    @Test
    void addresses_of_one_network_are_one() {
        for (int i = 0; i < 1_000; i++) {
            attempts.refuse(address("2001:db8:0:1::" + Integer.toHexString(i)), "x");
        }
        assertWaits(address("2001:db8:0:1:ffff::1"), "x");
    }

    /** 8,000 in a second are one in 125 µs; 16,000 after a pause, so those of 16 networks that have brought 1,000 each. */
    @Test
    void networks_below_the_same_48_bits_have_a_bound_in_common() {
        refuseOfNetworks(15);
        attempts.require(address("2001:db8:0:ffff::1"), "x");
        attempts.refuse(address("2001:db8:0:15::1"), "good");
        attempts.counts("good");
        refuse(address("2001:db8:0:15::1"), 999);
        assertWaits(address("2001:db8:0:ffff::1"), "x");
        attempts.require(address("2001:db8:0:ffff::1"), "good");
        attempts.require(address("2001:db8:1:ffff::1"), "x");

        nanos.addAndGet(125_000 - 1);
        assertWaits(address("2001:db8:0:ffff::1"), "x");
        nanos.addAndGet(1);
        attempts.require(address("2001:db8:0:ffff::1"), "x");
        attempts.refuse(address("2001:db8:0:ffff::1"), "x");
        assertWaits(address("2001:db8:0:ffff::1"), "x");
    }

    /** Tokens that are under way when their network's bound is reached are refused all the same: 16,000 of one network. */
    @Test
    void a_network_takes_no_more_of_what_it_has_in_common_than_its_own_bound() {
        refuse(address("2001:db8:0:1::1"), 16_000);
        assertWaits(address("2001:db8:0:1::1"), "x");
        attempts.require(address("2001:db8:0:2::1"), "x");
    }

    /** 64:ff9b::/96 is what translators put before an address of version 4, RFC 6052. */
    @Test
    void an_address_of_version_4_is_the_same_where_it_was_translated() {
        refuse(address("64:ff9b::192.0.2.1"), 1_000);
        assertWaits(address("64:ff9b::192.0.2.1"), "x");
        attempts.require(address("64:ff9b::192.0.2.2"), "x");
        assertWaits(A, "x");
        assertWaits(address("::ffff:192.0.2.1"), "x");
        for (int i = 3; i < 20; i++) {
            refuse(address("64:ff9b::192.0.2." + i), 1_000);
        }
        attempts.require(address("64:ff9b::192.0.2.2"), "x");
    }

    /** The prefix has 96 bits. */
    @Test
    void an_address_that_only_begins_like_a_translated_one_is_one_of_version_6() {
        refuse(address("64:ff9b::1:192.0.2.1"), 1_000);
        assertWaits(address("64:ff9b::1:192.0.2.2"), "x");
        attempts.require(address("64:ff9b::192.0.2.1"), "x");
    }

    /** Behind a proxy all have one address. */
    @Test
    void what_has_counted_is_looked_at_still() {
        attempts.counts("good");
        refuse(A, 1_000);
        attempts.require(A, "good");
        assertWaits(A, "better");
    }

    @Test
    void what_counts_no_more_is_like_any_other() {
        attempts.counts("good");
        refuse(A, 1_000);
        attempts.refuse(A, "good");
        assertWaits(A, "good");
    }

    @Test
    void tokens_that_count_take_nothing() {
        for (int i = 0; i < 1_000; i++) {
            attempts.require(A, "t" + i);
            attempts.counts("t" + i);
        }
        attempts.require(A, "x");
    }

    private void refuseOfNetworks(int many) {
        for (int i = 0; i < many; i++) {
            refuse(address("2001:db8:0:" + i + "::1"), 1_000);
        }
    }

    private void refuse(InetAddress from, int times) {
        for (int i = 0; i < times; i++) {
            attempts.refuse(from, "x");
        }
    }

    private void assertWaits(InetAddress from, String token) {
        BillingException refusal = catchThrowableOfType(BillingException.class, () -> attempts.require(from, token));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        assertThat(refusal.retryable()).isTrue();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
