package io.billing4j.server.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * JSON as RFC 8259 has it and nothing more: one object in valid UTF-8, no name twice, no lone surrogate, nothing after it.
 * Lenient readers make something of the rest, and which of two values they take is nobody's guess.
 */
final class JsonSyntax {
    private static final int DEEPEST = 32;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(100)
                    .build())
            .build();

    private JsonSyntax() {}

    /**
     * The names of the object's own fields.
     *
     * @throws BillingException MALFORMED_REQUEST if it is anything but one well-formed object
     */
    static Set<String> topLevelNames(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(decoded(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ErrorCode.MALFORMED_REQUEST.because("the body is not a JSON object");
            }
            Set<String> names = new LinkedHashSet<>();
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
                    requireWholeCharacters(parser.getText());
                    if (token == JsonToken.FIELD_NAME && depth == 1) {
                        names.add(parser.currentName());
                    }
                } else if (token.isNumeric()) {
                    // Reads the number, so that an overlong one is found here.
                    parser.getNumberType();
                }
            }
            if (parser.nextToken() != null) {
                throw ErrorCode.MALFORMED_REQUEST.because("something follows the JSON object");
            }
            return names;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
    }

    /** A parser that refuses a name that is given twice, and nesting and numbers beyond any use. */
    static JsonParser parser(InputStream in) throws IOException {
        return FACTORY.createParser(in);
    }

    /** What is wrong with JSON, without a word of its content. */
    static BillingException malformed(JsonProcessingException problem) {
        String place = problem.getLocation() == null
                ? ""
                : " at line " + problem.getLocation().getLineNr() + ", column "
                        + problem.getLocation().getColumnNr();
        return ErrorCode.MALFORMED_REQUEST.because("the body is not well-formed JSON, or holds a name twice" + place);
    }

    private static String decoded(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ErrorCode.MALFORMED_REQUEST.because("the body is not UTF-8", e);
        }
    }

    private static void requireWholeCharacters(String text) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw ErrorCode.MALFORMED_REQUEST.because("a text holds half a character");
        }
    }
}
