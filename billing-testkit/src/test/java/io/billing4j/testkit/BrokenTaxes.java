package io.billing4j.testkit;

import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.tax.TaxRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Stores that keep the contract but for one thing about taxes. */
final class BrokenTaxes {
    private BrokenTaxes() {}

    /** Reads no more rules than a page has. */
    static BillingStore readingAPageOfRules() {
        return BrokenStores.intercepted(
                "taxes.rules", call -> new TaxRules(call.unit().taxes().list(Page.first(Page.MAX_SIZE))));
    }

    /** Knows of each customer's profiles the one that began last. */
    static BillingStore knowingTheLastProfileOnly() {
        return BrokenStores.intercepted("taxes.profiles", call -> {
            Map<Object, List<?>> last = new LinkedHashMap<>();
            ((Map<?, ?>) Objects.requireNonNull(call.proceed())).forEach((customer, given) -> {
                List<?> profiles = (List<?>) given;
                last.put(customer, profiles.subList(profiles.size() - 1, profiles.size()));
            });
            return last;
        });
    }
}
