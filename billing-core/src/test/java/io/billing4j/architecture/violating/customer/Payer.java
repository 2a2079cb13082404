package io.billing4j.architecture.violating.customer;

import io.billing4j.architecture.violating.invoice.Document;

/** A customer that knows documents. */
public record Payer(Document latest) {}
