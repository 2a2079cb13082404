package io.billing4j.store.memory;

import io.billing4j.tax.TaxAnswer;
import java.time.Instant;

/** An outside service's answer, and when it was kept. */
record KeptTaxAnswer(TaxAnswer.Answered answer, Instant recordedAt) {}
