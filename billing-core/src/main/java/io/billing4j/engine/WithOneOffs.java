package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.OneOffCharge;
import java.util.List;
import java.util.function.Function;

/**
 * What is made of one-off charges and other things, without those that keep an outside service from saying the taxes of all that.
 *
 * @param oneOffs which of them it has
 */
record WithOneOffs<T>(T made, TaxableOneOffs oneOffs) {
    /**
     * With all that are offered. Where the service refuses that, without those that it refuses by themselves; and where that is refused
     * as well, without any. What is refused then is thrown: it is not the charges that are to blame.
     *
     * @param document by which each charge is tried by itself
     */
    static <T> WithOneOffs<T> of(
            DocumentFacts document, List<OneOffCharge> offered, Function<List<OneOffCharge>, T> made) {
        BillingException refusal;
        try {
            return new WithOneOffs<>(made.apply(offered), TaxableOneOffs.all(offered));
        } catch (BillingException e) {
            if (offered.isEmpty() || !TaxAsking.refused(e)) {
                throw e;
            }
            refusal = e;
        }
        // A single one needs no question of its own: what is said without it shows whether it is to blame.
        TaxableOneOffs alone = offered.size() == 1 ? TaxableOneOffs.all(offered) : TaxableOneOffs.of(document, offered);
        if (alone.left().isEmpty()) {
            T without = made.apply(List.of());
            return new WithOneOffs<>(
                    without, TaxableOneOffs.none(offered, refusal).after(alone));
        }
        WithOneOffs<T> rest = of(document, alone.taken(), made);
        return new WithOneOffs<>(rest.made, rest.oneOffs.after(alone));
    }
}
