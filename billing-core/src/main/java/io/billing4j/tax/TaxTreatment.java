package io.billing4j.tax;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.TaxId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a line is taxed. */
public sealed interface TaxTreatment {
    /** Taxes on top of the price, in the order in which they are due. */
    static TaxTreatment exclusive(TaxComponent... components) {
        return new Taxed(TaxBehavior.EXCLUSIVE, Inputs.list("components", components));
    }

    /** Taxes that the price holds, in the order in which they are due. */
    static TaxTreatment inclusive(TaxComponent... components) {
        return new Taxed(TaxBehavior.INCLUSIVE, Inputs.list("components", components));
    }

    /** No tax, and why. */
    static TaxTreatment untaxed(NoTax why, String reason) {
        return new Untaxed(why, reason);
    }

    /** The taxes, none where there is none. */
    List<TaxComponent> components();

    /**
     * Taxes at rates of the day.
     *
     * @param components in the order in which they are due, 1 to 10, each of another tax; a rate of zero is one
     */
    record Taxed(TaxBehavior behavior, List<TaxComponent> components) implements TaxTreatment {
        /** Refuses none or more than ten with INVALID_BATCH, one tax twice with ALREADY_EXISTS, both at {@code taxes}. */
        public Taxed {
            Inputs.required("behavior", behavior);
            components = Inputs.list("components", components);
            if (components.isEmpty() || components.size() > 10) {
                throw ErrorCode.INVALID_BATCH.at("taxes", "expected 1 to 10 taxes but found " + components.size());
            }
            Set<TaxId> taxes = new HashSet<>();
            for (TaxComponent component : components) {
                if (!taxes.add(component.tax())) {
                    throw ErrorCode.ALREADY_EXISTS.at("taxes", "there are two rates of the tax " + component.tax());
                }
            }
        }
    }

    /**
     * No tax.
     *
     * @param reason as the document gives it, 1 to 200 characters, such as the article of the law
     */
    record Untaxed(NoTax why, String reason) implements TaxTreatment {
        /** Checks the text. */
        public Untaxed {
            Inputs.required("why", why);
            reason = Inputs.text("reason", reason, 200);
        }

        @Override
        public List<TaxComponent> components() {
            return List.of();
        }
    }
}
