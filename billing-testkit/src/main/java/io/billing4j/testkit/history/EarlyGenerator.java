package io.billing4j.testkit.history;

/** Makes up plans whose usage is billed before its period ends, and when somebody looks at it: nothing in most histories. */
final class EarlyGenerator {
    private static final int SALT = 3;

    private final Choice choice;
    private final boolean any;

    EarlyGenerator(Choice choice) {
        this.choice = choice.apart(SALT);
        this.any = this.choice.chance(30);
    }

    /** Whether there is any in the history. */
    boolean any() {
        return any;
    }

    /**
     * The plan that is taken where another one would be.
     *
     * @param first whether it is a customer's first one, so that no other prices the same usage
     */
    String plan(String wanted, boolean first) {
        return any && first && choice.chance(85) ? PlainCatalogue.EARLY : wanted;
    }

    /** Whether it is time to look at what was used. */
    boolean looks() {
        return any && choice.chance(15);
    }

    /** Whether it is time for more usage. */
    boolean uses() {
        return any && choice.chance(25);
    }
}
