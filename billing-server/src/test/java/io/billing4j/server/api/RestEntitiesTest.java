package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Entities over REST, of a tenant whose numbers do not show any. */
class RestEntitiesTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String CUSTOMERS = "/api/billing/customers";
    private static final String ENTITIES = "/api/billing/entities";

    private final Rest rest = SERVER.newTenant();

    @BeforeEach
    void createCustomer() {
        rest.post(CUSTOMERS, "{'customerId': 'ada', 'name': 'Ada'}").ok();
    }

    @Test
    void are_the_main_one_unless_something_else_is_said() {
        assertThat(rest.get(CUSTOMERS + "/ada").ok().json().path("entity").asText())
                .isEqualTo("main");
        assertThat(rest.get(ENTITIES).ok().json().path("entities")).isEmpty();
        rest.post(CUSTOMERS + "/ada:move", "{'entity': 'main'}").ok();
    }

    @Test
    void that_are_not_there_are_refused() {
        rest.post(CUSTOMERS + "/ada:move", "{'entity': 'us'}").refused(404, "ENTITY_NOT_FOUND", "entity");
        rest.post(CUSTOMERS + "/ada:move", "{}").refused(400, "MISSING_FIELD", "entity");
        rest.post(CUSTOMERS + "/eve:move", "{'entity': 'main'}").refused(404, "CUSTOMER_NOT_FOUND", "customerId");
        rest.post(CUSTOMERS, "{'customerId': 'bob', 'name': 'Bob', 'entity': 'us'}")
                .refused(404, "ENTITY_NOT_FOUND", "entity");
    }

    @Test
    void are_shown_once_they_are_created() {
        rest.post(
                        "/api/billing/settings:update",
                        "{'invoiceTemplate': 'INV/{entity}/{yyyyMM}-{seq:5}',"
                                + " 'creditNotes': {'template': 'CN/{entity}/{yyyyMM}-{seq:5}'}}")
                .ok();
        rest.post(ENTITIES, "{'entityId': 'us', 'name': 'Acme Inc.'}").ok();
        rest.post(CUSTOMERS + "/ada:move", "{'entity': 'us'}").ok();

        assertThat(rest.get(ENTITIES + "/us").ok().text())
                .isEqualTo("{\"entityId\":\"us\",\"name\":\"Acme Inc.\",\"createdAt\":\"2023-12-02T09:30:00Z\"}");
        assertThat(rest.get(ENTITIES).ok().json().path("entities").get(0))
                .isEqualTo(rest.get(ENTITIES + "/us").ok().json());
        rest.get(ENTITIES + "/main").refused(404, "ENTITY_NOT_FOUND", "entityId");
        rest.get(ENTITIES + "/eu").refused(404, "ENTITY_NOT_FOUND", "entityId");
        // there are several by now, so their numbers have to show which it is
        rest.post("/api/billing/settings:update", "{'invoiceTemplate': 'R-{seq}'}")
                .refused(409, "ENTITY_NEEDS_SERIES", "invoiceTemplate");
    }

    @Test
    void are_not_created_before_numbers_show_them() {
        rest.post(ENTITIES, "{'entityId': 'us', 'name': 'Acme Inc.'}")
                .refused(409, "ENTITY_NEEDS_SERIES", "invoiceTemplate");
    }
}
