package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.Money;

/** How much of an invoice is credited, taxes included. */
public sealed interface CreditAmount {
    /** All that is left of it. */
    static CreditAmount whole() {
        return new Whole();
    }

    /** An amount, shared out among the lines in proportion to what is left of each. */
    static CreditAmount of(Money amount) {
        return new Part(amount);
    }

    /** An amount of each of some lines. */
    static CreditAmount ofLines(Map<Integer, Money> amounts) {
        return new Lines(new TreeMap<>(Inputs.map("lines", amounts)));
    }

    /** See {@link #whole()}. */
    record Whole() implements CreditAmount {}

    /**
     * See {@link #of(Money)}.
     *
     * @param amount above zero
     */
    record Part(Money amount) implements CreditAmount {
        /** Refuses zero or less with INVALID_AMOUNT at {@code amount}. */
        public Part {
            Inputs.required("amount", amount);
            if (!amount.isPositive()) {
                throw ErrorCode.INVALID_AMOUNT.at("amount", "expected more than zero but found " + amount);
            }
        }
    }

    /**
     * See {@link #ofLines(Map)}.
     *
     * @param amounts above zero each, by the number of the invoice's line
     */
    record Lines(SortedMap<Integer, Money> amounts) implements CreditAmount {
        /** Refuses no lines with INVALID_BATCH at {@code lines}, zero or less with INVALID_AMOUNT at {@code lines}. */
        public Lines {
            Inputs.requireValues("lines", amounts);
            amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
            if (amounts.isEmpty()) {
                throw ErrorCode.INVALID_BATCH.at("lines", "expected a line");
            }
            amounts.forEach((line, amount) -> {
                if (!amount.isPositive()) {
                    throw ErrorCode.INVALID_AMOUNT.at(
                            "lines", "expected more than zero of line " + line + " but found " + amount);
                }
            });
        }
    }
}
