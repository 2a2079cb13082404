package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.price.Commitment;
import io.billing4j.price.PricedPart;
import io.billing4j.price.SpendLeft;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.testkit.history.OracleTerms.Missing;
import io.billing4j.testkit.history.PlainPlan.Terms;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What lines say of the terms of whole plans, by plans in plain numbers and by the sums of {@link OracleTerms}; that they come to what they
 * have to come to is said by {@link SubscriptionCheck}.
 */
final class TermsCheck {
    private final Oracle oracle;
    private final Set<Invoice> seen = new HashSet<>();
    private boolean any;

    TermsCheck(Oracle oracle) {
        this.oracle = oracle;
    }

    /** Whether there was any line that terms made, or changed. */
    boolean any() {
        return any;
    }

    /**
     * Checks what a command has changed.
     *
     * @param next as of when the next document of each subscription is previewed
     * @param ran whether the command was one that bills all that is due at this instant, and at no other
     */
    void check(
            Snapshot before,
            Snapshot after,
            Map<String, PlainSubscription> subscriptions,
            List<Usage> usage,
            Map<String, Instant> next,
            boolean ran) {
        for (Invoice invoice : after.invoices()) {
            if (seen.add(invoice)) {
                invoice.lines().forEach(this::checkLeft);
            }
        }
        checkOnce(after);
        Set<InvoiceId> known = new HashSet<>();
        before.invoices().forEach(invoice -> known.add(invoice.id()));
        for (SubscriptionState state : after.subscriptions()) {
            PlainSubscription plain = Objects.requireNonNull(
                    subscriptions.get(state.subscription().id().value()));
            after.previews()
                    .getOrDefault(state.subscription().id(), Optional.empty())
                    .flatMap(InvoiceOutcome::invoice)
                    .ifPresent(preview ->
                            checkMissing(preview, plain, Objects.requireNonNull(next.get(plain.id())), usage));
            for (Invoice invoice : after.invoices()) {
                if (ran && !known.contains(invoice.id())) {
                    checkMissing(invoice, plain, after.now(), usage);
                }
            }
        }
    }

    /** What was left to a line is left by terms that its plan has. */
    private void checkLeft(InvoiceLine line) {
        SpendLeft left = line.derivation().basis().left();
        any |= left != null || LineAmounts.missing(line);
        if (left == null) {
            return;
        }
        Terms terms = terms(line);
        boolean raised = left.commitment() == null
                || (terms != null
                        && terms.promised() != null
                        && left.overageFactor().compareTo(new BigDecimal(terms.factor())) == 0);
        boolean cut = left.maximum() == null || (terms != null && terms.most() != null);
        require(raised && cut, "what was left to usage is left by terms of its plan", terms + " and " + line);
    }

    /** However often it was taken back and asked for again, what is missing stands once at most for an item and a period. */
    private static void checkOnce(Snapshot books) {
        Map<String, Integer> standing = new TreeMap<>();
        for (Invoice invoice : books.invoices()) {
            if (BilledLines.counts(invoice)) {
                for (InvoiceLine line : OneOffPlaces.charged(invoice)) {
                    if (LineAmounts.missing(line)) {
                        standing.merge(period(line), line.amount().isNegative() ? -1 : 1, Integer::sum);
                    }
                }
            }
        }
        standing.forEach((period, count) -> require(count <= 1, "a period is made up for once", period));
    }

    private static String period(InvoiceLine line) {
        boolean addOn = line.key().plan().plan().value().equals(PlainCatalogue.ADD_ON_UNDER_TERMS);
        return line.key().subscription() + " " + addOn + " " + line.key().charge() + " of the period from "
                + line.derivation().window().startInclusive();
    }

    /** What is missing names what was promised and what each charge asks for. */
    private void checkMissing(Invoice document, PlainSubscription plain, Instant asOf, List<Usage> usage) {
        List<InvoiceLine> lines = OneOffPlaces.charged(document).stream()
                .filter(line -> LineAmounts.missing(line)
                        && line.key().corrects() == null
                        && line.key().subscription().value().equals(plain.id()))
                .toList();
        List<Missing> missing =
                lines.isEmpty() ? List.of() : oracle.model(plain, asOf).missing(usage);
        for (InvoiceLine line : lines) {
            Commitment due =
                    Objects.requireNonNull(line.derivation().basis().terms().commitment());
            BigInteger promised = minor(due.amount().getAmount(), line);
            Map<String, BigInteger> asked = asked(line);
            boolean told = missing.stream()
                    .anyMatch(one -> one.owed()
                                    .plan()
                                    .equals(Retelling.key(line.key().plan()))
                            && one.owed().charge().equals(line.key().charge().value())
                            && one.owed().amount().equals(LineAmounts.minor(line.amount()))
                            && one.promised().equals(promised)
                            && one.asked().equals(asked));
            require(
                    told,
                    "what is missing names what was promised and what each charge asks for",
                    missing + " but found " + promised + " and " + asked + " on " + line);
        }
    }

    private static Map<String, BigInteger> asked(InvoiceLine line) {
        Map<String, BigInteger> asked = new TreeMap<>();
        for (PricedPart part : line.derivation().quantity().parts()) {
            String plan = Objects.requireNonNull(part.dimensions().get("plan")).replace(" v", "/");
            asked.put(plan + " " + part.dimensions().get("charge"), minor(part.quantity(), line));
        }
        return asked;
    }

    private static BigInteger minor(BigDecimal amount, InvoiceLine line) {
        CurrencyUnit currency = line.amount().getCurrencyUnit();
        return amount.movePointRight(currency.getDecimalPlaces()).toBigIntegerExact();
    }

    private @Nullable Terms terms(InvoiceLine line) {
        return Objects.requireNonNull(
                        oracle.plans().get(Retelling.key(line.key().plan())))
                .terms();
    }
}
