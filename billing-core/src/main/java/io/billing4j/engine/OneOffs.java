package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is billed once, beside what subscriptions are billed: setting up, parts, hours. A charge waits until a document takes it. That is
 * the first one for a period of any of the customer's subscriptions, or of the one that the charge is for, which is due at the charge's
 * instant or later; or one of such charges alone, made by {@link #billNow}, or by a run where its subscription is over. Coupons take
 * nothing off it.
 */
public final class OneOffs {
    /** How many of a customer may wait. */
    public static final int MAX_PENDING = 1000;

    /** How many are added by one call. */
    public static final int MAX_BATCH = 1000;

    private final TenantScope scope;

    OneOffs(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Adds a charge. What it comes to is worked out now, its taxes when it is billed. With a tenant's first one its settings say so.
     *
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND at {@code customerId}; SUBSCRIPTION_NOT_FOUND at {@code
     *     subscriptionId} if the customer has no such subscription, ILLEGAL_TRANSITION there if it is billed to its end;
     *     CURRENCY_MISMATCH at {@code price} for another currency than the customer's; what {@link OneOffCharge#derivation} refuses;
     *     INVALID_DATE at {@code day} or {@code dueAt} for more than a year ahead; TAX_NOT_DETERMINED for what no rule of the tenant says the tax of;
     *     TOO_MANY_ONE_OFFS at {@code customerId} beyond {@value #MAX_PENDING} that wait; IDEMPOTENCY_CONFLICT at {@code
     *     idempotencyKey} if the key was used with another request
     */
    public OneOffCharge add(NewOneOff wanted) {
        Inputs.required("wanted", wanted);
        return scope.inTransaction(work -> {
            OneOffIntake intake = new OneOffIntake(scope, work);
            intake.prepare(List.of(wanted));
            OneOffCharge charge = intake.add(wanted);
            intake.store();
            return charge;
        });
    }

    /**
     * Adds charges of one customer or of several, all or none. Those whose keys were used before, also for an earlier one of the list, are
     * given as they were added then.
     *
     * @param wanted 1 to {@value #MAX_BATCH}
     * @return the charges in the order in which they were asked for
     * @throws io.billing4j.error.BillingException INVALID_BATCH at {@code oneOffs} for none and too many; what {@link #add(NewOneOff)}
     *     refuses, at the field of the first to blame, such as {@code oneOffs[3].price}
     */
    public List<OneOffCharge> add(List<NewOneOff> wanted) {
        List<NewOneOff> all = Inputs.list("oneOffs", wanted);
        if (all.isEmpty() || all.size() > MAX_BATCH) {
            throw ErrorCode.INVALID_BATCH.at(
                    "oneOffs", "expected 1 to " + MAX_BATCH + " charges but found " + all.size());
        }
        return scope.inTransaction(work -> {
            OneOffIntake intake = new OneOffIntake(scope, work);
            intake.prepare(all);
            List<OneOffCharge> added = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                NewOneOff one = all.get(i);
                added.add(Inputs.within("oneOffs[" + i + "]", () -> intake.add(one)));
            }
            intake.store();
            return List.copyOf(added);
        });
    }

    /**
     * Has a charge not billed. One that is on a draft leaves it, which is computed again. One that is cancelled already stays as it is.
     *
     * @throws io.billing4j.error.BillingException ONE_OFF_NOT_FOUND at {@code oneOffId}; ILLEGAL_TRANSITION at {@code oneOffId} if it is
     *     on a document that is final or was waived; what {@link BillingEngine#refreshInvoice} refuses of its draft
     */
    public OneOffCharge cancel(OneOffId id) {
        Inputs.required("id", id);
        return TaxAsking.of(scope).inTransaction((work, round) -> {
            CustomerState customer = work.lockCustomer(found(work, id).customer());
            OneOffCharge before = found(work, id);
            if (before.canceledAt() != null) {
                return before;
            }
            InvoiceId document = before.invoice();
            Invoice draft = document == null ? null : draft(work, id, document);
            Instant recordedAt = work.record(customer);
            work.unit().oneOffs().release(Set.of(id), null);
            work.unit().oneOffs().cancel(id, recordedAt);
            OneOffCharge canceled = before.canceled(recordedAt);
            work.journal(new JournalEntry(
                    EventType.ONE_OFF_CANCELED,
                    before.customer(),
                    id.toString(),
                    Map.of(),
                    Map.of("canceledAt", recordedAt.toString()),
                    recordedAt));
            if (draft != null) {
                new Refresh(scope).refreshed(work, round, work.lockCustomer(before.customer()), draft);
            }
            return canceled;
        });
    }

    private static Invoice draft(Work work, OneOffId id, InvoiceId document) {
        Invoice invoice = Documents.found(work, document);
        if (invoice.status() != InvoiceStatus.DRAFT) {
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "oneOffId",
                    "one-off charge " + id + " is on document " + Documents.nameOf(invoice) + ", which is "
                            + (invoice.status() == InvoiceStatus.VOIDED
                                    ? "waived: it is settled"
                                    : invoice.status() + ": a credit note can take it back"));
        }
        return invoice;
    }

    /**
     * Makes a document of charges alone. It is final at once with today's date, or, where documents have a grace, a draft for as long. It
     * is for the group that the subscriptions of all of them are for, if there is one.
     *
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND at {@code customerId}; NOTHING_DUE at {@code customerId} where
     *     nothing waits that is due; SUBSCRIPTION_NOT_FOUND at {@code subscriptionId} if the customer has no such subscription;
     *     ONE_OFF_NOT_FOUND at {@code oneOffs} for a charge that is not the customer's, ILLEGAL_TRANSITION there for one that does not
     *     wait, SEVERAL_GROUPS there for charges of different groups where documents are of one; TAX_NOT_DETERMINED, and what {@link
     *     BillingEngine#generateInvoice} refuses of taxes; IDEMPOTENCY_CONFLICT at {@code idempotencyKey} if the key was used with
     *     another request; NUMBERING_BUSY, which may be tried again
     */
    public Invoice billNow(OneOffBilling request) {
        Inputs.required("request", request);
        IdempotencyKey key = request.idempotency();
        return TaxAsking.of(scope).inTransaction((work, round) -> {
            CustomerState customer = work.lockCustomer(request.customer());
            Optional<Invoice> earlier = key == null ? Optional.empty() : Generation.repeated(work, key);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            return new OneOffDocument(scope, work, round).made(customer, request, key);
        });
    }

    /** What a document of charges alone would come to now. Nothing is stored, and a key is passed over; otherwise as {@link #billNow}. */
    public Invoice preview(OneOffBilling request) {
        Inputs.required("request", request);
        return TaxAsking.ofPreview(scope).inTransaction((work, round) -> {
            CustomerState customer = Billing4J.found(
                    work.unit().customers().state(request.customer()),
                    ErrorCode.CUSTOMER_NOT_FOUND,
                    "customerId",
                    request.customer());
            return Invoice.draft(
                    new OneOffDocument(scope, work, round).draft(customer, request), InvoiceOrigin.request(null));
        });
    }

    /** The charge, if there is one. */
    public Optional<OneOffCharge> find(OneOffId id) {
        Inputs.required("id", id);
        return scope.inTransaction(
                work -> work.unit().oneOffs().findAll(List.of(id)).stream().findFirst());
    }

    /** A customer's charges in the order in which they were added, whatever became of them. */
    public List<OneOffCharge> of(CustomerId customer, Page page) {
        Inputs.required("customer", customer);
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().oneOffs().list(customer, page));
    }

    /** What waits for a document, of all customers, in the order in which it was added. */
    public List<OneOffCharge> pending(Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().oneOffs().pending(page));
    }

    static List<OneOffCharge> pending(Work work, CustomerId customer) {
        return work.unit().oneOffs().pending(List.of(customer)).getOrDefault(customer, List.of());
    }

    private static OneOffCharge found(Work work, OneOffId id) {
        return Billing4J.found(
                work.unit().oneOffs().findAll(List.of(id)).stream().findFirst(),
                ErrorCode.ONE_OFF_NOT_FOUND,
                "oneOffId",
                id);
    }
}
