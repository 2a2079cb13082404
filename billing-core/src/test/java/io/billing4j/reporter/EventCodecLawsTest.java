package io.billing4j.reporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.usage.UsageEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventCodecLawsTest {
    @Property
    void an_event_comes_back_as_it_was_to_the_last_digit(@ForAll("events") UsageEvent event) throws IOException {
        UsageEvent back = EventCodec.decode(EventCodec.encode(event));

        assertThat(back).isEqualTo(event);
        assertThat(back.quantity().scale()).isEqualTo(event.quantity().scale());
        assertThat(back.contentHash()).isEqualTo(event.contentHash());
    }

    @Property
    void a_refused_event_comes_back_with_its_error(
            @ForAll("events") UsageEvent event, @ForAll ErrorCode code, @ForAll("fields") String field)
            throws IOException {
        BillingException error = field.isEmpty() ? code.because("why " + field) : code.at(field, "why " + field);

        RefusedUsage back = EventCodec.decodeRefused(EventCodec.encode(new RefusedUsage(event, error)));

        assertThat(back.event()).isEqualTo(event);
        assertThat(back.error()).hasMessage(error.getMessage());
        assertThat(back.error().code()).isEqualTo(code);
        assertThat(back.error().field()).isEqualTo(error.field());
        assertThat(back.error().detail()).isEqualTo(error.detail());
    }

    /** Whatever is cut off, added or of another kind is an IOException, never an error of another kind or another event. */
    @Property
    void what_is_no_event_is_refused(@ForAll("events") UsageEvent event, @ForAll("lengths") int length) {
        byte[] content = EventCodec.encode(event);
        byte[] wrong = Arrays.copyOf(content, length % (content.length + 100));
        if (wrong.length == content.length) {
            wrong[0] = 9;
        }

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> EventCodec.decode(wrong));
    }

    @Example
    void the_largest_event_fits_a_record() {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < UsageEvent.MAX_PROPERTIES; i++) {
            properties.put((char) ('一' + i) + "€".repeat(63), "€".repeat(256));
        }
        UsageEvent largest = new UsageEvent(
                EventId.of("e".repeat(64)),
                CustomerId.of("c".repeat(64)),
                SubscriptionId.of("s".repeat(64)),
                MeterId.of("m".repeat(64)),
                new BigDecimal("-999999999999999999999999.999999999999999999"),
                Instant.parse("9998-12-31T23:59:59.999999Z"),
                "€".repeat(64),
                properties);
        BillingException error = ErrorCode.INVALID_TEXT.at("€".repeat(5000), "€".repeat(5000));

        assertThat(EventCodec.encode(new RefusedUsage(largest, error))).hasSizeLessThanOrEqualTo(Frames.MAX_CONTENT);
    }

    @Example
    void a_code_of_a_newer_version_is_read_as_internal() throws IOException {
        byte[] content = EventCodec.encode(
                new RefusedUsage(Books.event(1), ErrorCode.LATE_USAGE.because("the tenant refuses it")));
        // LATE_USAGE begins after kind, marks and two bytes of length.
        content[4] = 'Z';

        RefusedUsage back = EventCodec.decodeRefused(content);

        assertThat(back.error().code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(back.error().detail()).isEqualTo("the tenant refuses it");
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(0, 100_000);
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of("", "quantity", "properties.größe", "events[3].quantity");
    }

    @Provide
    Arbitrary<UsageEvent> events() {
        Arbitrary<String> keys = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("._:-")
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('À', 'ɏ')
                .withCharRange('一', '鿿')
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(text -> !text.isBlank());
        Arbitrary<BigDecimal> quantities = Combinators.combine(
                        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(24).negate(), BigInteger.TEN.pow(24)),
                        Arbitraries.integers().between(0, 18))
                .as(BigDecimal::new)
                .filter(quantity -> quantity.abs().compareTo(new BigDecimal("1e24")) < 0);
        Arbitrary<Instant> instants = Arbitraries.longs()
                .between(-2_208_988_800_000_000L, 253_300_000_000_000_000L)
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        return Combinators.combine(
                        keys,
                        keys,
                        keys.map(SubscriptionId::of).injectNull(0.5),
                        keys,
                        quantities,
                        instants,
                        texts.injectNull(0.5),
                        Arbitraries.maps(texts, Arbitraries.oneOf(texts, Arbitraries.just("")))
                                .ofMaxSize(4))
                .as((id, customer, subscription, meter, quantity, at, service, properties) -> new UsageEvent(
                        EventId.of(id),
                        CustomerId.of(customer),
                        subscription,
                        MeterId.of(meter),
                        quantity,
                        at,
                        service,
                        properties));
    }
}
