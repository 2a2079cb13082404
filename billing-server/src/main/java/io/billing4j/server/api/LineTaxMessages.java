package io.billing4j.server.api;

import io.billing4j.grpc.v1.AppliedTax;
import io.billing4j.grpc.v1.ChargeTax;
import io.billing4j.grpc.v1.NoTax;
import io.billing4j.grpc.v1.TaxShare;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.TaxBasis;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxTotal;
import io.billing4j.tax.TaxTreatment;
import java.util.List;

/** Taxes of documents as messages. */
final class LineTaxMessages {
    private LineTaxMessages() {}

    static io.billing4j.grpc.v1.LineTaxes of(LineTaxes taxes) {
        TaxBasis basis = taxes.basis();
        io.billing4j.grpc.v1.LineTaxes.Builder message = io.billing4j.grpc.v1.LineTaxes.newBuilder()
                .setCategory(basis.category().value())
                .setDay(basis.day().toString());
        message.getPlaceBuilder().setCountry(basis.place().country());
        if (basis.place().region() != null) {
            message.getPlaceBuilder().setRegion(basis.place().region());
        }
        if (taxes.treatment() instanceof TaxTreatment.Taxed taxed) {
            message.setBehavior(of(taxed.behavior()));
        } else if (taxes.treatment() instanceof TaxTreatment.Untaxed untaxed) {
            message.setUntaxed(of(untaxed.why())).setReason(untaxed.reason());
        }
        List<TaxComponent> components = taxes.treatment().components();
        for (int i = 0; i < components.size(); i++) {
            message.addShares(TaxShare.newBuilder()
                    .setApplied(of(components.get(i)))
                    .setAmount(Writing.money(taxes.shares().get(i))));
        }
        return message.build();
    }

    static io.billing4j.grpc.v1.TaxTotal of(TaxTotal total) {
        io.billing4j.grpc.v1.TaxTotal.Builder message = io.billing4j.grpc.v1.TaxTotal.newBuilder()
                .setBase(Writing.money(total.base()))
                .setTax(Writing.money(total.tax()));
        if (total instanceof TaxTotal.OfRate rate) {
            message.setApplied(of(rate.component())).setBehavior(of(rate.behavior()));
        } else if (total instanceof TaxTotal.OfUntaxed none) {
            message.setUntaxed(of(none.untaxed().why()))
                    .setReason(none.untaxed().reason());
        }
        return message.build();
    }

    private static AppliedTax of(TaxComponent component) {
        return AppliedTax.newBuilder()
                .setTaxId(component.tax().value())
                .setName(component.name())
                .setPercent(Writing.decimal(component.percent()))
                .setCompound(component.compound())
                .build();
    }

    private static ChargeTax.Behavior of(TaxBehavior behavior) {
        return ChargeTax.Behavior.valueOf(behavior.name());
    }

    private static NoTax of(io.billing4j.tax.NoTax why) {
        return NoTax.valueOf(why.name());
    }
}
