package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.store.Page;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Something that is billed once, beside what subscriptions are billed. Charges go by the names that they are added with. */
public sealed interface OneOffCommand {
    /** Asks for it. */
    void askOf(BillingEngine engine);

    /** As {@link HistoryCommand#foresee}. */
    default boolean foresee(BillingEngine engine) {
        return false;
    }

    /**
     * Adds one.
     *
     * @param name what its line says
     * @param subscription whose documents take it; null for those of any
     * @param price of each, in minor units and their parts
     * @param quantity null for one price
     * @param behavior whether the price holds the tax; null for as the tenant's do
     * @param dueAt null for the start of the day
     */
    record Add(
            String name,
            String customer,
            @Nullable String subscription,
            BigDecimal price,
            @Nullable BigDecimal quantity,
            String category,
            @Nullable TaxBehavior behavior,
            LocalDate day,
            @Nullable Instant dueAt)
            implements OneOffCommand {
        @Override
        public void askOf(BillingEngine engine) {
            CurrencyUnit currency = engine.settings().get().currency();
            engine.oneOffs()
                    .add(new NewOneOff(
                            CustomerId.of(customer),
                            subscription == null ? null : SubscriptionId.of(subscription),
                            name,
                            null,
                            BigMoney.of(currency, price.movePointLeft(currency.getDecimalPlaces())),
                            quantity,
                            new ChargeTax(TaxCategory.of(category), behavior),
                            day,
                            dueAt,
                            name));
        }
    }

    /** Has one not billed. */
    record Cancel(String name) implements OneOffCommand {
        @Override
        public void askOf(BillingEngine engine) {
            engine.oneOffs().cancel(named(engine, name).id());
        }
    }

    /**
     * Makes a document of charges alone.
     *
     * @param name of the one that is billed; null for all that wait and are due
     */
    record BillNow(String customer, @Nullable String name) implements OneOffCommand {
        @Override
        public boolean foresee(BillingEngine engine) {
            engine.oneOffs().preview(request(engine));
            return true;
        }

        @Override
        public void askOf(BillingEngine engine) {
            OneOffBilling request = request(engine);
            Invoice preview = engine.oneOffs().preview(request);
            Invoice made = engine.oneOffs().billNow(request);
            require(
                    made.totals().equals(preview.totals()) && made.lines().equals(preview.lines()),
                    "a document of one-off charges is what its preview was",
                    made + " but " + preview);
        }

        private OneOffBilling request(BillingEngine engine) {
            CustomerId id = CustomerId.of(customer);
            return name == null
                    ? OneOffBilling.all(id)
                    : OneOffBilling.of(id, Set.of(named(engine, name).id()));
        }
    }

    private static OneOffCharge named(BillingEngine engine, String name) {
        return History.CUSTOMERS.stream()
                .flatMap(customer -> engine.oneOffs().of(customer, Page.first(Page.MAX_SIZE)).stream())
                .filter(charge -> charge.description().equals(name))
                .findFirst()
                .orElseThrow(() -> ErrorCode.ONE_OFF_NOT_FOUND.at("oneOffId", "there is no " + name));
    }
}
