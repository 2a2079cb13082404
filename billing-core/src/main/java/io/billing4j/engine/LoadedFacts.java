package io.billing4j.engine;

import io.billing4j.customer.Customer;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.Catalogue;
import io.billing4j.invoice.DiscountFacts;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.EarlierBilling;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.PlaceFacts;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.Subscription;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.Minimums;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What many documents have in common.
 *
 * @param billed lines that count as billed, of subscriptions of which something may have to be computed again
 * @param usageKeptFrom nothing is counted from usage before this; null where all is there
 * @param balance which documents are paid from balances
 * @param coupons of those of the customers that have some
 * @param discountOrder null for a tenant without coupons
 * @param taxes of the tenant, without any profile
 * @param profiles of those of the customers that have some, the earliest first
 * @param consolidation which subscriptions share documents
 * @param oneOffs what waits for a document
 * @param minimums what documents of periods have to ask for at least
 */
record LoadedFacts(
        RoundingPolicy rounding,
        Catalogue catalogue,
        Map<SubscriptionId, List<BilledLine>> billed,
        Map<UsageQuery, UsageSummary> usage,
        @Nullable Instant usageKeptFrom,
        CustomPrices prices,
        BalancePolicy balance,
        Map<CustomerId, CouponBook> coupons,
        @Nullable DiscountOrder discountOrder,
        TaxFacts taxes,
        Map<CustomerId, List<TaxProfile>> profiles,
        Consolidation consolidation,
        WaitingOneOffs oneOffs,
        Minimums minimums) {
    /** What of a customer waits for a document. */
    List<OneOffCharge> oneOffs(CustomerId customer) {
        return oneOffs.of(customer);
    }

    /** Whether a place takes a one-off charge now: the document of a project or purchase order only those that are for it. */
    boolean takes(Subscription subscription, SlotPlace place, OneOffCharge one, Instant now) {
        return oneOffs.takes(subscription, place, one, now);
    }

    CouponBook coupons(CustomerId customer) {
        return coupons.getOrDefault(customer, CouponBook.EMPTY);
    }

    /** What is taken off by a customer's coupons, with what documents have taken off by now. */
    DiscountFacts discounts(CouponBook book) {
        return discountOrder == null || book.grants().isEmpty()
                ? DiscountFacts.NONE
                : new DiscountFacts(book, discountOrder);
    }

    /** How a customer is taxed. */
    TaxFacts taxes(CustomerId customer) {
        return taxes.policy() == null ? TaxFacts.NONE : taxes.of(profiles.getOrDefault(customer, List.of()));
    }

    /** The same with what is known of an outside service's answers, where one is asked. */
    LoadedFacts with(TaxAnswers answers) {
        return taxes.answers() == null
                ? this
                : new LoadedFacts(
                        rounding,
                        catalogue,
                        billed,
                        usage,
                        usageKeptFrom,
                        prices,
                        balance,
                        coupons,
                        discountOrder,
                        taxes.with(answers),
                        profiles,
                        consolidation,
                        oneOffs,
                        minimums);
    }

    /** The same where each subscription has documents of its own. */
    LoadedFacts apart() {
        return new LoadedFacts(
                rounding,
                catalogue,
                billed,
                usage,
                usageKeptFrom,
                prices,
                balance,
                coupons,
                discountOrder,
                taxes,
                profiles,
                Consolidation.NONE,
                oneOffs,
                minimums);
    }

    /** What the lines of a place depend on. */
    PlaceFacts of(Subscription subscription, SlotPlace place, @Nullable EarlierBilling earlier) {
        return new PlaceFacts(rounding, subscription, place, earlier, catalogue, usage, usageKeptFrom, prices);
    }

    /**
     * What a customer's document depends on as a whole.
     *
     * @param held by the customer's balance
     * @param book with what other documents have taken off
     */
    DocumentFacts of(InvoiceId id, Instant recordedAt, Customer customer, Money held, CouponBook book) {
        return new DocumentFacts(
                id, recordedAt, rounding, customer, held, balance, catalogue, discounts(book), taxes(customer.id()));
    }

    List<BilledLine> billed(SubscriptionId subscription) {
        return billed.getOrDefault(subscription, List.of());
    }
}
