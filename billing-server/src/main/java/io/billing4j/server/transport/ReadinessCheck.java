package io.billing4j.server.transport;

import java.util.function.BooleanSupplier;

/**
 * Something without which the server cannot do its work, such as an answering database.
 *
 * @param name in the answer of {@code /ready}, such as {@code database}
 * @param passes whether it is there now; it may block, and throwing means no
 */
public record ReadinessCheck(String name, BooleanSupplier passes) {}
