package io.billing4j.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
    private static final UUID ALL_ONES = new UUID(-1, -1);
    private static final UUID ALL_ZEROS = new UUID(0, 0);

    @Nested
    class AnId {
        @Test
        void has_the_bits_of_the_example_in_rfc_9562_appendix_a6() {
            // 017F22E2-79B0-7CC3-98C4-DC0C0C07398F: 2022-02-22T14:22:22-05:00, version 7, variant 10, random
            // 18C4DC0C0C07398F.
            // The RFC fills the 12 bits CC3 with chance; here they count from 0 in each millisecond.
            Instant instant = Instant.parse("2022-02-22T19:22:22Z");
            UUID random = new UUID(0, 0x18C4_DC0C_0C07_398FL);

            UUID id = new TimeOrderedIds(fixed(instant), () -> random).next();

            assertThat(id).hasToString("017f22e2-79b0-7000-98c4-dc0c0c07398f");
        }

        @Test
        void has_version_and_variant_whatever_the_random_bits() {
            for (UUID random : List.of(ALL_ONES, ALL_ZEROS, UUID.fromString("00000000-0000-4000-8000-000000000000"))) {
                UUID id = new TimeOrderedIds(fixed(Instant.parse("2026-11-20T12:00:00Z")), () -> random).next();

                assertThat(id.version()).isEqualTo(7);
                assertThat(id.variant()).isEqualTo(2);
            }
        }

        @Test
        void keeps_62_random_bits() {
            Instant instant = Instant.parse("2026-11-20T12:00:00Z");

            assertThat(new TimeOrderedIds(fixed(instant), () -> ALL_ONES).next().getLeastSignificantBits())
                    .isEqualTo(0xBFFF_FFFF_FFFF_FFFFL);
            assertThat(new TimeOrderedIds(fixed(instant), () -> ALL_ZEROS)
                            .next()
                            .getLeastSignificantBits())
                    .isEqualTo(0x8000_0000_0000_0000L);
        }

        @Test
        void begins_with_the_milliseconds_of_the_clock() {
            Instant instant = Instant.parse("2026-11-20T12:00:00.123999Z");

            UUID id = new TimeOrderedIds(fixed(instant), SystemSource::random).next();

            assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(instant.toEpochMilli());
        }

        @Test
        void survives_its_text_form() {
            UUID id = new TimeOrderedIds(fixed(Instant.parse("9998-12-31T23:59:59Z")), () -> ALL_ONES).next();

            assertThat(InvoiceId.parse(id.toString())).isEqualTo(InvoiceId.of(id));
        }
    }

    @Nested
    class IdsOfOneSource {
        @Test
        void increase_while_the_clock_stands_still_also_beyond_the_4096_of_a_millisecond() {
            TimeOrderedIds ids = new TimeOrderedIds(fixed(Instant.parse("2026-11-20T12:00:00Z")), () -> ALL_ONES);

            List<String> texts = next(ids, 10_000);

            assertThat(texts).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void increase_when_the_clock_goes_back() {
            Instant later = Instant.parse("2026-11-20T12:00:00Z");
            MovableClock clock = new MovableClock(later);
            TimeOrderedIds ids = new TimeOrderedIds(clock, () -> ALL_ZEROS);

            List<String> texts = next(ids, 3);
            clock.now = later.minusSeconds(3600);
            texts.addAll(next(ids, 5000));
            clock.now = later.plusMillis(1);
            texts.addAll(next(ids, 3));
            clock.now = later.plusMillis(2);
            texts.addAll(next(ids, 3));

            assertThat(texts).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void take_up_the_clock_again_once_it_has_caught_up() {
            Instant start = Instant.parse("2026-11-20T12:00:00Z");
            MovableClock clock = new MovableClock(start);
            TimeOrderedIds ids = new TimeOrderedIds(clock, () -> ALL_ZEROS);
            next(ids, 5000);

            clock.now = start.plusMillis(10);

            assertThat(ids.next()).hasToString(uuidText(clock.now) + "-7000-8000-000000000000");
        }

        @Test
        void are_different_when_many_threads_ask_at_once() throws InterruptedException {
            TimeOrderedIds ids = new TimeOrderedIds(fixed(Instant.parse("2026-11-20T12:00:00Z")), () -> ALL_ZEROS);
            List<List<String>> perThread = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

            List<Thread> threads = perThread.stream()
                    .map(texts -> new Thread(() -> texts.addAll(next(ids, 2000))))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            HashSet<String> all = new HashSet<>();
            perThread.forEach(all::addAll);
            assertThat(all).hasSize(6000);
            assertThat(perThread).allSatisfy(texts -> assertThat(texts).isSorted());
        }
    }

    private static List<String> next(IdSource ids, int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(ids.next().toString());
        }
        return texts;
    }

    private static String uuidText(Instant instant) {
        String hex = String.format("%012x", instant.toEpochMilli());
        return hex.substring(0, 8) + "-" + hex.substring(8);
    }

    private static Clock fixed(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private static final class MovableClock extends Clock {
        private Instant now;

        MovableClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException("ids have no zone");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
