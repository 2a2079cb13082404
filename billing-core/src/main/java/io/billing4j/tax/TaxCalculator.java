package io.billing4j.tax;

import java.util.List;

/**
 * A service outside of the library that works taxes out, such as one by the addresses of a whole country. It is the host's, and is
 * registered with {@code Billing4J.Builder.taxCalculator}; a tenant chooses it in its {@link TaxPolicy}.
 *
 * <p>It is asked outside of any transaction, before a document is made, by several threads at once. It answers in its own time, but
 * not for ever: a limit to what it waits for is its own. It only says what is due. Whatever is to be reported to the service follows
 * the documents by their events.
 */
public interface TaxCalculator {
    /**
     * What is due. The same may be asked again, by the same {@link TaxQuestion#key}: after a crash, by two processes at once, or since
     * what was asked along with it failed. What may be tried again, such as a service that cannot be reached, is thrown as a {@link
     * io.billing4j.error.BillingException} that is {@link io.billing4j.error.BillingException#retryable retryable}, as {@link
     * io.billing4j.error.ErrorCode#TAX_UNAVAILABLE} is, or with a {@link java.io.IOException} or a {@link
     * java.util.concurrent.TimeoutException} or an {@link InterruptedException} among its causes. A thread that is interrupted stays so:
     * whoever catches that sets its flag again or throws it on, and then it is set for them. Of whatever else is thrown one of several
     * questions may be to blame: they are asked one by one, and what throws is TAX_ANSWER_INVALID where another of them is answered.
     * Otherwise, and of a question that was asked alone, it is TAX_UNAVAILABLE, and asked again by the next run. To say that one question
     * cannot be answered, throw {@link io.billing4j.error.ErrorCode#TAX_ANSWER_INVALID} or, better, answer that it is {@link
     * TaxAnswer#refused refused}.
     *
     * @param questions of different documents, 1 to {@link #batch}
     * @return an answer to each question, in their order
     */
    List<TaxAnswer> calculate(List<TaxQuestion> questions);

    /** How many questions it takes at once, 1 to 1,000. */
    default int batch() {
        return 100;
    }
}
