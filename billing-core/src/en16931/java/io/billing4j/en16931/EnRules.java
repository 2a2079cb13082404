package io.billing4j.en16931;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Business rules of EN 16931-1 (6.4) on amounts and VAT. */
public final class EnRules {
    private final EnDocument document;
    private final List<String> broken = new ArrayList<>();

    private EnRules(EnDocument document) {
        this.document = document;
    }

    /** The rules that are broken of those that hold to the minor unit whatever the document is; empty if none is. */
    public static List<String> broken(EnDocument document) {
        EnRules rules = new EnRules(document);
        rules.totals();
        document.lines().forEach(rules::line);
        Set<String> seen = new HashSet<>();
        document.breakdown().forEach(row -> rules.row(row, seen));
        return rules.broken;
    }

    /** By how many minor units a row is not what BR-CO-17 and BR-S-09 have it: the base times the rate, rounded half up. */
    public static long offRate(EnVat row) {
        return row.tax() - product(row.base(), row.percent());
    }

    private void totals() {
        require(
                "BR-CO-10",
                document.lineSum()
                        == document.lines().stream().mapToLong(EnLine::net).sum());
        // No rule gives the sums of BG-20 and BG-21, which the mapping has none of.
        require("BR-CO-11", document.allowances() == 0);
        require("BR-CO-12", document.charges() == 0);
        require("BR-CO-13", document.withoutVat() == document.lineSum() - document.allowances() + document.charges());
        require(
                "BR-CO-14",
                document.vat()
                        == document.breakdown().stream().mapToLong(EnVat::tax).sum());
        require("BR-CO-15", document.withVat() == document.withoutVat() + document.vat());
        require("BR-CO-16", document.due() == document.withVat() - document.paid() + document.rounding());
        require("no rounding amount", document.rounding() == 0);
        require("amounts of a credit note are what it gives", document.withVat() >= 0);
        require("BR-16", !document.lines().isEmpty());
        require("BR-CO-18", !document.breakdown().isEmpty());
    }

    private void line(EnLine line) {
        String name = " of line " + line.id();
        require("BR-27" + name, line.price() >= 0);
        require("quantity" + name, Math.abs(line.quantity()) == 1);
        require("allowances" + name, line.allowances() >= 0 && line.charges() >= 0);
        require("net amount" + name, line.net() == line.quantity() * line.price() - line.allowances() + line.charges());
        rate(name, line.category(), line.percent());
        require(
                "BR-" + line.category() + "-01" + name,
                document.breakdown().stream()
                                .filter(row -> same(row, line.category(), line.percent()))
                                .count()
                        == 1);
    }

    private void row(EnVat row, Set<String> seen) {
        String rule = "BR-" + row.category();
        require(rule + "-01: one row", seen.add(row.category() + " " + row.percent()));
        rate(" of " + rule, row.category(), row.percent());
        require(
                rule + "-08",
                row.base()
                        == document.lines().stream()
                                .filter(line -> same(row, line.category(), line.percent()))
                                .mapToLong(EnLine::net)
                                .sum());
        require(
                rule + ": there is a line",
                document.lines().stream().anyMatch(line -> same(row, line.category(), line.percent())));
        require(rule + "-09", row.category() == VatCategory.S || row.tax() == 0);
        boolean taxed = row.category() == VatCategory.S || row.category() == VatCategory.Z;
        require(rule + "-10", taxed == (row.reason() == null));
        require(
                "BR-O-11",
                row.category() != VatCategory.O || document.breakdown().size() == 1);
    }

    /** BR-S-05, BR-Z-05, BR-E-05, BR-AE-05, BR-O-05. */
    private void rate(String name, VatCategory category, @Nullable BigDecimal percent) {
        require(
                "BR-" + category + "-05" + name,
                category == VatCategory.O
                        ? percent == null
                        : percent != null
                                && (category == VatCategory.S ? percent.signum() > 0 : percent.signum() == 0));
    }

    private static boolean same(EnVat row, VatCategory category, @Nullable BigDecimal percent) {
        if (row.category() != category) {
            return false;
        }
        BigDecimal own = row.percent();
        return own == null ? percent == null : percent != null && own.compareTo(percent) == 0;
    }

    private void require(String rule, boolean holds) {
        if (!holds) {
            broken.add(rule);
        }
    }

    private static long product(long base, @Nullable BigDecimal percent) {
        return percent == null
                ? 0
                : BigDecimal.valueOf(base)
                        .multiply(percent)
                        .movePointLeft(2)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
    }
}
