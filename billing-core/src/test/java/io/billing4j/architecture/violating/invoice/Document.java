package io.billing4j.architecture.violating.invoice;

import java.util.Optional;

/** A document that knows its payer, who knows it. */
public interface Document {
    Optional<io.billing4j.architecture.violating.customer.Payer> payer();
}
