package io.billing4j.server.transport;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form that gRPC gives a message: a byte that says whether it is compressed, four that say how long it is, and it. */
final class GrpcFrames {
    private static final int LENGTH_AT = 1;
    private static final int HEAD = 5;
    private static final Pattern BETWEEN_PIECES = Pattern.compile("(?<==)(?=[^=])");
    // A client that knows its message sends one.
    private static final int MOST_PIECES = 64;
    private static final int GROUP = 4;
    private static final String ENCODING = "grpc-encoding";
    private static final String NOT_ENCODED = "identity";

    private GrpcFrames() {}

    /**
     * Refuses the request of a call with one message unless its body is one whole frame.
     *
     * @throws io.billing4j.error.BillingException MALFORMED_REQUEST
     */
    static void requireOne(AggregatedHttpRequest request) {
        byte[] body = inText(request.contentType())
                ? decoded(request.contentAscii())
                : request.content().array();
        boolean whole = body.length >= HEAD && ByteBuffer.wrap(body).getInt(LENGTH_AT) == body.length - HEAD;
        if (!whole || !(body[0] == 0 || (body[0] == 1 && isEncoded(request.headers())))) {
            throw noMessage();
        }
    }

    /** Whether frames come as text, as from browsers that know no other way. */
    private static boolean inText(@Nullable MediaType type) {
        return type != null && GrpcSerializationFormats.PROTO_WEB_TEXT.isAccepted(type);
    }

    /** Of pieces of base64, each filled up for itself. */
    private static byte[] decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] pieces = BETWEEN_PIECES.split(text, MOST_PIECES + 1);
        if (pieces.length > MOST_PIECES) {
            throw noMessage();
        }
        for (String piece : pieces) {
            try {
                bytes.writeBytes(Base64.getDecoder().decode(piece));
            } catch (IllegalArgumentException e) {
                throw noMessage();
            }
            if (piece.length() % GROUP != 0) {
                throw noMessage();
            }
        }
        return bytes.toByteArray();
    }

    private static BillingException noMessage() {
        return ErrorCode.MALFORMED_REQUEST.because("expected one message in a frame of gRPC");
    }

    private static boolean isEncoded(RequestHeaders headers) {
        return !headers.get(ENCODING, NOT_ENCODED).equals(NOT_ENCODED);
    }
}
