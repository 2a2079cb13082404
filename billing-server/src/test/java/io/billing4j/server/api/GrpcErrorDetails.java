package io.billing4j.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;

/** What a gRPC error carries. */
final class GrpcErrorDetails {
    private GrpcErrorDetails() {}

    /** The one detail of a type. */
    static <T extends Message> T of(StatusRuntimeException error, Class<T> type) {
        Status status = Objects.requireNonNull(StatusProto.fromThrowable(error));
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return detail.unpack(type);
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + status);
    }
}
