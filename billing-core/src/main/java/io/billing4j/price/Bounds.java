package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What everything shares that is cut into tiers: their upper bounds rise, and the last tier is open. */
final class Bounds {
    private Bounds() {}

    /** The upper bound of a tier, or null where it is open. */
    interface Upper<T> {
        @Nullable
        BigDecimal of(T tier);
    }

    /** Refuses no tier, a bound that does not rise, and any but the last tier open, with INVALID_TIERS at the tier. */
    static <T> void check(String list, List<T> tiers, Upper<T> upper) {
        if (tiers.isEmpty()) {
            throw ErrorCode.INVALID_TIERS.at(list, "at least one is required");
        }
        BigDecimal lower = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            String field = list + "[" + i + "].upTo";
            BigDecimal bound = upper.of(tiers.get(i));
            if ((i == tiers.size() - 1) != (bound == null)) {
                throw ErrorCode.INVALID_TIERS.at(field, "the last one is open, all others are bounded");
            }
            if (bound != null) {
                if (bound.compareTo(lower) <= 0) {
                    throw ErrorCode.INVALID_TIERS.at(field, "expected a bound above " + lower + " but found " + bound);
                }
                lower = bound;
            }
        }
    }

    /** A bound as {@link PriceModel#content} wants it. */
    static String content(@Nullable BigDecimal bound) {
        return bound == null ? "" : bound.toPlainString();
    }
}
