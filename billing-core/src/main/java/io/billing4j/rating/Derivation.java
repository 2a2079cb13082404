package io.billing4j.rating;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.Price;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.SettledPrice;
import io.billing4j.price.SpendLeft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The whole way from inputs to an amount: the price of the quantity, what its terms make of it, its share for the part of
 * the window that is billed, rounded once.
 *
 * @param basis all inputs
 * @param part what of the result this is
 * @param reversed whether it takes back what a line with the rest of this derivation asked for: the amount is its negative
 * @param price what the model made of the quantity, exact
 * @param amount what is billed
 */
public record Derivation(RatingBasis basis, DerivedPart part, boolean reversed, Price price, Money amount) {
    /** What a line asks for; it takes nothing back. */
    public Derivation(RatingBasis basis, DerivedPart part, Price price, Money amount) {
        this(basis, part, false, price, amount);
    }

    /**
     * The charge, and after it the true-up where something is missing to a commitment; of what a whole plan comes to the true-up alone.
     *
     * @param customs finds the functions of custom models; CUSTOM_MODEL_UNKNOWN for one that is not there
     */
    public static List<Derivation> of(RatingBasis basis, CustomPrices customs) {
        Price price = basis.price(customs);
        SettledPrice settled = basis.settled(price);
        List<Derivation> derivations = new ArrayList<>();
        if (!basis.ofPlan()) {
            derivations.add(of(basis, DerivedPart.CHARGE, price, settled));
        }
        if (settled.trueUp().signum() != 0) {
            derivations.add(of(basis, DerivedPart.TRUE_UP, price, settled));
        }
        return derivations;
    }

    private static Derivation of(RatingBasis basis, DerivedPart part, Price price, SettledPrice settled) {
        return new Derivation(basis, part, price, basis.amount(part, settled));
    }

    /**
     * Whether the inputs, computed again, give this very price and amount.
     *
     * @param customs finds the functions of custom models
     * @throws io.billing4j.error.BillingException CUSTOM_MODEL_UNKNOWN if a function is not there, or what a price refuses
     */
    public boolean holds(CustomPrices customs) {
        if (!window().encloses(service()) || (basis.ofPlan() && part == DerivedPart.CHARGE)) {
            return false;
        }
        Price again = basis.price(customs);
        Money due = basis.amount(part, basis.settled(again));
        return again.equals(price) && (reversed ? due.negated() : due).equals(amount);
    }

    /**
     * What takes this back for a part of its service. Of a fee that is its share of the window, so that the parts of any
     * split add up to what was asked for; usage is taken back as a whole.
     *
     * @param service in the service of this; for usage the very same
     */
    public Derivation reverse(BillingPeriod service) {
        RatingBasis part = basis.over(service);
        Money due = part.amount(this.part, part.settled(price));
        return new Derivation(part, this.part, !reversed, price, reversed ? due : due.negated());
    }

    /** The same of usage to which the plan's other charges leave so much of its terms. */
    public Derivation leaving(SpendLeft left) {
        RatingBasis rest = basis.leaving(left);
        return new Derivation(rest, part, reversed, price, rest.amount(part, rest.settled(price)));
    }

    /** What is billed of this for a part of its service: of a fee its share, of what is counted all. */
    public Money amountIn(BillingPeriod service) {
        RatingBasis part = basis.over(service);
        return part.amount(this.part, part.settled(price));
    }

    /** The derivation in plain words for whoever pays, one sentence each; English, amounts and dates as they are stored. */
    public List<String> explain() {
        return Explanation.of(this);
    }

    /** What the other part of the same price comes to, by the price as it stands here. */
    public Money amountOf(DerivedPart other) {
        return basis.amount(other, settled());
    }

    /** What the terms make of the price: exact, before it is shared out and rounded. */
    public SettledPrice settled() {
        return basis.settled(price);
    }

    /** The price as it was at the time. */
    public PriceModel model() {
        return basis.model();
    }

    /** What goes around the price. */
    public PriceTerms terms() {
        return basis.terms();
    }

    /** What is priced. */
    public RatedQuantity quantity() {
        return basis.quantity();
    }

    /** The part of time that is billed. */
    public BillingPeriod service() {
        return basis.service();
    }

    /** The nominal period that the price is for. */
    public BillingPeriod window() {
        return basis.window();
    }

    /** Until when usage was counted whose service goes on; null for all else, see {@link RatingBasis}. */
    public @Nullable Instant countedUntil() {
        return basis.countedUntil();
    }

    /** How the window is measured. */
    public ProrationPolicy proration() {
        return basis.proration();
    }

    /** How the amount was rounded. */
    public RoundingPolicy rounding() {
        return basis.rounding();
    }

    /** The currency of all its amounts. */
    public CurrencyUnit currency() {
        return basis.model().currency();
    }
}
