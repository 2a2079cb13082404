import org.jspecify.annotations.NullMarked;

/** The billing engine: domain, use cases, ports and an in-memory store. It needs joda-money and nothing else at run time. */
@NullMarked
module io.billing4j.core {
    requires transitive org.joda.money;
    requires static transitive org.jspecify;

    exports io.billing4j.audit;
    exports io.billing4j.balance;
    exports io.billing4j.catalog;
    exports io.billing4j.customer;
    exports io.billing4j.discount;
    exports io.billing4j.engine;
    exports io.billing4j.error;
    exports io.billing4j.event;
    exports io.billing4j.id;
    exports io.billing4j.invoice;
    exports io.billing4j.money;
    exports io.billing4j.numbering;
    exports io.billing4j.period;
    exports io.billing4j.price;
    exports io.billing4j.proration;
    exports io.billing4j.rating;
    exports io.billing4j.reporter;
    exports io.billing4j.run;
    exports io.billing4j.store;
    exports io.billing4j.store.memory;
    exports io.billing4j.subscription;
    exports io.billing4j.tax;
    exports io.billing4j.tenant;
    exports io.billing4j.usage;
}
