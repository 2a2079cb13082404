package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.OneOffCharge;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes documents of one-off charges alone, which fill no place of any subscription. */
record OneOffDocument(TenantScope scope, Work work, TaxRound round) {
    /** The document, stored, of a customer who is locked. */
    Invoice made(CustomerState customer, OneOffBilling request, @Nullable IdempotencyKey key) {
        Batch batch = new Batch();
        batch.add(draft(customer, request));
        batch.before(customer);
        LocalDate today = work.now().atZone(work.unit().settings().get().zone()).toLocalDate();
        return new DocumentWriter(work)
                .write(batch, InvoiceOrigin.request(key), today, work.now())
                .get(0);
    }

    /** What the document comes to. */
    InvoiceDraft draft(CustomerState customer, OneOffBilling request) {
        List<OneOffCharge> charges = chosen(request);
        LoadedFacts facts = scope.context().factsLoader().ofCustomer(work.unit(), request.customer());
        InvoiceId id = InvoiceId.of(work.ids().next());
        return round.draft(
                        work,
                        facts,
                        known -> new WithOneOffs<>(
                                new InvoiceAssembler()
                                        .assemble(
                                                new CustomerBooks(customer, known, work.now()).document(id),
                                                List.of(),
                                                charges),
                                TaxableOneOffs.all(charges)))
                .made();
    }

    private List<OneOffCharge> chosen(OneOffBilling request) {
        List<OneOffCharge> pending = OneOffs.pending(work, request.customer());
        Set<OneOffId> wanted = request.oneOffs();
        if (wanted == null) {
            List<OneOffCharge> due = pending.stream()
                    .filter(one -> !one.dueAt().isAfter(work.now()))
                    .toList();
            if (due.isEmpty()) {
                throw ErrorCode.NOTHING_DUE.at(
                        "customerId", "nothing waits of customer " + request.customer() + " that is due");
            }
            return due;
        }
        List<OneOffCharge> chosen =
                pending.stream().filter(one -> wanted.contains(one.id())).toList();
        if (chosen.size() < wanted.size()) {
            refuse(request.customer(), wanted, chosen);
        }
        return chosen;
    }

    private void refuse(CustomerId customer, Set<OneOffId> wanted, List<OneOffCharge> chosen) {
        Map<OneOffId, OneOffCharge> known = work.unit().oneOffs().findAll(wanted).stream()
                .filter(one -> one.customer().equals(customer))
                .collect(Collectors.toMap(OneOffCharge::id, one -> one));
        for (OneOffId id : wanted) {
            if (!known.containsKey(id)) {
                throw ErrorCode.ONE_OFF_NOT_FOUND.at(
                        "oneOffs", "customer " + customer + " has no one-off charge " + id);
            }
            if (chosen.stream().noneMatch(one -> one.id().equals(id))) {
                throw ErrorCode.ILLEGAL_TRANSITION.at("oneOffs", "one-off charge " + id + " does not wait");
            }
        }
    }
}
