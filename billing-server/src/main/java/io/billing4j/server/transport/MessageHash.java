package io.billing4j.server.transport;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.billing4j.id.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Hashes of messages: equal where their content is, whichever node has them, by REST or by gRPC. */
public final class MessageHash {
    private static final int VERSION = 1;

    private MessageHash() {}

    /**
     * The hash of a message.
     *
     * @param kind tells the same content for different ends apart
     */
    public static ContentHash of(String kind, Message message) {
        return ContentHash.builder(kind, VERSION).bytes(bytes(message)).build();
    }

    /** Maps have no order of their own, so that it is the order of their keys. */
    private static byte[] bytes(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes what it has the size for", e);
        }
        out.checkNoSpaceLeft();
        return bytes;
    }
}
