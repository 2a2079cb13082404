package io.billing4j.testkit.history;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number as a quotient of two whole ones; nothing of it is ever cut.
 *
 * @param denominator above zero
 */
record Fraction(BigInteger numerator, BigInteger denominator) {
    static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);
    static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

    static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /** Reads a decimal such as {@code 0.0125}. */
    static Fraction of(String decimal) {
        BigDecimal value = new BigDecimal(decimal);
        return value.scale() <= 0
                ? new Fraction(value.toBigIntegerExact(), BigInteger.ONE)
                : new Fraction(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction minus(Fraction other) {
        return plus(new Fraction(other.numerator.negate(), other.denominator));
    }

    Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Fraction min(Fraction other) {
        return minus(other).numerator.signum() > 0 ? other : this;
    }

    boolean same(Fraction other) {
        return minus(other).numerator.signum() == 0;
    }

    /** The nearest whole number, halves away from zero: the whole part of (2n + d) / 2d. */
    BigInteger halfUp() {
        BigInteger twice = numerator.abs().shiftLeft(1).add(denominator);
        BigInteger rounded = twice.divide(denominator.shiftLeft(1));
        return numerator.signum() < 0 ? rounded.negate() : rounded;
    }
}
