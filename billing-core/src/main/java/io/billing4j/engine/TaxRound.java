package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.BillingException;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxQuestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drafts documents with what is known of their taxes.
 *
 * @param last whether nothing more is asked: what is not known then is a failure
 */
record TaxRound(TaxAsking asking, boolean last) {
    /** What is due of a customer. */
    record Wanted(CustomerState customer, List<Due> due) {
        CustomerId id() {
            return customer.customer().id();
        }

        /** How many places are to be filled. */
        int places() {
            return due.stream().mapToInt(one -> one.places().size()).sum();
        }
    }

    /** The documents of customers, of each with what kept them from being drafted, or with what is to be asked first. */
    Map<CustomerId, Drafted> drafted(Work work, Drafting drafting, List<Wanted> wanted) {
        Map<CustomerId, Drafted> all = new LinkedHashMap<>();
        TaxAnswers answers = asking.known();
        List<Wanted> open = wanted;
        while (!open.isEmpty()) {
            List<Wanted> waiting = new ArrayList<>();
            List<TaxQuestion> questions = new ArrayList<>();
            for (Wanted one : open) {
                Drafted drafted = Drafted.of(drafting.with(answers), one);
                all.put(one.id(), drafted);
                if (!drafted.questions().isEmpty()) {
                    waiting.add(one);
                    questions.addAll(drafted.questions());
                }
            }
            TaxAnswers more = waiting.isEmpty() ? null : more(work, answers, questions);
            open = more == null ? List.of() : waiting;
            answers = more == null ? answers : more;
        }
        return all;
    }

    /** The documents of one customer. Throws what kept them from being drafted, or {@link TaxesPending}. */
    Batch batch(Work work, Drafting drafting, CustomerState customer, List<Due> due) {
        Wanted wanted = new Wanted(customer, due);
        Drafted drafted = drafted(work, drafting, List.of(wanted)).get(wanted.id());
        if (drafted == null) {
            throw new IllegalStateException("the customer was wanted");
        }
        if (!drafted.questions().isEmpty()) {
            throw new TaxesPending(drafted.questions(), wanted.places());
        }
        return drafted.batch();
    }

    /** One document. Throws {@link TaxesPending} where something is to be asked first. */
    WithOneOffs<InvoiceDraft> draft(
            Work work, LoadedFacts facts, Function<LoadedFacts, WithOneOffs<InvoiceDraft>> assembled) {
        TaxAnswers answers = asking.known();
        while (true) {
            WithOneOffs<InvoiceDraft> draft = assembled.apply(facts.with(answers));
            List<TaxQuestion> questions = Stream.concat(
                            draft.oneOffs().questions().stream(),
                            Stream.ofNullable(draft.made().pending()))
                    .toList();
            if (questions.isEmpty()) {
                return draft;
            }
            TaxAnswers more = more(work, answers, questions);
            if (more == null) {
                throw new TaxesPending(questions, draft.made().places().size());
            }
            answers = more;
        }
    }

    /** With what the store has, or with why nothing more is asked; null where it is to be asked. */
    private @Nullable TaxAnswers more(Work work, TaxAnswers answers, List<TaxQuestion> questions) {
        Map<ContentHash, TaxAnswer.Answered> kept = asking.kept(work.unit(), work.now(), questions);
        if (!kept.isEmpty()) {
            return answers.and(kept);
        }
        BillingException closed = asking.closed(last);
        return closed == null ? null : answers.otherwise(closed);
    }
}
