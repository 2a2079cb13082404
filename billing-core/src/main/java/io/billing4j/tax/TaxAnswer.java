package io.billing4j.tax;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What a {@link TaxCalculator} says to a question. */
public sealed interface TaxAnswer {
    /** What is due of each line. */
    static TaxAnswer of(List<LineAnswer> lines, @Nullable String reference) {
        return new Answered(lines, reference);
    }

    /** That it cannot be said, and why. */
    static TaxAnswer refused(String reason) {
        return new Refused(reason);
    }

    /** That it cannot be said now, and why: the same question is asked again by the next run. */
    static TaxAnswer unavailable(String reason) {
        return new Unavailable(reason);
    }

    /**
     * What is due.
     *
     * @param lines one for each line of the question, in their order
     * @param reference what the service knows it by, 1 to 100 characters; null for none
     */
    record Answered(List<LineAnswer> lines, @Nullable String reference) implements TaxAnswer {
        /** Keeps a copy, and checks the reference. */
        public Answered {
            lines = Inputs.list("lines", lines);
            reference = reference == null ? null : Inputs.text("reference", reference, 100);
        }
    }

    /**
     * The service does not say, and would not if it were asked again: the document is not made until something is another.
     *
     * @param reason for whoever has to see to it, 1 to 200 characters
     */
    record Refused(String reason) implements TaxAnswer {
        /** Checks the text. */
        public Refused {
            reason = Inputs.text("reason", reason, 200);
        }
    }

    /**
     * There is no answer now, as where the service could not be reached for this one of several questions.
     *
     * @param reason for whoever has to see to it, 1 to 200 characters
     */
    record Unavailable(String reason) implements TaxAnswer {
        /** Checks the text. */
        public Unavailable {
            reason = Inputs.text("reason", reason, 200);
        }
    }

    /**
     * What is due of one line.
     *
     * @param treatment its taxes with the rates that documents show, on top of the price or in it as the question has it; or why there
     *     is none. A rate is not what is worked with here: but what is asked for again later with less taken off is taxed by it.
     *     Of a tax that has no rate, give the one that its amount comes to: 1.00 on 20.00 are 5 %
     * @param taxes what each of them comes to, zero or more, and zero of an amount of zero or at a rate of zero; in the order of the
     *     treatment
     */
    record LineAnswer(TaxTreatment treatment, List<Money> taxes) {
        /** Keeps a copy. Refuses another number of amounts than of taxes with TAX_ANSWER_INVALID at {@code taxes}. */
        public LineAnswer {
            Inputs.required("treatment", treatment);
            taxes = Inputs.list("taxes", taxes);
            if (taxes.size() != treatment.components().size()) {
                throw ErrorCode.TAX_ANSWER_INVALID.at(
                        "taxes",
                        "expected an amount of each of "
                                + treatment.components().size() + " taxes but found " + taxes.size());
            }
        }
    }
}
