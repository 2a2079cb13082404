package io.billing4j.engine;

import io.billing4j.tax.TaxQuestion;
import java.util.List;

/** A command cannot go on before these are answered. It undoes its transaction, and never leaves the engine. */
final class TaxesPending extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<TaxQuestion> questions;

    TaxesPending(List<TaxQuestion> questions) {
        super("taxes are to be asked for first", null, false, false);
        this.questions = List.copyOf(questions);
    }

    List<TaxQuestion> questions() {
        return questions;
    }
}
