package io.billing4j.server.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Messages as the JSON that answers have: with their default values, so that no field is missing. */
public final class JsonText {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

    private JsonText() {}

    /** The message as text. */
    public static String of(Message message) {
        StringBuilder text = new StringBuilder();
        try {
            PRINTER.appendTo(message, text);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("messages of ours hold no Any", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
