package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.tax.TaxQuestion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of drafting a customer's documents.
 *
 * @param made null where it failed
 * @param cause of that; null where it did not
 */
record Drafted(@Nullable Batch made, @Nullable RuntimeException cause) {
    /** Drafts them; apart where a shared one cannot be taxed. */
    static Drafted of(Drafting drafting, TaxRound.Wanted wanted) {
        try {
            return new Drafted(drafting.batch(wanted.customer(), wanted.due()), null);
        } catch (BillingException e) {
            boolean shared = drafting.sharesDocuments() && TaxAsking.refused(e);
            return shared ? of(drafting.apart(), wanted) : new Drafted(null, e);
        } catch (ArithmeticException e) {
            return new Drafted(null, e);
        }
    }

    /** The documents; throws what kept them from being drafted. */
    Batch batch() {
        if (cause != null) {
            throw cause;
        }
        if (made == null) {
            throw new IllegalStateException("it was drafted, or it failed");
        }
        return made;
    }

    /** What is to be asked before they are documents. */
    List<TaxQuestion> questions() {
        return made == null ? List.of() : made.questions();
    }
}
