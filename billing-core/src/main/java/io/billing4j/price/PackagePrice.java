package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Whole packages, a started one included unless only full ones count: {@code ⌈max(0, quantity − freeUnits) / size⌉ ×
 * packageAmount}. With packages of
 * 1,000 at 0.50, 11,001 units are 12 packages and cost 6.00.
 *
 * @param size units in a package, above zero
 * @param packageAmount zero or more
 * @param freeUnits units that cost nothing, zero or more, taken off first
 * @param rounding whether a started package counts
 */
public record PackagePrice(BigDecimal size, BigMoney packageAmount, BigDecimal freeUnits, PackageRounding rounding)
        implements PriceModel {
    /** Refuses values out of range with INVALID_NUMBER at the field. */
    public PackagePrice {
        Inputs.required("rounding", rounding);
        size = Inputs.decimal("size", size);
        packageAmount = Currencies.canonical("packageAmount", packageAmount);
        freeUnits = Inputs.decimal("freeUnits", freeUnits);
        if (size.signum() <= 0) {
            throw ErrorCode.INVALID_NUMBER.at("size", "a package holds more than zero units, found " + size);
        }
        if (packageAmount.isNegative()) {
            throw ErrorCode.INVALID_NUMBER.at("packageAmount", "a price is not negative, found " + packageAmount);
        }
        if (freeUnits.signum() < 0) {
            throw ErrorCode.INVALID_NUMBER.at("freeUnits", "free units are not negative, found " + freeUnits);
        }
    }

    /** A started package counts. */
    public PackagePrice(BigDecimal size, BigMoney packageAmount, BigDecimal freeUnits) {
        this(size, packageAmount, freeUnits, PackageRounding.UP);
    }

    @Override
    public CurrencyUnit currency() {
        return packageAmount.getCurrencyUnit();
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        BigDecimal quantity = input.quantity();
        BigDecimal priced = quantity.subtract(freeUnits).max(BigDecimal.ZERO);
        BigDecimal packages = priced.divide(size, 0, rounding.mode());
        return Price.of(
                currency(), packages.signum() == 0 ? List.of() : List.of(PriceStep.of(packages, packageAmount)));
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(
                List.of("PACKAGE", size.toPlainString(), packageAmount.toString(), freeUnits.toPlainString()));
        if (rounding != PackageRounding.UP) {
            content.add(rounding.name()); // the first release knew no other
        }
        return content;
    }
}
