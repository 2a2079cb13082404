package io.billing4j.testkit;

import io.billing4j.customer.Customer;
import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.period.BillingPeriod;
import io.billing4j.store.BillingStore;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.OpenWork;
import io.billing4j.store.Page;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores that keep the contract but for one thing. */
final class BrokenStores {
    private BrokenStores() {}

    /** Commits what was written before the work threw. */
    static BillingStore forgettingRollback() {
        return new Wrapped() {
            @Override
            public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
                AtomicReference<RuntimeException> thrown = new AtomicReference<>();
                Optional<T> result = sound.inTransaction(tenant, unit -> {
                    try {
                        return Optional.of(work.apply(unit));
                    } catch (RuntimeException e) {
                        thrown.set(e);
                        return Optional.<T>empty();
                    }
                });
                return result.orElseThrow(thrown::get);
            }
        };
    }

    /** Writes everything into the books of the tenant that was created first. */
    static BillingStore ignoringTheTenant() {
        return new Wrapped() {
            @Override
            public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
                boolean known = sound.tenants().find(tenant).isPresent();
                return sound.inTransaction(known ? sound.tenants().list().get(0).id() : tenant, work);
            }
        };
    }

    /** Undoes the work after a refusal that the work has swallowed, and says nothing. */
    static BillingStore keepingQuietAboutRefusals() {
        return new Wrapped() {
            @Override
            public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
                List<T> result = new ArrayList<>();
                try {
                    return sound.inTransaction(tenant, unit -> {
                        result.add(work.apply(unit));
                        return result.get(0);
                    });
                } catch (BillingException e) {
                    if (result.isEmpty()) {
                        throw e;
                    }
                    return result.get(0);
                }
            }
        };
    }

    /** Leaves out a slot whose period has a document, as {@code on conflict do nothing} does. */
    static BillingStore droppingTheUniquenessOfPeriods() {
        return intercepted("slots.insert", call -> {
            List<InvoiceSlot> free = new ArrayList<>();
            for (InvoiceSlot slot : BrokenStores.<InvoiceSlot>list(call)) {
                List<InvoiceSlot> there = new ArrayList<>(call.unit()
                        .slots()
                        .from(Map.of(slot.subscription(), 0))
                        .getOrDefault(slot.subscription(), List.of()));
                there.addAll(free);
                if (there.stream()
                        .noneMatch(other -> other.live()
                                && other.place().reason() == slot.place().reason()
                                && other.subscription().equals(slot.subscription())
                                && other.period().equals(slot.period()))) {
                    free.add(slot);
                }
            }
            call.arguments().set(0, free);
            return call.proceed();
        });
    }

    /** Takes no notice of a document whose number is taken. */
    static BillingStore droppingTheUniquenessOfNumbers() {
        return intercepted("invoices.insertHeaders", call -> {
            Set<InvoiceNumber> taken = call.unit().invoices().list(null, Page.first(Page.MAX_SIZE)).stream()
                    .flatMap(invoice -> invoice.number().stream())
                    .collect(Collectors.toSet());
            call.arguments()
                    .set(
                            0,
                            BrokenStores.<Invoice>list(call).stream()
                                    .filter(invoice ->
                                            invoice.number().map(taken::add).orElse(true))
                                    .toList());
            return call.proceed();
        });
    }

    /** Takes no notice of a customer whose key is taken. */
    static BillingStore droppingTheUniquenessOfCustomers() {
        return intercepted("customers.insert", call -> {
            Customer customer =
                    (Customer) Objects.requireNonNull(call.arguments().get(0));
            boolean taken = call.unit().customers().find(customer.id()).isPresent();
            return taken ? null : call.proceed();
        });
    }

    /** Reads lists backwards. */
    static BillingStore readingWithoutOrder() {
        return around(call -> {
            Object result = call.proceed();
            if (result instanceof List<?> list && !call.name().equals("usage.record")) {
                List<?> backwards = new ArrayList<>(list);
                Collections.reverse(backwards);
                return backwards;
            }
            return result;
        });
    }

    /** Gives numbers outside the transaction, as a database sequence does. */
    static BillingStore givingNumbersBeforeTheCommit() {
        ConcurrentMap<String, AtomicLong> counters = new ConcurrentHashMap<>();
        return intercepted("numbers.take", call -> {
            call.proceed();
            NumberSeries series =
                    (NumberSeries) Objects.requireNonNull(call.arguments().get(0));
            String counter = call.unit().tenant() + " " + series.type() + " " + series.entity() + " "
                    + call.arguments().get(1);
            int count = (Integer) Objects.requireNonNull(call.arguments().get(3));
            return counters.computeIfAbsent(counter, key -> new AtomicLong()).getAndAdd(count) + 1;
        });
    }

    /** Writes all of a set but its second element. */
    static BillingStore losingTheSecondOfASet() {
        Set<String> writes = WriteVerb.all().stream().map(WriteVerb::name).collect(Collectors.toSet());
        return around(call -> {
            if (writes.contains(call.name())) {
                for (int i = 0; i < call.arguments().size(); i++) {
                    call.arguments().set(i, withoutSecond(call.arguments().get(i)));
                }
            }
            return call.proceed();
        });
    }

    /** Counts usage at the very end of a window. */
    static BillingStore countingTheEndOfAWindow() {
        return intercepted("usage.summaries", call -> {
            Map<UsageQuery, UsageSummary> totals = new LinkedHashMap<>();
            for (UsageQuery query : BrokenStores.<UsageQuery>list(call)) {
                BillingPeriod period = query.service();
                UsageQuery longer = UsageQuery.of(
                        query.customer(),
                        query.subscription(),
                        query.meter(),
                        new BillingPeriod(
                                period.startInclusive(),
                                period.endExclusive().plus(1, ChronoUnit.MICROS),
                                period.zone()));
                totals.putAll(Map.of(
                        query, call.unit().usage().summaries(List.of(longer)).getOrDefault(longer, UsageSummary.NONE)));
            }
            return totals;
        });
    }

    /** Takes another event under a known id for the same. */
    static BillingStore mistakingConflictsForDuplicates() {
        return intercepted("usage.record", call -> {
            List<UsageOutcome> outcomes = new ArrayList<>();
            for (Object outcome : (List<?>) Objects.requireNonNull(call.proceed())) {
                outcomes.add(outcome == UsageOutcome.CONFLICT ? UsageOutcome.DUPLICATE : (UsageOutcome) outcome);
            }
            return outcomes;
        });
    }

    /** Ignores a change of a finalised document instead of refusing it. */
    static BillingStore ignoringChangesOfWhatIsFinal() {
        return intercepted("invoices.replaceDraft", call -> {
            Invoice draft = (Invoice) Objects.requireNonNull(call.arguments().get(0));
            boolean open = call.unit()
                    .invoices()
                    .find(draft.id())
                    .map(Invoice::status)
                    .filter(InvoiceStatus.DRAFT::equals)
                    .isPresent();
            return open ? call.proceed() : null;
        });
    }

    /** Begins every page at the start of the list. */
    static BillingStore beginningEveryPageAtTheStart() {
        return around(call -> {
            for (int i = 0; i < call.arguments().size(); i++) {
                if (call.arguments().get(i) instanceof Page page) {
                    call.arguments().set(i, Page.first(page.size()));
                }
            }
            return call.proceed();
        });
    }

    /** Keeps the last record of customers to the millisecond. */
    static BillingStore cuttingInstantsToMilliseconds() {
        return intercepted("customers.recorded", call -> {
            Map<CustomerId, Instant> cut = new LinkedHashMap<>();
            ((Map<?, ?>) Objects.requireNonNull(call.arguments().get(0)))
                    .forEach((id, at) -> cut.put((CustomerId) id, ((Instant) at).truncatedTo(ChronoUnit.MILLIS)));
            call.arguments().set(0, cut);
            return call.proceed();
        });
    }

    private static BillingStore around(InterceptedStore.Interceptor interceptor) {
        return new InterceptedStore(new InMemoryBillingStore(), interceptor);
    }

    static BillingStore intercepted(String verb, InterceptedStore.Interceptor interceptor) {
        return around(call -> call.name().equals(verb) ? interceptor.around(call) : call.proceed());
    }

    /** The call's first argument, a list. */
    @SuppressWarnings("unchecked")
    static <T> List<T> list(VerbCall call) {
        return List.copyOf(
                (Collection<T>) Objects.requireNonNull(call.arguments().get(0)));
    }

    private static @Nullable Object withoutSecond(@Nullable Object argument) {
        if (argument instanceof List<?> list && list.size() > 1) {
            List<?> shorter = new ArrayList<>(list);
            shorter.remove(1);
            return shorter;
        }
        if (argument instanceof Map<?, ?> map && map.size() > 1) {
            Map<?, ?> shorter = new LinkedHashMap<>(map);
            shorter.remove(List.copyOf(shorter.keySet()).get(1));
            return shorter;
        }
        return argument;
    }

    /** A sound store, to be spoilt. */
    private abstract static class Wrapped implements BillingStore {
        final BillingStore sound = new InMemoryBillingStore();

        @Override
        public TenantRegistry tenants() {
            return sound.tenants();
        }

        @Override
        public OpenWork openWork() {
            return sound.openWork();
        }
    }
}
