package io.billing4j.en16931;

import java.util.List;

/**
 * The amounts of a document in the terms of EN 16931-1, in minor units of its currency.
 *
 * @param type BT-3: 380 for an invoice, 381 for a credit note
 * @param lines BG-25
 * @param lineSum BT-106
 * @param allowances BT-107
 * @param charges BT-108
 * @param withoutVat BT-109
 * @param vat BT-110
 * @param withVat BT-112
 * @param paid BT-113
 * @param rounding BT-114
 * @param due BT-115
 * @param breakdown BG-23
 */
public record EnDocument(
        int type,
        List<EnLine> lines,
        long lineSum,
        long allowances,
        long charges,
        long withoutVat,
        long vat,
        long withVat,
        long paid,
        long rounding,
        long due,
        List<EnVat> breakdown) {
    /** An invoice. */
    public static final int INVOICE = 380;
    /** A document that gives back more than it asks for: its amounts are what it gives. */
    public static final int CREDIT_NOTE = 381;

    /** Keeps copies. */
    public EnDocument {
        lines = List.copyOf(lines);
        breakdown = List.copyOf(breakdown);
    }
}
