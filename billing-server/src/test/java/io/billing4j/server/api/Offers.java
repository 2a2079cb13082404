package io.billing4j.server.api;

import com.fasterxml.jackson.databind.JsonNode;

/** Plans of one fee each, and a customer who takes them, as a client with curl would send them. */
record Offers(Rest rest) {
    private static final String SUBSCRIPTIONS = "/api/billing/subscriptions";

    /** Basic at 20.00 and pro at 50.00 a month, the add-on support at 9.00, annual at 200.00 a year, and Ada. */
    static Offers in(Rest rest) {
        offer(rest, "basic", "20.00", "MONTH");
        offer(rest, "pro", "50.00", "MONTH");
        offer(rest, "support", "9.00", "MONTH");
        offer(rest, "annual", "200.00", "YEAR");
        rest.post("/api/billing/customers", "{'customerId': 'ada', 'name': 'Ada'}")
                .ok();
        return new Offers(rest);
    }

    /** Ada takes basic from a date on, with more to be said about it, such as {@code , 'trialDays': 14}. */
    JsonNode subscribed(String startDate, String more) {
        return rest.post(
                        SUBSCRIPTIONS,
                        "{'subscriptionId': 'ada', 'customerId': 'ada', 'planId': 'basic', 'startDate': '" + startDate
                                + "'" + more + "}")
                .ok()
                .json();
    }

    /** What the subscription is after a change. */
    JsonNode changed(String verb, String body) {
        return tried(verb, body).ok().json();
    }

    /** What comes of a change. */
    Rest.Answer tried(String verb, String body) {
        return rest.post(SUBSCRIPTIONS + "/ada:" + verb, body);
    }

    /** What the subscription is now. */
    JsonNode shown() {
        return rest.get(SUBSCRIPTIONS + "/ada").ok().json();
    }

    /** What has not taken effect yet. */
    JsonNode scheduled() {
        return rest.get(SUBSCRIPTIONS + "/ada/scheduledChanges").ok().json().path("changes");
    }

    /** Moves the sandbox's clock. */
    JsonNode advanced(String to) {
        return rest.post("/api/billing/clock:advance", "{'to': '" + to + "'}")
                .ok()
                .json();
    }

    /** All documents, the oldest first. */
    JsonNode invoices() {
        return rest.get("/api/billing/invoices?pageSize=1000").ok().json().path("invoices");
    }

    private static void offer(Rest rest, String plan, String amount, String unit) {
        rest.post(
                        "/api/billing/plans",
                        "{'planId': '" + plan + "', 'name': 'P', 'currency': 'USD', 'interval': {'unit': '" + unit
                                + "'}, 'charges': [{'chargeId': 'fee', 'description': 'Fee of " + plan
                                + "', 'price': {'perUnit': {'unitAmount': '" + amount + "'}}}]}")
                .ok();
    }
}
