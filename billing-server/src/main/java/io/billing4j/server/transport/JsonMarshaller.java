package io.billing4j.server.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Messages as JSON: requests by {@link JsonMessageReader}, answers with their default values, so that no field is
 * missing, and with a line break at their end, as {@link JsonLine} has it.
 */
final class JsonMarshaller implements GrpcJsonMarshaller {
    @Override
    public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out) throws IOException {
        // The printer writes a few characters at a time, and a writer would encode each by itself.
        out.write(JsonText.of((Message) message).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    @Override
    public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) throws IOException {
        PrototypeMarshaller<T> typed = (PrototypeMarshaller<T>) marshaller;
        if (!(typed.getMessagePrototype() instanceof Message prototype)) {
            throw new IllegalStateException("not a marshaller of messages: " + marshaller);
        }
        Message.Builder message = prototype.newBuilderForType();
        Faults faults = new Faults();
        try (JsonParser parser = JsonSyntax.parser(in)) {
            new JsonMessageReader(parser, faults).readInto(message);
        } catch (JsonProcessingException e) {
            throw JsonSyntax.malformed(e);
        }
        if (!faults.isEmpty()) {
            RequestCheck.addTo(faults, message.build());
            faults.throwIfAny();
        }
        return typed.getMessageClass().cast(message.build());
    }
}
