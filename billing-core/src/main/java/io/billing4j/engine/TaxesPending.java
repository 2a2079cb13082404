package io.billing4j.engine;

import io.billing4j.tax.TaxQuestion;
import java.util.List;

/** A command cannot go on before these are answered. It undoes its transaction, and never leaves the engine. */
final class TaxesPending extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<TaxQuestion> questions;
    private final int places;

    /** @param places of the customer who has most of those that are asked for */
    TaxesPending(List<TaxQuestion> questions, int places) {
        super("taxes are to be asked for first", null, false, false);
        this.places = places;
        this.questions = List.copyOf(questions);
    }

    List<TaxQuestion> questions() {
        return questions;
    }

    int places() {
        return places;
    }
}
