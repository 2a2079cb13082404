package io.billing4j.engine;

import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TenantId;
import java.time.Duration;

/**
 * That an outside service was asked what taxes are due.
 *
 * @param questions how many it was asked at once
 * @param answered of how many it has said what is due; the others it refused, could not answer now, or answered with what cannot be
 */
public record TaxObservation(TenantId tenant, TaxCalculatorId calculator, int questions, int answered, Duration took) {}
