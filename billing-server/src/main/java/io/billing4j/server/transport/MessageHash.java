package io.billing4j.server.transport;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.billing4j.id.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes of messages: equal where their content is, whichever node has them, by REST or by gRPC. */
public final class MessageHash {
    private static final byte VERSION = 1;

    private MessageHash() {}

    /**
     * The hash of a message.
     *
     * @param kind tells the same content for different ends apart
     */
    public static ContentHash of(String kind, Message message) {
        MessageDigest digest = sha256();
        digest.update(kind.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(bytes(message));
        return ContentHash.ofBytes(ByteBuffer.allocate(ContentHash.LENGTH)
                .put(VERSION)
                .put(digest.digest())
                .array());
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
