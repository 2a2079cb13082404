package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Invoices that are given back in parts, over REST. */
class RestCreditNoteTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String FIVE =
            "{'amount': {'amount': '5.00', 'currency': 'USD'}, 'reason': 'PRODUCT_UNSATISFACTORY', 'memo': 'Outage'";

    private final Rest rest = SERVER.newTenant();
    private final Offers ada = Offers.in(rest);
    private String december = "";

    /** 20.00 for a month. */
    @BeforeEach
    void bill() {
        ada.subscribed("2023-12-02", "");
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-02'}").ok();
        december = "/api/billing/invoices/"
                + ada.invoices().get(0).path("invoiceId").asText();
    }

    @Nested
    class A_note {
        /** Of 20.00 first 5.00, then 6.00 of the line, then the 9.00 that are left. */
        @Test
        void takes_an_amount_amounts_of_lines_or_the_rest() {
            JsonNode first = issued(FIVE + ", 'idempotencyKey': 'ticket-4711'}");
            assertThat(first.path("type").asText()).isEqualTo("CREDIT_NOTE");
            assertThat(first.path("invoiceNumber").asText()).isEqualTo("CN-202312-00001");
            assertThat(amount(first, "credit")).isEqualTo("-5.00");
            assertThat(amount(first, "total")).isEqualTo("0.00");
            assertThat(amount(first.path("creditNote"), "offset")).isEqualTo("5.00");
            assertThat(first.path("creditNote").path("reason").asText()).isEqualTo("PRODUCT_UNSATISFACTORY");
            assertThat(first.path("creditNote").path("memo").asText()).isEqualTo("Outage");
            assertThat(issued(FIVE + ", 'idempotencyKey': 'ticket-4711'}")).isEqualTo(first);
            rest.post(december + ":credit", FIVE.replace("5.00", "4.00") + ", 'idempotencyKey': 'ticket-4711'}")
                    .refused(409, "IDEMPOTENCY_CONFLICT", "idempotencyKey");

            JsonNode second =
                    issued("{'lines': {'amounts': [{'line': 1, 'amount': {'amount': '6', 'currency': 'USD'}}]},"
                            + " 'reason': 'OTHER', 'use': {'credit': {'amount': '2', 'currency': 'USD'},"
                            + " 'refund': {'amount': '4', 'currency': 'USD'}}}");
            assertThat(amount(second.path("creditNote"), "credit")).isEqualTo("2.00");
            assertThat(amount(second.path("creditNote"), "refund")).isEqualTo("4.00");
            assertThat(amount(second.path("creditNote"), "offset")).isEqualTo("0.00");
            assertThat(rest.get("/api/billing/customers/ada/balance")
                            .ok()
                            .json()
                            .path("balance")
                            .path("amount")
                            .asText())
                    .isEqualTo("2.00");

            rest.post(december + ":credit", FIVE.replace("5.00", "9.01") + "}")
                    .refused(409, "CREDIT_NOTE_EXCEEDS_INVOICE", "amount");
            JsonNode rest9 = issued("{'whole': {}, 'reason': 'ORDER_CANCELLATION'}");
            assertThat(amount(rest9, "credit")).isEqualTo("-9.00");
            rest.post(december + ":credit", "{'whole': {}, 'reason': 'OTHER'}")
                    .refused(409, "CREDIT_NOTE_EXCEEDS_INVOICE", "amount");
            assertThat(notes()).containsExactly(first, second, rest9);
        }

        @Test
        void is_seen_before_it_is_issued() {
            JsonNode preview =
                    rest.post(december + ":previewCredit", FIVE + "}").ok().json();
            assertThat(amount(preview, "left")).isEqualTo("20.00");
            assertThat(amount(preview, "due")).isEqualTo("20.00");
            assertThat(amount(preview, "refundable")).isEqualTo("20.00");
            JsonNode note = preview.path("creditNote");
            assertThat(note.path("status").asText()).isEqualTo("DRAFT");
            assertThat(note.path("invoiceNumber").asText()).isEmpty();
            assertThat(amount(note, "credit")).isEqualTo("-5.00");
            assertThat(note.path("lines")).hasSize(2);
            assertThat(note.path("creditNote").path("invoiceNumber").asText()).isEqualTo("INV-202312-00001");
            assertThat(note.path("creditNote").path("memo").asText()).isEqualTo("Outage");
            assertThat(amount(note.path("creditNote"), "offset")).isEqualTo("5.00");
            assertThat(notes()).isEmpty();
        }

        @Test
        void is_void_before_the_one_that_it_follows() {
            JsonNode first = issued(FIVE + "}");
            JsonNode second = issued(FIVE + "}");
            voided(first).refused(409, "CREDIT_NOTE_FOLLOWS", "invoiceId");
            assertThat(voided(second).ok().json().path("status").asText()).isEqualTo("VOIDED");
            assertThat(notes()).containsExactly(first);
            voided(second).refused(409, "ILLEGAL_TRANSITION", "invoiceId");
            rest.post("/api/billing/creditNotes/0190b6a1-7c00-7000-8000-000000000000:void", "{}")
                    .refused(404, "INVOICE_NOT_FOUND", "invoiceId");
        }

        private Rest.Answer voided(JsonNode note) {
            return rest.post(
                    "/api/billing/creditNotes/" + note.path("invoiceId").asText() + ":void", "{}");
        }
    }

    @Nested
    class A_request {
        @Test
        void says_how_much_and_why() {
            refused("{'reason': 'OTHER'}", 400, "MISSING_FIELD", "credited");
            refused("{'whole': {}}", 400, "MISSING_FIELD", "reason");
            refused("{'whole': {}, 'reason': 'MOOD'}", 400, "INVALID_CHOICE", "reason");
            refused(FIVE + ", 'whole': {}}", 400, "MALFORMED_REQUEST", "whole");
            refused(FIVE.replace("5.00", "0") + "}", 400, "INVALID_AMOUNT", "amount");
            refused(FIVE.replace("5.00", "5.001") + "}", 400, "INVALID_AMOUNT", "amount.amount");
            refused(FIVE.replace("USD", "EUR") + "}", 400, "CURRENCY_MISMATCH", "amount");
        }

        @Test
        void names_lines_once_that_there_are() {
            refused("{'lines': {}, 'reason': 'OTHER'}", 400, "INVALID_BATCH", "lines.amounts");
            String line = "{'line': 1, 'amount': {'amount': '1', 'currency': 'USD'}}";
            refused(lines(line + ", " + line), 400, "INVALID_CHOICE", "lines.amounts[1].line");
            refused(lines(line.replace("1, 'amount", "7, 'amount")), 400, "INVALID_CHOICE", "lines");
            refused(lines("{'line': 1}"), 400, "MISSING_FIELD", "lines.amounts[0].amount");
        }

        @Test
        void says_where_all_of_it_goes() {
            refused(FIVE + ", 'use': {}}", 400, "MISSING_FIELD", "use");
            refused(used("'credit': {'amount': '4', 'currency': 'USD'}"), 400, "INVALID_AMOUNT", "use");
            refused(used("'credit': {'amount': '-4', 'currency': 'USD'}"), 400, "INVALID_AMOUNT", "use.credit");
            refused(used("'refund': {'amount': '5', 'currency': 'GBP'}"), 400, "CURRENCY_MISMATCH", "use");
            refused(used("'offset': {'currency': 'USD'}"), 400, "MISSING_FIELD", "use.offset.amount");
        }

        private String lines(String amounts) {
            return "{'reason': 'OTHER', 'lines': {'amounts': [" + amounts + "]}}";
        }

        private String used(String use) {
            return FIVE + ", 'use': {" + use + "}}";
        }

        /** A preview is refused as well. */
        private void refused(String body, int status, String code, String field) {
            rest.post(december + ":credit", body).refused(status, code, field);
            rest.post(december + ":previewCredit", body).refused(status, code, field);
            assertThat(notes()).isEmpty();
        }
    }

    private JsonNode issued(String body) {
        return rest.post(december + ":credit", body).ok().json();
    }

    private JsonNode notes() {
        return rest.get(december + "/creditNotes").ok().json().path("creditNotes");
    }

    private static String amount(JsonNode message, String field) {
        return message.path(field).path("amount").asText();
    }
}
