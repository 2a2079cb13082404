package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineKind;
import io.billing4j.invoice.OneOffCharge;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of one-off charges, from what was asked for and from the lines of documents alone. */
final class OneOffCheck {
    private final Scenario scenario;
    private final Map<String, PlainOneOff> added = new HashMap<>();
    private final Set<String> canceled = new HashSet<>();
    private boolean any;

    OneOffCheck(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Takes in a command that was accepted. */
    void learn(OneOffCommand command) {
        if (command instanceof OneOffCommand.Add add) {
            ZoneId zone = scenario.zoneOf(add.customer());
            Fraction price = Retelling.fraction(add.price());
            Fraction sum = add.quantity() == null ? price : price.times(Retelling.fraction(add.quantity()));
            added.put(
                    add.name(),
                    new PlainOneOff(
                            add.name(),
                            add.customer(),
                            Objects.toString(add.subscription(), ""),
                            sum.halfUp(),
                            add.category(),
                            add.behavior() == null ? null : add.behavior().name(),
                            add.day(),
                            add.dueAt() == null ? add.day().atStartOfDay(zone).toInstant() : add.dueAt()));
        } else if (command instanceof OneOffCommand.Cancel cancel) {
            canceled.add(cancel.name());
        }
    }

    /** The charge that a line is for. */
    PlainOneOff of(InvoiceLine line) {
        PlainOneOff plain = added.get(line.description());
        if (plain == null) {
            throw new HistoryFailure("what is billed once was asked for", line.toString(), null);
        }
        return plain;
    }

    Map<String, PlainOneOff> added() {
        return added;
    }

    /** Whether any was on a document. */
    boolean any() {
        return any;
    }

    /** What a customer's charges come to that are on documents; in minor units. */
    BigInteger billed(Snapshot snapshot, String customer) {
        Map<String, List<Invoice>> on = on(snapshot);
        return added.values().stream()
                .filter(one -> one.customer().equals(customer) && on.containsKey(one.name()))
                .map(PlainOneOff::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Checks all charges, and all documents that they are on. */
    void check(Snapshot snapshot) {
        snapshot.invoices().forEach(this::checkDocument);
        Map<String, List<Invoice>> on = on(snapshot);
        any |= !on.isEmpty();
        on.forEach((name, documents) ->
                require(documents.size() == 1, "a one-off charge is on one document at most", name + " " + documents));
        require(
                snapshot.oneOffs().size() == added.size(),
                "there are the one-off charges that were added",
                added.keySet() + " but found " + snapshot.oneOffs());
        for (OneOffCharge charge : snapshot.oneOffs()) {
            String name = charge.description();
            List<Invoice> documents = on.getOrDefault(name, List.of());
            InvoiceId expected = documents.isEmpty() ? null : documents.get(0).id();
            require(
                    Objects.equals(charge.invoice(), expected),
                    "a one-off charge says which document it is on",
                    "expected " + expected + " but found " + charge);
            require(
                    canceled.contains(name) == (charge.canceledAt() != null)
                            && (documents.isEmpty() || !canceled.contains(name)),
                    "what is cancelled is on no document",
                    charge + " on " + documents);
            require(
                    LineAmounts.minor(charge.amount())
                            .equals(Objects.requireNonNull(added.get(name)).amount()),
                    "a one-off charge comes to its price",
                    charge);
        }
    }

    /** The documents that count, by the charges that they ask for. */
    static Map<String, List<Invoice>> on(Snapshot snapshot) {
        Map<String, List<Invoice>> on = new HashMap<>();
        for (Invoice invoice : snapshot.invoices()) {
            if (BilledLines.counts(invoice)) {
                lines(invoice)
                        .forEach(line -> on.computeIfAbsent(line.description(), same -> new ArrayList<>())
                                .add(invoice));
            }
        }
        return on;
    }

    /** The lines of a document that ask for one-off charges for the first time. */
    static List<InvoiceLine> lines(Invoice invoice) {
        return invoice.lines().stream()
                .filter(line -> isOneOff(line) && line.key().corrects() == null)
                .toList();
    }

    static boolean isOneOff(InvoiceLine line) {
        return line.key().kind() == LineKind.ONE_OFF;
    }

    private void checkDocument(Invoice invoice) {
        @Nullable InvoiceLine last = null;
        for (InvoiceLine line : invoice.lines()) {
            if (isOneOff(line) && line.key().corrects() == null) {
                PlainOneOff plain = of(line);
                boolean same = LineAmounts.minor(line.amount()).equals(plain.amount())
                        && line.amount().getCurrencyUnit().getCode().equals(scenario.currency())
                        && invoice.customer().value().equals(plain.customer())
                        && line.key().service().startDate().equals(plain.day());
                require(same, "what is billed once is billed as it was asked for", plain + " but found " + invoice);
                require(LineAmounts.offs(line).isEmpty(), "no coupon takes anything off what is billed once", invoice);
            }
            boolean behind = last == null
                    || !isOneOff(last)
                    || (isOneOff(line) && !of(last).day().isAfter(of(line).day()));
            require(
                    behind || invoice.type() == DocumentType.CREDIT_NOTE,
                    "what is billed once stands behind the rest, by its day",
                    invoice);
            last = line;
        }
    }

    /**
     * Checks what was said to a command.
     *
     * @param before it
     * @param taxed whether the tenant's documents have taxes
     * @param groups what each subscription is for, where documents are of one group; null where they are not
     * @param refused why it was not carried out; null where it was
     */
    void answered(
            Snapshot before,
            boolean taxed,
            @Nullable Map<String, String> groups,
            OneOffCommand command,
            @Nullable ErrorCode refused) {
        if (command instanceof OneOffCommand.BillNow bill && added.containsKey(Objects.toString(bill.name()))) {
            PlainOneOff one = Objects.requireNonNull(added.get(Objects.toString(bill.name())));
            boolean waits = one.customer().equals(bill.customer())
                    && !canceled.contains(one.name())
                    && !on(before).containsKey(one.name());
            boolean unknown = taxed && one.category().equals(PlainOneOff.UNRULED);
            require(
                    (refused == null) == waits || (unknown && refused == ErrorCode.TAX_NOT_DETERMINED),
                    "what waits, and nothing else, can be billed by itself",
                    one + " " + refused);
        } else if (command instanceof OneOffCommand.BillNow bill && bill.name() == null) {
            Set<String> billed = on(before).keySet();
            List<PlainOneOff> due = added.values().stream()
                    .filter(one -> one.customer().equals(bill.customer())
                            && !canceled.contains(one.name())
                            && !billed.contains(one.name())
                            && !one.due().isAfter(before.now()))
                    .toList();
            boolean unknown =
                    taxed && due.stream().anyMatch(one -> one.category().equals(PlainOneOff.UNRULED));
            boolean several = groups != null
                    && due.stream()
                                    .map(one -> groups.getOrDefault(one.subscription(), ""))
                                    .distinct()
                                    .count()
                            > 1;
            require(
                    several
                            ? refused == ErrorCode.SEVERAL_GROUPS
                            : (refused == null) == !due.isEmpty()
                                    || (unknown && refused == ErrorCode.TAX_NOT_DETERMINED),
                    "all that waits and is due can be billed by itself",
                    due + " " + refused);
        } else if (command instanceof OneOffCommand.Cancel cancel && added.containsKey(cancel.name())) {
            List<Invoice> documents = on(before).getOrDefault(cancel.name(), List.of());
            boolean open = documents.stream().allMatch(one -> one.status() == InvoiceStatus.DRAFT);
            require(
                    (refused == null) == open || (open && !documents.isEmpty()),
                    "what is on no final document can be cancelled, and nothing else",
                    cancel + " " + refused + " " + documents);
        }
    }
}
