package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.CurrencyUnit;

/** What models share that hold others. */
final class Nested {
    /** So many models may stand inside each other, the outermost included. */
    static final int MAX_DEPTH = 4;

    private Nested() {}

    /** Refuses with INVALID_PRICE a model that would be too deep inside another, or that prices a plan, with CURRENCY_MISMATCH another currency. */
    static void check(String field, CurrencyUnit currency, PriceModel inner) {
        Currencies.requireSame(field, currency, inner.currency());
        if (inner instanceof SpendPrice) {
            throw ErrorCode.INVALID_PRICE.at(field, "what a plan comes to is no price inside another");
        }
        if (depth(inner) >= MAX_DEPTH) {
            throw ErrorCode.INVALID_PRICE.at(field, "at most " + MAX_DEPTH + " models stand inside each other");
        }
    }

    private static int depth(PriceModel model) {
        if (model instanceof BucketedPrice bucketed) {
            return 1 + depth(bucketed.inner());
        }
        if (model instanceof MatrixPrice matrix) {
            int deepest = depth(matrix.otherwise());
            for (MatrixCell cell : matrix.cells()) {
                deepest = Math.max(deepest, depth(cell.price()));
            }
            return 1 + deepest;
        }
        return 1;
    }

    /** How many cells the matrices in it have, all together. */
    static long cells(PriceModel model) {
        if (model instanceof BucketedPrice bucketed) {
            return cells(bucketed.inner());
        }
        if (model instanceof MatrixPrice matrix) {
            return matrix.cells().size()
                    + cells(matrix.otherwise())
                    + matrix.cells().stream()
                            .mapToLong(cell -> cells(cell.price()))
                            .sum();
        }
        return 0;
    }

    /** The steps of a model inside another. A flat price is a fixed amount there, which shares out with the period. */
    static List<PriceStep> steps(PriceModel inner, PriceInput input, CustomPrices customs) {
        return inner instanceof FlatPrice flat
                ? List.of(PriceStep.fixed(BigDecimal.ONE, flat.amount()))
                : inner.price(input, customs).steps();
    }

    /** Adds a model's content so that it cannot be taken for what comes after it. */
    static void content(List<String> content, PriceModel inner) {
        List<String> own = inner.content();
        content.add(Integer.toString(own.size()));
        content.addAll(own);
    }
}
