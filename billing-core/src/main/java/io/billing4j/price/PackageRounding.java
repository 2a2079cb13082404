package io.billing4j.price;

import java.math.RoundingMode;

/** What becomes of a package that is not full. */
public enum PackageRounding {
    /** A started package is a whole one. The usual one. */
    UP(RoundingMode.CEILING),
    /** Only full packages count. */
    DOWN(RoundingMode.FLOOR);

    private final RoundingMode mode;

    PackageRounding(RoundingMode mode) {
        this.mode = mode;
    }

    RoundingMode mode() {
        return mode;
    }
}
