package io.billing4j.testkit.engine;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.run.Finding;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.Page;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.joda.money.Money;

/** What tests of an outside tax service start from: it says 19 %, and fees are 20.00. */
abstract class ExternalTaxBooks extends CouponBooks {
    ExternalTaxBooks(EngineFixture fixture) {
        super(fixture);
    }

    @Override
    protected TenantSettings settings() {
        return taxedBySandbox(super.settings());
    }

    final void choose(UnaryOperator<TenantSettings> change) {
        engine().settings().update(change);
    }

    /** Nobody can reach the service. */
    final void outOfOrder() {
        taxService.before(questions -> {
            throw ErrorCode.TAX_UNAVAILABLE.because("out of order");
        });
    }

    /** It is as it was. */
    final void inOrder() {
        taxService.before(questions -> {});
        taxService.refuse(question -> false);
    }

    /** Another process on the same store. */
    final BillingEngine process(BillingStore store) {
        return Billing4J.builder(store)
                .clock(clock)
                .taxCalculator(SANDBOX, taxService)
                .build()
                .forTenant(tenant);
    }

    /** One whose transactions are those of its host, in which it is not to wait for anybody outside. */
    final BillingEngine hosted() {
        BillingStore own = store();
        return process(new BillingStore() {
            @Override
            public <T> T inTransaction(TenantId id, Function<UnitOfWork, T> work) {
                return own.inTransaction(id, work);
            }

            @Override
            public boolean ownsTransactions() {
                return false;
            }

            @Override
            public TenantRegistry tenants() {
                return own.tenants();
            }

            @Override
            public OpenWork openWork() {
                return own.openWork();
            }
        });
    }

    final Invoice first() {
        return invoices().get(0);
    }

    /** The totals of all documents. */
    final List<String> totals() {
        return invoices().stream().map(EngineBooks::total).toList();
    }

    /** The codes of all findings that have one. */
    final List<String> codes() {
        return engine().listFindings(null, Page.first(Page.MAX_SIZE)).stream()
                .map(Finding::detail)
                .filter(detail -> detail.containsKey("code"))
                .map(detail -> detail.getOrDefault("code", ""))
                .toList();
    }

    static Money dollars(String amount) {
        return Money.parse("USD " + amount);
    }
}
