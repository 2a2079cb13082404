package io.billing4j.server.api;

/** The catalogue and the customer that tests begin with, as a client with curl would send them. */
final class Example {
    static final String CONTEXT_METER = "{'meterId': 'context-tokens', 'aggregation': 'SUM'}";
    static final String GENERATED_METER = "{'meterId': 'generated-tokens', 'aggregation': 'SUM'}";

    static final String PLAN = """
            {'planId': 'assistant', 'name': 'Assistant', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': [
              {'chargeId': 'fee', 'description': 'Monthly fee', 'price': {'flat': {'amount': '20.00'}}},
              {'chargeId': 'context', 'description': 'Context tokens', 'meterId': 'context-tokens',
               'price': {'graduated': {'tiers': [
                 {'upTo': '100000', 'unitAmount': '0'},
                 {'upTo': '500000', 'unitAmount': '0.00015'},
                 {'unitAmount': '0.0001'}]}}},
              {'chargeId': 'generated', 'description': 'Generated tokens', 'meterId': 'generated-tokens',
               'price': {'perUnit': {'unitAmount': '0.0006'}}}]}
            """;

    static final String CUSTOMER = "{'customerId': 'conv-00', 'name': 'Conversation 00'}";

    static final String SUBSCRIPTION = """
            {'subscriptionId': 'conv-00', 'customerId': 'conv-00', 'planId': 'assistant', 'startDate': '2023-11-01'}
            """;

    static final String USAGE = """
            {'events': [
              {'eventId': 'e1', 'customerId': 'conv-00', 'meterId': 'context-tokens', 'quantity': '561200',
               'occurredAt': '2023-11-16T18:17:03.979Z'},
              {'eventId': 'e2', 'customerId': 'conv-00', 'meterId': 'generated-tokens', 'quantity': '107703',
               'occurredAt': '2023-11-16T18:17:04.031+00:00', 'service': 'gateway', 'properties': {'model': 'm1'}}]}
            """;

    private Example() {}

    /** Sends all but the usage. */
    static void load(Rest rest) {
        rest.post("/api/billing/meters", CONTEXT_METER).ok();
        rest.post("/api/billing/meters", GENERATED_METER).ok();
        rest.post("/api/billing/plans", PLAN).ok();
        rest.post("/api/billing/customers", CUSTOMER).ok();
        rest.post("/api/billing/subscriptions", SUBSCRIPTION).ok();
    }
}
