package io.billing4j.en16931;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * BG-25, amounts in minor units without VAT.
 *
 * @param id BT-126
 * @param quantity BT-129, 1 or −1: what a price came to for which quantity, in tiers or by time, is in the line's description
 * @param price BT-146
 * @param allowances the sum of BT-136
 * @param charges the sum of BT-141
 * @param net BT-131
 * @param category BT-151
 * @param percent BT-152, as of {@link EnVat}
 */
public record EnLine(
        int id,
        int quantity,
        long price,
        long allowances,
        long charges,
        long net,
        VatCategory category,
        @Nullable BigDecimal percent) {}
