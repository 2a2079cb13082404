package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.OneOffCharge;
import java.util.ArrayList;
import java.util.List;

/**
 * One-off charges that a document may have. Each is tried by itself, so that one that cannot be taxed holds up nothing else.
 *
 * @param taken in the order in which they were offered
 * @param left those that cannot be taxed, each with what is wrong
 */
record TaxableOneOffs(List<OneOffCharge> taken, List<Batch.Unbilled> left) {
    private static final InvoiceAssembler ASSEMBLER = new InvoiceAssembler();

    static TaxableOneOffs of(DocumentFacts document, List<OneOffCharge> offered) {
        List<OneOffCharge> taken = new ArrayList<>();
        List<Batch.Unbilled> left = new ArrayList<>();
        for (OneOffCharge one : offered) {
            try {
                ASSEMBLER.assemble(document, List.of(), List.of(one));
                taken.add(one);
            } catch (ArithmeticException | BillingException e) {
                left.add(new Batch.Unbilled(one, e));
            }
        }
        return new TaxableOneOffs(taken, left);
    }
}
