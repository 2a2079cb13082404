package io.billing4j.architecture.violating;

import java.math.BigDecimal;

/** Numbers that float, each in another place. */
public final class Floating {
    private final double[] field = {};

    public void parameter(Float parameter) {}

    public float returned() {
        return field.length;
    }

    public long passing(BigDecimal number) {
        return (long) number.doubleValue();
    }
}
