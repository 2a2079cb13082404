package io.billing4j.server.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;

/** JSON as all of it is answered: with a line break at its end, so that a shell goes on in a line of its own. */
final class JsonLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonLine() {}

    /** A value of texts alone. */
    static HttpData of(Object value) {
        try {
            return HttpData.ofUtf8(JSON.writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts have no JSON", e);
        }
    }
}
