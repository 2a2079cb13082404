package io.billing4j.invoice;

import io.billing4j.discount.DiscountClaim;
import io.billing4j.discount.DiscountShares;
import io.billing4j.discount.Discounting;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceFault.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.joda.money.Money;

/**
 * Works out a document's discounts again. Not to be seen from the document alone is whether a coupon was for other lines as well,
 * and how much of its amount earlier documents had left.
 */
final class DiscountVerifier {
    private DiscountVerifier() {}

    /** What is wrong with the shares of a line that takes something back, or with where a line has its shares from. */
    static Optional<InvoiceFault> verify(InvoiceLine line) {
        LinePiece piece = line.adjustments().piece();
        if (line.key().corrects() == null) {
            return piece == null
                    ? Optional.empty()
                    : fault(line.number(), "it takes nothing back but has a piece of another line");
        }
        if (piece == null) {
            return line.adjustments().discounts().isEmpty()
                            && line.adjustments().credits().isEmpty()
                    ? Optional.empty()
                    : fault(line.number(), "it has shares of discounts, but nothing says of which line");
        }
        try {
            return derived(line, piece) && CreditVerifier.mirrored(line, piece)
                    ? Optional.empty()
                    : fault(line.number(), "its shares of discounts are not those of the piece that it takes back");
        } catch (RuntimeException e) {
            return fault(line.number(), e.toString());
        }
    }

    private static boolean derived(InvoiceLine line, LinePiece piece) {
        if (!piece.to().minus(piece.from()).equals(line.amount().abs())) {
            return false;
        }
        // What is counted is taken back as a whole.
        if (line.derivation().basis().counted()
                && !piece.whole().equals(line.amount().abs())) {
            return false;
        }
        List<DiscountShare> expected = LineAdjustments.of(
                        piece, line.derivation().rounding(), line.amount().isNegative(), null)
                .discounts();
        List<DiscountShare> found = line.adjustments().discounts();
        // What is asked for again has as much of its share as the coupon has left.
        return line.amount().isNegative()
                ? found.equals(expected)
                : found.stream()
                                        .map(share -> share.grant() + "/" + share.slot())
                                        .distinct()
                                        .count()
                                == found.size()
                        && found.stream().allMatch(share -> expected.stream().anyMatch(most -> within(share, most)));
    }

    private static boolean within(DiscountShare share, DiscountShare most) {
        return most.of(share.amount()).equals(share)
                && share.amount().isPositive()
                && !share.amount().isGreaterThan(most.amount());
    }

    /** What is wrong with what coupons take off the lines that ask for something. */
    static List<InvoiceFault> verify(Invoice invoice) {
        try {
            return replayed(invoice);
        } catch (RuntimeException e) {
            return fault(0, e.toString()).stream().toList();
        }
    }

    private static List<InvoiceFault> replayed(Invoice invoice) {
        Map<Integer, LineRank> ranks = new HashMap<>();
        Map<LineRank, Money> amounts = new HashMap<>();
        for (InvoiceLine line : invoice.lines()) {
            if (line.key().corrects() == null && line.key().charged().isPresent()) {
                LineRank rank = new LineRank(line.key());
                ranks.put(line.number(), rank);
                amounts.put(rank, line.amount());
            }
        }
        List<InvoiceFault> faults = new ArrayList<>();
        addDiscountedOneOffs(faults, invoice);
        List<DiscountClaim<Integer, LineRank>> claims = new ArrayList<>();
        List<DocumentDiscount> discounts = invoice.discounts().list();
        if (discounts.stream()
                        .map(one -> one.grant() + "/" + one.slot() + "/" + subscriptions(invoice, one))
                        .distinct()
                        .count()
                != discounts.size()) {
            return fault(0, "a coupon takes off twice for one place").stream().toList();
        }
        if (discounts.stream().anyMatch(one -> subscriptions(invoice, one).size() > 1)) {
            return fault(0, "a discount is for places of several subscriptions").stream()
                    .toList();
        }
        for (int i = 0; i < discounts.size(); i++) {
            Set<LineRank> lines = new LinkedHashSet<>();
            for (int number : discounts.get(i).lines()) {
                LineRank rank = ranks.get(number);
                if (rank == null) {
                    return fault(number, "a discount is for it, but there is no such line that asks for something")
                            .stream()
                            .toList();
                }
                lines.add(rank);
            }
            claims.add(new DiscountClaim<>(
                    i, discounts.get(i).discount(), discounts.get(i).level(), lines));
        }
        Map<Integer, DiscountShares<LineRank>> results = claims.isEmpty()
                ? Map.of()
                : Discounting.apply(
                        invoice.totals().currency(),
                        amounts,
                        claims,
                        invoice.discounts().order(),
                        invoice.discounts().rounding());
        results.forEach((i, result) -> {
            if (!result.amount().equals(discounts.get(i).amount())) {
                faults.addAll(fault(
                                0,
                                discounts.get(i).name() + " takes off " + result.amount() + ", not "
                                        + discounts.get(i).amount())
                        .stream()
                        .toList());
            }
        });
        Map<LineRank, List<CreditShare>> credits = MovedCredits.expected(invoice.lines());
        for (InvoiceLine line : invoice.lines()) {
            LineRank rank = ranks.get(line.number());
            if (rank != null && !line.adjustments().credits().equals(credits.get(rank))) {
                faults.addAll(
                        fault(line.number(), "what is credited of it is not what the lines beside it give back")
                                .stream()
                                .toList());
            }
            if (rank != null && !line.adjustments().discounts().equals(shares(rank, discounts, results))) {
                faults.addAll(fault(line.number(), "its shares are not those of the document's discounts").stream()
                        .toList());
            }
        }
        return faults;
    }

    /** Coupons are for what subscriptions are billed. */
    private static void addDiscountedOneOffs(List<InvoiceFault> faults, Invoice invoice) {
        for (InvoiceLine line : invoice.lines()) {
            if (line.key().oneOff().isPresent()
                    && (!line.adjustments().discounts().isEmpty()
                            || (line.key().corrects() == null
                                    && !line.adjustments().credits().isEmpty()))) {
                faults.addAll(fault(line.number(), "nothing is taken off a one-off charge").stream()
                        .toList());
            }
        }
    }

    /** Whose place the discount is for. */
    private static Set<SubscriptionId> subscriptions(Invoice invoice, DocumentDiscount discount) {
        return invoice.lines().stream()
                .filter(line -> discount.lines().contains(line.number()))
                .flatMap(line -> line.key().charged().stream())
                .map(LineSubject.OfCharge::subscription)
                .collect(Collectors.toSet());
    }

    private static List<DiscountShare> shares(
            LineRank rank, List<DocumentDiscount> discounts, Map<Integer, DiscountShares<LineRank>> results) {
        List<DiscountShare> shares = new ArrayList<>();
        for (int i = 0; i < discounts.size(); i++) {
            DiscountShares<LineRank> result = results.get(i);
            Money share = result == null ? null : result.shares().get(rank);
            if (share != null && share.isPositive()) {
                shares.add(new DiscountShare(
                        discounts.get(i).grant(), discounts.get(i).slot(), share));
            }
        }
        return shares;
    }

    private static Optional<InvoiceFault> fault(int line, String detail) {
        return Optional.of(new InvoiceFault(Kind.DISCOUNT_NOT_DERIVED, line, detail));
    }
}
