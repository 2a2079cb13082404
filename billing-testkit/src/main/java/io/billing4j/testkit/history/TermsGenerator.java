package io.billing4j.testkit.history;

import java.util.ArrayList;
import java.util.List;

/** Makes up plans that promise something as a whole, or are bounded as one: nothing in most histories. */
final class TermsGenerator {
    private static final int SALT = 4;

    private final Choice choice;
    private final boolean any;

    TermsGenerator(Choice choice) {
        this.choice = choice.apart(SALT);
        this.any = this.choice.chance(25);
    }

    /** Whether there is any in the history. */
    boolean any() {
        return any;
    }

    /**
     * The plan that a subscription begins with where it would begin with another one.
     *
     * @param first whether it is a customer's first one, so that no other prices the same usage
     */
    String plan(String wanted, boolean first) {
        if (!any || !choice.chance(first ? 85 : 20)) {
            return wanted;
        }
        List<String> plans = new ArrayList<>(PlainCatalogue.UNDER_TERMS);
        plans.addAll(PlainCatalogue.UNDER_TERMS);
        plans.add(PlainCatalogue.WEEKLY_UNDER_TERMS);
        plans.add(PlainCatalogue.EARLY_UNDER_TERMS);
        return choice.of(plans);
    }

    /** The plan that a subscription changes to where it would change to another one. */
    String changed(String wanted) {
        return any && choice.chance(60) ? choice.of(PlainCatalogue.UNDER_TERMS) : wanted;
    }

    String addOn(String wanted) {
        return any && choice.chance(50) ? PlainCatalogue.ADD_ON_UNDER_TERMS : wanted;
    }

    String meter(String wanted) {
        return any && choice.chance(60)
                ? choice.of(List.of(
                        PlainCatalogue.CALLS, PlainCatalogue.TOKENS, PlainCatalogue.TOKENS, PlainCatalogue.MINUTES))
                : wanted;
    }

    /** Whether it is time for another plan within the period that runs. */
    boolean changes() {
        return any && choice.chance(20);
    }

    /** Whether usage is of the period that runs, which its terms are for. */
    boolean within() {
        return any && choice.chance(60);
    }

    /** A plan that may share a period with others: one without terms now and then. */
    String sharing() {
        return choice.of(choice.chance(70) ? PlainCatalogue.UNDER_TERMS : PlainCatalogue.MONTHLY);
    }

    /** Whether it is time for more usage. */
    boolean uses() {
        return any && choice.chance(20);
    }
}
