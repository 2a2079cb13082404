package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.CreatePlanRequest;
import io.billing4j.grpc.v1.Finding;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.UsageTotal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonMessageReaderTest {
    @Nested
    class A_message {
        @Test
        void is_read_as_the_standard_reader_reads_it() throws IOException {
            String json = """
                    {"events": [
                      {"eventId": "e", "customer_id": "c", "meterId": "m", "quantity": "1.50", "service": null,
                       "occurredAt": "2023-11-16T19:17:03.979123+01:00", "properties": {"a": "1", "b": ""}},
                      {}]}
                    """;
            RecordUsageRequest.Builder expected = RecordUsageRequest.newBuilder();
            JsonFormat.parser().merge(json, expected);
            assertThat(read(json, RecordUsageRequest.newBuilder())).isEqualTo(expected.build());
        }

        @Test
        void has_whole_numbers_as_numbers_or_texts() throws IOException {
            assertThat(read("{\"events\": \"9223372036854775807\"}", UsageTotal.newBuilder()))
                    .isEqualTo(UsageTotal.newBuilder().setEvents(Long.MAX_VALUE).build());
            assertThat(read("{\"events\": -1}", UsageTotal.newBuilder()))
                    .isEqualTo(UsageTotal.newBuilder().setEvents(-1).build());
        }

        @Test
        void keeps_an_instant_of_the_last_year_to_the_microsecond() throws IOException {
            String last = "9998-12-31T23:59:59.999999Z";
            Message read = read("{\"recordedAt\": \"" + last + "\"}", Finding.newBuilder());
            assertThat(JsonFormat.printer().print(read)).contains(last);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'colour': 1}                                              | UNKNOWN_FIELD     | colour",
                "{'charges': [{}, {'price': {'graduated': {'tiers': [{'x': 1}]}}}]} | UNKNOWN_FIELD | charges[1].price.graduated.tiers[0].x",
                "{'charges': {}}                                            | MALFORMED_REQUEST | charges",
                "{'charges': ['']}                                          | MALFORMED_REQUEST | charges[0]",
                "{'planId': 1}                                              | MALFORMED_REQUEST | planId",
                "{'planId': ['p']}                                          | MALFORMED_REQUEST | planId",
                "{'planId': 'p', 'plan_id': 'p'}                            | MALFORMED_REQUEST | planId",
                "{'charges': [{'storeZeroLine': 'true'}]}                   | MALFORMED_REQUEST | charges[0].storeZeroLine",
                "{'interval': {'count': true}}                              | MALFORMED_REQUEST | interval.count",
                "{'interval': {'count': 'many'}}                            | INVALID_NUMBER    | interval.count",
                "{'interval': {'count': 2147483648}}                        | INVALID_NUMBER    | interval.count",
                "{'interval': {'unit': 1}}                                  | MALFORMED_REQUEST | interval.unit",
                "{'interval': {'unit': 'month'}}                            | INVALID_CHOICE    | interval.unit",
                "{'charges': [{'price': {'flat': {}, 'volume': {}}}]}       | MALFORMED_REQUEST | charges[0].price.volume"
            })
    void what_is_wrong_is_named_by_its_path(String json, ErrorCode code, String path) {
        BillingException refused = catchThrowableOfType(
                BillingException.class, () -> read(json.replace('\'', '"'), CreatePlanRequest.newBuilder()));
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.field()).isEqualTo(path);
    }

    private static Message read(String json, Message.Builder message) throws IOException {
        new JsonMessageReader(JsonSyntax.parser(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
                .readInto(message);
        return message.build();
    }
}
