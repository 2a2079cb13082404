package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.BillingInterval;
import io.billing4j.grpc.v1.CreatePlanRequest;
import io.billing4j.grpc.v1.Finding;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.UsageTotal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    void what_is_wrong_is_named_by_its_path(String json, ErrorCode code, String path) throws IOException {
        assertThat(faults(json))
                .singleElement()
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(code))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo(path));
    }

    @Test
    void whatever_is_wrong_is_told_in_the_order_of_the_text() throws IOException {
        String json =
                "{'colour': {'red': [1]}, 'planId': {'x': 1}, 'charges': [null, {'price': {'flat': [], 'volume': {}}}, 7,"
                        + " {'timing': 'SOON', 'description': 1}], 'interval': {'count': 'many', 'unit': 'DAY'}, 'name': 'N'}";
        CreatePlanRequest.Builder read = CreatePlanRequest.newBuilder();
        Faults faults = new Faults();
        read(json, read, faults);
        assertThat(found(faults))
                .extracting(fault -> fault.code() + " " + fault.field())
                .containsExactly(
                        "UNKNOWN_FIELD colour",
                        "MALFORMED_REQUEST planId",
                        "MALFORMED_REQUEST charges[0]",
                        "MALFORMED_REQUEST charges[1].price.flat",
                        "MALFORMED_REQUEST charges[1].price.volume",
                        "MALFORMED_REQUEST charges[2]",
                        "INVALID_CHOICE charges[3].timing",
                        "MALFORMED_REQUEST charges[3].description",
                        "INVALID_NUMBER interval.count");
        assertThat(read.getName()).isEqualTo("N");
        assertThat(read.getChargesCount()).isEqualTo(4);
        assertThat(read.getInterval().getUnit()).isEqualTo(BillingInterval.Unit.DAY);
    }

    @Test
    void the_hundredth_fault_is_the_last_that_is_looked_for() {
        String json = "{'charges': [" + "1,".repeat(1_000_000) + "1]}";
        RequestFaults refused = catchThrowableOfType(RequestFaults.class, () -> faults(json));
        assertThat(refused.faults()).hasSize(100);
    }

    private static List<Fault> faults(String json) throws IOException {
        Faults faults = new Faults();
        read(json, CreatePlanRequest.newBuilder(), faults);
        return found(faults);
    }

    private static List<Fault> found(Faults faults) {
        try {
            faults.throwIfAny();
            return List.of();
        } catch (RequestFaults refused) {
            return refused.faults();
        }
    }

    private static Message read(String json, Message.Builder message) throws IOException {
        Faults faults = new Faults();
        read(json, message, faults);
        faults.throwIfAny();
        return message.build();
    }

    private static void read(String json, Message.Builder message, Faults faults) throws IOException {
        byte[] text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        new JsonMessageReader(JsonSyntax.parser(new ByteArrayInputStream(text)), faults).readInto(message);
    }
}
