package io.billing4j.en16931;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * BG-23, what a document says of one category and rate.
 *
 * @param category BT-118
 * @param percent BT-119, without zeros at its end; null for {@link VatCategory#O}
 * @param base BT-116, in minor units
 * @param tax BT-117, in minor units
 * @param reason BT-120; null where there is a tax
 */
public record EnVat(
        VatCategory category,
        @Nullable BigDecimal percent,
        long base,
        long tax,
        @Nullable String reason) {}
