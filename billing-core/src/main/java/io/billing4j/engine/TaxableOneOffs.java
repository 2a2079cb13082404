package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.tax.TaxQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One-off charges that a document may have. Each is tried by itself, so that one that cannot be taxed holds up nothing else.
 *
 * @param taken in the order in which they were offered
 * @param left those that cannot be taxed, each with what is wrong
 * @param questions what an outside service is to be asked of those that are taken, if anything
 */
record TaxableOneOffs(List<OneOffCharge> taken, List<Batch.Unbilled> left, List<TaxQuestion> questions) {
    private static final InvoiceAssembler ASSEMBLER = new InvoiceAssembler();

    /** All of them, untried. */
    static TaxableOneOffs all(List<OneOffCharge> offered) {
        return new TaxableOneOffs(offered, List.of(), List.of());
    }

    /** None of them, for one reason. */
    static TaxableOneOffs none(List<OneOffCharge> offered, RuntimeException cause) {
        return new TaxableOneOffs(
                List.of(),
                offered.stream().map(one -> new Batch.Unbilled(one, cause)).toList(),
                List.of());
    }

    /** Throws where an outside service cannot be asked now. */
    static TaxableOneOffs of(DocumentFacts document, List<OneOffCharge> offered) {
        List<OneOffCharge> taken = new ArrayList<>();
        List<Batch.Unbilled> left = new ArrayList<>();
        List<TaxQuestion> questions = new ArrayList<>();
        for (OneOffCharge one : offered) {
            try {
                InvoiceDraft alone = ASSEMBLER.assemble(document, List.of(), List.of(one));
                taken.add(one);
                if (alone.pending() != null) {
                    questions.add(alone.pending());
                }
            } catch (ArithmeticException | BillingException e) {
                if (TaxAsking.waits(e)) {
                    throw e;
                }
                left.add(new Batch.Unbilled(one, e));
            }
        }
        return new TaxableOneOffs(taken, left, questions);
    }

    /** The same beside what was left, and is to be asked, before. */
    TaxableOneOffs after(TaxableOneOffs before) {
        return new TaxableOneOffs(
                taken,
                Stream.concat(before.left.stream(), left.stream()).toList(),
                Stream.concat(before.questions.stream(), questions.stream()).toList());
    }
}
