package io.billing4j.engine;

import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.money.Currencies;
import io.billing4j.rating.Derivation;
import io.billing4j.store.Page;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is billed once, beside what subscriptions are billed: setting up, parts, hours. A charge waits until a document takes it. That is
 * the first one for a period of any of the customer's subscriptions, or of the one that the charge is for, which is due at the charge's
 * instant or later; or one of such charges alone, made by {@link #billNow}. Coupons take nothing off it.
 */
public final class OneOffs {
    /** How many of a customer may wait. */
    public static final int MAX_PENDING = 1000;

    private final TenantScope scope;

    OneOffs(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Adds a charge. What it comes to is worked out now, its taxes when it is billed. With a tenant's first one its settings say so.
     *
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND at {@code customerId}; SUBSCRIPTION_NOT_FOUND at {@code
     *     subscriptionId} if the customer has no such subscription, ILLEGAL_TRANSITION there if it is billed to its end;
     *     CURRENCY_MISMATCH at {@code price} for another currency than the customer's; what {@link OneOffCharge#derivation} refuses; INVALID_DATE at
     *     {@code day} or {@code dueAt} for more than a year ahead; TAX_NOT_DETERMINED for what no rule of the tenant says the tax of;
     *     TOO_MANY_ONE_OFFS at {@code customerId} beyond {@value #MAX_PENDING} that wait; IDEMPOTENCY_CONFLICT at {@code
     *     idempotencyKey} if the key was used with another request
     */
    public OneOffCharge add(NewOneOff wanted) {
        IdempotencyKey key = wanted.idempotency();
        return scope.inTransaction(work -> {
            TenantSettings settings = settingsWithOneOffs(work);
            CustomerState customer = work.lockCustomer(wanted.customer());
            Optional<OneOffCharge> earlier = key == null ? Optional.empty() : repeated(work, key);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Currencies.requireSame(
                    "price", customer.customer().currency(), wanted.price().getCurrencyUnit());
            requireOpen(scope.context().factsLoader(), work, wanted);
            if (pending(work, wanted.customer()).size() >= MAX_PENDING) {
                throw ErrorCode.TOO_MANY_ONE_OFFS.at(
                        "customerId", "customer " + wanted.customer() + " has " + MAX_PENDING + " that wait");
            }
            OneOffCharge charge = charge(work, customer, wanted, key, settings);
            requireTaxable(work, customer, settings, charge);
            work.unit().oneOffs().insert(charge);
            work.journal(JournalEntry.created(
                    EventType.ONE_OFF_ADDED, charge.customer(), charge.id(), detail(charge), charge.recordedAt()));
            return charge;
        });
    }

    /**
     * Has a charge not billed. One that is on a draft leaves it, which is computed again. One that is cancelled already stays as it is.
     *
     * @throws io.billing4j.error.BillingException ONE_OFF_NOT_FOUND at {@code oneOffId}; ILLEGAL_TRANSITION at {@code oneOffId} if it is
     *     on a document that is final or was waived; what {@link BillingEngine#refreshInvoice} refuses of its draft
     */
    public OneOffCharge cancel(OneOffId id) {
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
                            + invoice.status() + ": a credit note can take it back");
        }
        return invoice;
    }

    /**
     * Makes a document of charges alone. It is final at once with today's date, or, where documents have a grace, a draft for as long.
     *
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND at {@code customerId}; NOTHING_DUE at {@code customerId} where
     *     nothing waits that is due; ONE_OFF_NOT_FOUND at {@code oneOffs} for a charge that is not the customer's, ILLEGAL_TRANSITION
     *     there for one that does not wait; TAX_NOT_DETERMINED, and what {@link
     *     BillingEngine#generateInvoice} refuses of taxes; IDEMPOTENCY_CONFLICT at {@code idempotencyKey} if the key was used with
     *     another request; NUMBERING_BUSY, which may be tried again
     */
    public Invoice billNow(OneOffBilling request) {
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
        return scope.inTransaction(
                work -> work.unit().oneOffs().findAll(List.of(id)).stream().findFirst());
    }

    /** A customer's charges in the order in which they were added, whatever became of them. */
    public List<OneOffCharge> of(CustomerId customer, Page page) {
        return scope.inTransaction(work -> work.unit().oneOffs().list(customer, page));
    }

    /** What waits for a document, of all customers, in the order in which it was added. */
    public List<OneOffCharge> pending(Page page) {
        return scope.inTransaction(work -> work.unit().oneOffs().pending(page));
    }

    private static OneOffCharge charge(
            Work work, CustomerState state, NewOneOff wanted, @Nullable IdempotencyKey key, TenantSettings settings) {
        Customer customer = state.customer();
        LocalDate day =
                wanted.day() == null ? work.now().atZone(customer.zone()).toLocalDate() : wanted.day();
        requireWithinYear("day", customer, work.now(), day);
        if (wanted.dueAt() != null) {
            requireWithinYear(
                    "dueAt",
                    customer,
                    work.now(),
                    wanted.dueAt().atZone(customer.zone()).toLocalDate());
        }
        Derivation derivation =
                OneOffCharge.derivation(wanted.price(), wanted.quantity(), day, customer.zone(), settings.rounding());
        return new OneOffCharge(
                OneOffId.of(work.ids().next()),
                customer.id(),
                wanted.subscription(),
                wanted.description(),
                wanted.code(),
                derivation,
                wanted.tax(),
                wanted.dueAt() == null ? derivation.service().startInclusive() : wanted.dueAt(),
                work.record(state),
                key,
                null,
                null,
                null);
    }

    /** Nobody would see for how long it waits. */
    private static void requireWithinYear(String field, Customer customer, Instant now, LocalDate day) {
        LocalDate last = now.atZone(customer.zone()).toLocalDate().plusYears(1);
        if (day.isAfter(last)) {
            throw ErrorCode.INVALID_DATE.at(field, "expected " + last + " at the latest but found " + day);
        }
    }

    /** What no rule says the tax of would wait until one does. */
    private void requireTaxable(Work work, CustomerState customer, TenantSettings settings, OneOffCharge charge) {
        if (settings.taxes() == null) {
            return;
        }
        LoadedFacts facts = scope.context().factsLoader().ofCustomer(work.unit(), charge.customer());
        DocumentFacts alone = new CustomerBooks(customer, facts, work.now())
                .document(InvoiceId.of(charge.id().value()))
                .unasked();
        new InvoiceAssembler().assemble(alone, List.of(), List.of(charge));
    }

    /** No document would come that takes it. */
    private static void requireOpen(FactsLoader loader, Work work, NewOneOff wanted) {
        SubscriptionId id = wanted.subscription();
        if (id == null) {
            return;
        }
        SubscriptionState state = Subscriptions.found(work, id);
        if (!state.subscription().customer().equals(wanted.customer())) {
            throw ErrorCode.SUBSCRIPTION_NOT_FOUND.at(
                    "subscriptionId", "customer " + wanted.customer() + " has no subscription " + id);
        }
        if (FactsLoader.isOver(loader.one(work.unit(), state))) {
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "subscriptionId",
                    "subscription " + id + " is billed to its end: no document of it would take the charge");
        }
    }

    /** A tenant's first charge says so in the settings, so that versions before do not serve the tenant any more. */
    private static TenantSettings settingsWithOneOffs(Work work) {
        TenantSettings settings = work.unit().settings().get();
        if (settings.oneOffs()) {
            return settings;
        }
        TenantSettings before = work.unit().settings().lock();
        TenantSettings after = before.withOneOffs();
        if (!after.equals(before)) {
            Settings.replace(work, before, after);
        }
        return after;
    }

    static List<OneOffCharge> pending(Work work, CustomerId customer) {
        return work.unit().oneOffs().pending(List.of(customer)).getOrDefault(customer, List.of());
    }

    private static Optional<OneOffCharge> repeated(Work work, IdempotencyKey key) {
        Optional<OneOffCharge> earlier = work.unit().oneOffs().byKey(key.key());
        if (earlier.isPresent() && !key.equals(earlier.get().key())) {
            throw ErrorCode.IDEMPOTENCY_CONFLICT.at(
                    "idempotencyKey",
                    "the key was used with another request, for one-off charge "
                            + earlier.get().id());
        }
        return earlier;
    }

    private static OneOffCharge found(Work work, OneOffId id) {
        return Billing4J.found(
                work.unit().oneOffs().findAll(List.of(id)).stream().findFirst(),
                ErrorCode.ONE_OFF_NOT_FOUND,
                "oneOffId",
                id);
    }

    /** Without the description: whoever wrote it may have named somebody. */
    private static Map<String, String> detail(OneOffCharge charge) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("amount", charge.amount().getAmount().toPlainString());
        detail.put("currency", charge.amount().getCurrencyUnit().getCode());
        detail.put("day", charge.day().toString());
        detail.put("dueAt", charge.dueAt().toString());
        detail.put("taxCategory", charge.tax().category().value());
        String code = charge.code();
        if (code != null) {
            detail.put("code", code);
        }
        SubscriptionId subscription = charge.subscription();
        if (subscription != null) {
            detail.put("subscription", subscription.value());
        }
        return detail;
    }
}
