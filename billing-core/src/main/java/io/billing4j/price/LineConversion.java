package io.billing4j.price;

/** How quantities are converted where several lines bill one window. Rounding makes the difference. */
public enum LineConversion {
    /** What all lines so far bill is converted together, so that the lines come to what one line would. The usual one. */
    CUMULATIVE,
    /** Each line converts its own quantity, and rounds it: a unit that is started on each line counts on each. */
    EACH_LINE
}
