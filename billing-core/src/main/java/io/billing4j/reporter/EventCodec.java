package io.billing4j.reporter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EpochMicros;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.usage.UsageEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of a record. Big-endian; a text is its length in two bytes and UTF-8.
 *
 * <pre>
 * event    kind 1; marks: 1 with subscription, 2 with service; id, customer, [subscription], meter;
 *          scale in one byte, length in one byte and two's complement of the unscaled quantity;
 *          microseconds since 1970 in eight bytes; [service]; number of properties in one byte, name and value of each
 * refused  kind 2; marks: 1 with field; code, [field], detail; an event
 * </pre>
 */
final class EventCodec {
    private static final int EVENT = 1;
    private static final int REFUSED = 2;
    private static final int WITH_SUBSCRIPTION = 1;
    private static final int WITH_SERVICE = 2;
    private static final int WITH_FIELD = 1;

    /** An event has less than 20,000 bytes; with these at its side a refused one still fits a record. */
    private static final int LONGEST_ERROR_TEXT = 2000;

    private EventCodec() {}

    static byte[] encode(UsageEvent event) {
        return bytes(out -> write(event, out));
    }

    static byte[] encode(RefusedUsage refused) {
        BillingException error = refused.error();
        return bytes(out -> {
            out.writeByte(REFUSED);
            out.writeByte(error.field() == null ? 0 : WITH_FIELD);
            text(error.code().name(), out);
            if (error.field() != null) {
                text(shortened(error.field()), out);
            }
            text(shortened(error.detail()), out);
            write(refused.event(), out);
        });
    }

    /** The event; an IOException if the content is no event. */
    static UsageEvent decode(byte[] content) throws IOException {
        return read(content, EventCodec::event);
    }

    /** The refused event; an IOException if the content is none. */
    static RefusedUsage decodeRefused(byte[] content) throws IOException {
        return read(content, in -> {
            expect(REFUSED, in);
            int marks = in.readUnsignedByte();
            ErrorCode code = code(text(in));
            String field = (marks & WITH_FIELD) == 0 ? null : text(in);
            String detail = text(in);
            BillingException error = field == null ? code.because(detail) : code.at(field, detail);
            return new RefusedUsage(event(in), error);
        });
    }

    private static void write(UsageEvent event, DataOutputStream out) throws IOException {
        out.writeByte(EVENT);
        out.writeByte(
                (event.subscription() == null ? 0 : WITH_SUBSCRIPTION) | (event.service() == null ? 0 : WITH_SERVICE));
        text(event.id().value(), out);
        text(event.customer().value(), out);
        if (event.subscription() != null) {
            text(event.subscription().value(), out);
        }
        text(event.meter().value(), out);
        byte[] unscaled = event.quantity().unscaledValue().toByteArray();
        out.writeByte(event.quantity().scale());
        out.writeByte(unscaled.length);
        out.write(unscaled);
        out.writeLong(EpochMicros.of(event.occurredAt()));
        if (event.service() != null) {
            text(event.service(), out);
        }
        out.writeByte(event.properties().size());
        for (Map.Entry<String, String> property : new TreeMap<>(event.properties()).entrySet()) {
            text(property.getKey(), out);
            text(property.getValue(), out);
        }
    }

    private static UsageEvent event(DataInputStream in) throws IOException {
        expect(EVENT, in);
        int marks = in.readUnsignedByte();
        EventId id = EventId.of(text(in));
        CustomerId customer = CustomerId.of(text(in));
        SubscriptionId subscription = (marks & WITH_SUBSCRIPTION) == 0 ? null : SubscriptionId.of(text(in));
        MeterId meter = MeterId.of(text(in));
        int scale = in.readUnsignedByte();
        byte[] unscaled = in.readNBytes(in.readUnsignedByte());
        Instant occurredAt = EpochMicros.instant(in.readLong());
        String service = (marks & WITH_SERVICE) == 0 ? null : text(in);
        Map<String, String> properties = new HashMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            properties.put(text(in), text(in));
        }
        return new UsageEvent(
                id,
                customer,
                subscription,
                meter,
                new BigDecimal(new BigInteger(unscaled), scale),
                occurredAt,
                service,
                properties);
    }

    private static void expect(int kind, DataInputStream in) throws IOException {
        int found = in.readUnsignedByte();
        if (found != kind) {
            throw new IOException("expected a record of kind " + kind + " but found " + found);
        }
    }

    private static ErrorCode code(String name) {
        try {
            return ErrorCode.valueOf(name);
        } catch (IllegalArgumentException e) {
            // A newer version may have more codes.
            return ErrorCode.INTERNAL;
        }
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("expected a text of " + length + " bytes but found " + bytes.length);
        }
        return new String(bytes, UTF_8);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_ERROR_TEXT ? text : text.substring(0, LONGEST_ERROR_TEXT);
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("a record in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] content, Reading<T> reading) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
        T read;
        try {
            read = reading.from(in);
        } catch (BillingException | NumberFormatException | ArithmeticException e) {
            throw new IOException("the record is no event: " + e.getMessage(), e);
        }
        if (in.available() > 0) {
            throw new IOException("the record goes on after its event");
        }
        return read;
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Reading<T extends @Nullable Object> {
        T from(DataInputStream in) throws IOException;
    }
}
