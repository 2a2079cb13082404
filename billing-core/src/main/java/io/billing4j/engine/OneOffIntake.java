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
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.money.Currencies;
import io.billing4j.rating.Derivation;
import io.billing4j.store.CustomerLock;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adds one-off charges in one transaction. What they depend on is read once for each customer, whom it locks. */
final class OneOffIntake {
    private static final InvoiceAssembler ASSEMBLER = new InvoiceAssembler();

    private final Work work;
    private final FactsLoader loader;
    private final TenantSettings settings;
    private final Map<CustomerId, Account> accounts = new TreeMap<>();
    private final Map<SubscriptionId, Billable> subscriptions = new HashMap<>();
    private final Map<String, OneOffCharge> keyed = new HashMap<>();
    private final List<OneOffCharge> added = new ArrayList<>();

    OneOffIntake(TenantScope scope, Work work) {
        this.work = work;
        loader = scope.context().factsLoader();
        settings = settingsWithOneOffs(work);
    }

    /**
     * Locks the customers of charges in the order of their keys, so that nobody who does the same waits for the other, and reads how much
     * waits of them and what was added before under the keys of the charges.
     */
    void prepare(List<NewOneOff> wanted) {
        Set<CustomerId> customers = wanted.stream().map(NewOneOff::customer).collect(Collectors.toSet());
        Map<CustomerId, CustomerState> locked = work.unit().customers().lock(customers, CustomerLock.EXCLUSIVE);
        Map<CustomerId, Integer> pending = work.unit().oneOffs().countPending(customers);
        locked.forEach((id, state) -> accounts.put(id, new Account(state, pending.getOrDefault(id, 0))));
        Set<String> keys = wanted.stream()
                .flatMap(one -> Stream.ofNullable(one.idempotency()))
                .map(IdempotencyKey::key)
                .collect(Collectors.toSet());
        if (!keys.isEmpty()) {
            work.unit().oneOffs().byKeys(keys).forEach(this::keep);
        }
    }

    private void keep(OneOffCharge charge) {
        IdempotencyKey key = charge.key();
        if (key != null) {
            keyed.put(key.key(), charge);
        }
    }

    /** The charge as it will be stored, or as it was added before under its key; one of those that are prepared. */
    OneOffCharge add(NewOneOff wanted) {
        IdempotencyKey key = wanted.idempotency();
        Account account = Billing4J.found(
                Optional.ofNullable(accounts.get(wanted.customer())),
                ErrorCode.CUSTOMER_NOT_FOUND,
                "customerId",
                wanted.customer());
        OneOffCharge earlier = key == null ? null : repeated(key);
        if (earlier != null) {
            return earlier;
        }
        Customer customer = account.state.customer();
        Currencies.requireSame("price", customer.currency(), wanted.price().getCurrencyUnit());
        requireOpen(wanted);
        account.requireRoom();
        OneOffCharge charge = charge(account, wanted, key);
        account.requireTaxable(charge);
        account.take(charge);
        added.add(charge);
        keep(charge);
        return charge;
    }

    /** Stores what was added. */
    void store() {
        if (added.isEmpty()) {
            return;
        }
        Map<CustomerId, Instant> last = new TreeMap<>();
        added.forEach(charge -> last.put(charge.customer(), charge.recordedAt()));
        work.unit().oneOffs().insert(added);
        work.unit().customers().recorded(last);
        List<JournalEntry> entries = added.stream()
                .map(charge -> JournalEntry.created(
                        EventType.ONE_OFF_ADDED, charge.customer(), charge.id(), detail(charge), charge.recordedAt()))
                .toList();
        work.audit(entries);
        work.publish(entries);
    }

    private OneOffCharge charge(Account account, NewOneOff wanted, @Nullable IdempotencyKey key) {
        Customer customer = account.state.customer();
        LocalDate day =
                wanted.day() == null ? work.now().atZone(customer.zone()).toLocalDate() : wanted.day();
        requireWithinYear("day", customer, day);
        if (wanted.dueAt() != null) {
            requireWithinYear(
                    "dueAt", customer, wanted.dueAt().atZone(customer.zone()).toLocalDate());
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
                account.nextRecordedAt(),
                key,
                null,
                null,
                null);
    }

    /** Nobody would see for how long it waits. */
    private void requireWithinYear(String field, Customer customer, LocalDate day) {
        LocalDate last = work.now().atZone(customer.zone()).toLocalDate().plusYears(1);
        if (day.isAfter(last)) {
            throw ErrorCode.INVALID_DATE.at(field, "expected " + last + " at the latest but found " + day);
        }
    }

    /** Whoever adds a charge to what is over means something else. */
    private void requireOpen(NewOneOff wanted) {
        SubscriptionId id = wanted.subscription();
        if (id == null) {
            return;
        }
        Billable billable =
                subscriptions.computeIfAbsent(id, unseen -> loader.one(work.unit(), Subscriptions.found(work, unseen)));
        if (!billable.subscription().customer().equals(wanted.customer())) {
            throw ErrorCode.SUBSCRIPTION_NOT_FOUND.at(
                    "subscriptionId", "customer " + wanted.customer() + " has no subscription " + id);
        }
        if (billable.isOver()) {
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

    private @Nullable OneOffCharge repeated(IdempotencyKey key) {
        OneOffCharge earlier = keyed.get(key.key());
        if (earlier != null && !key.equals(earlier.key())) {
            throw ErrorCode.IDEMPOTENCY_CONFLICT.at(
                    "idempotencyKey", "the key was used with another request, for one-off charge " + earlier.id());
        }
        return earlier;
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

    /** A locked customer, to whom charges are added. */
    private final class Account {
        private final CustomerState state;
        private @Nullable DocumentFacts alone;
        private @Nullable Instant recordedAt;
        private int pending;

        Account(CustomerState state, int pending) {
            this.state = state;
            this.pending = pending;
        }

        CustomerId id() {
            return state.customer().id();
        }

        void requireRoom() {
            if (pending >= OneOffs.MAX_PENDING) {
                throw ErrorCode.TOO_MANY_ONE_OFFS.at(
                        "customerId", "customer " + id() + " has " + OneOffs.MAX_PENDING + " that wait");
            }
        }

        Instant nextRecordedAt() {
            return recordedAt == null ? state.nextRecordedAt(work.now()) : recordedAt.plus(1, ChronoUnit.MICROS);
        }

        /** What no rule says the tax of would wait until one does. */
        void requireTaxable(OneOffCharge charge) {
            if (settings.taxes() == null) {
                return;
            }
            if (alone == null) {
                alone = new CustomerBooks(state, loader.ofCustomer(work.unit(), id()), work.now())
                        .document(InvoiceId.of(charge.id().value()))
                        .unasked();
            }
            ASSEMBLER.assemble(alone, List.of(), List.of(charge));
        }

        void take(OneOffCharge charge) {
            pending++;
            recordedAt = charge.recordedAt();
        }
    }
}
