package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.Consolidation;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes documents of one-off charges alone, which fill no place of any subscription. */
record OneOffDocument(TenantScope scope, Work work, TaxRound round) {
    private static final InvoiceAssembler ASSEMBLER = new InvoiceAssembler();

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
        return draft(customer, chosen(request));
    }

    /** The document of those that can be taxed, with those that cannot, which wait on. */
    Batch batch(CustomerState customer, List<OneOffCharge> charges) {
        String group = group(charges);
        InvoiceId id = InvoiceId.of(work.ids().next());
        LoadedFacts facts = facts(customer);
        TaxableOneOffs taxable = TaxableOneOffs.of(
                new CustomerBooks(customer, facts, work.now()).document(id).unasked(), charges);
        WithOneOffs<InvoiceDraft> document = round.draft(work, facts, known -> {
            DocumentFacts asked = new CustomerBooks(customer, known, work.now()).document(id);
            return WithOneOffs.of(asked, taxable.taken(), taken -> ASSEMBLER.ofOneOffs(asked, taken, group));
        });
        TaxableOneOffs billed = document.oneOffs().after(new TaxableOneOffs(List.of(), taxable.left(), List.of()));
        Batch batch = new Batch();
        batch.leave(billed);
        if (!billed.taken().isEmpty()) {
            batch.add(document.made());
        }
        batch.before(customer);
        return batch;
    }

    private LoadedFacts facts(CustomerState customer) {
        return scope.context()
                .factsLoader()
                .ofCustomer(work.unit(), customer.customer().id());
    }

    private InvoiceDraft draft(CustomerState customer, List<OneOffCharge> charges) {
        String group = group(charges);
        InvoiceId id = InvoiceId.of(work.ids().next());
        return round.draft(
                        work,
                        facts(customer),
                        known -> new WithOneOffs<>(
                                ASSEMBLER.ofOneOffs(
                                        new CustomerBooks(customer, known, work.now()).document(id), charges, group),
                                TaxableOneOffs.all(charges)))
                .made();
    }

    /**
     * The project or purchase order that all charges are for; null where they are for none, or for different ones.
     * SEVERAL_GROUPS at {@code oneOffs} for those where documents are of one.
     */
    private @Nullable String group(List<OneOffCharge> charges) {
        Set<SubscriptionId> bound = charges.stream()
                .map(OneOffCharge::subscription)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<SubscriptionId, Optional<String>> known = work.unit().subscriptions().findAll(bound).stream()
                .map(SubscriptionState::subscription)
                .collect(Collectors.toMap(Subscription::id, one -> Optional.ofNullable(one.group())));
        Set<Optional<String>> groups = charges.stream()
                .map(one ->
                        Optional.ofNullable(one.subscription()).flatMap(id -> known.getOrDefault(id, Optional.empty())))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (groups.size() > 1 && work.unit().settings().get().consolidation() == Consolidation.GROUP) {
            throw ErrorCode.SEVERAL_GROUPS.at(
                    "oneOffs",
                    "expected charges for one group but found some for "
                            + groups.stream().map(group -> group.orElse("none")).collect(Collectors.joining(", ")));
        }
        return groups.size() == 1 ? groups.iterator().next().orElse(null) : null;
    }

    private List<OneOffCharge> chosen(OneOffBilling request) {
        List<OneOffCharge> pending = OneOffs.pending(work, request.customer());
        Set<OneOffId> wanted = request.oneOffs();
        if (wanted == null) {
            SubscriptionId only = request.subscription();
            if (only != null) {
                requireOwn(request.customer(), only);
            }
            List<OneOffCharge> due = pending.stream()
                    .filter(one -> !one.dueAt().isAfter(work.now()))
                    .filter(one -> only == null || only.equals(one.subscription()))
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

    private void requireOwn(CustomerId customer, SubscriptionId id) {
        if (!Subscriptions.found(work, id).subscription().customer().equals(customer)) {
            throw ErrorCode.SUBSCRIPTION_NOT_FOUND.at(
                    "subscriptionId", "customer " + customer + " has no subscription " + id);
        }
    }

    private void refuse(CustomerId customer, Set<OneOffId> wanted, List<OneOffCharge> chosen) {
        Map<OneOffId, OneOffCharge> known = work.unit().oneOffs().findAll(wanted).stream()
                .filter(one -> one.customer().equals(customer))
                .collect(Collectors.toMap(OneOffCharge::id, one -> one));
        // In an order of their own, so that the same request is always told the same.
        for (OneOffId id : new TreeSet<>(wanted)) {
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
