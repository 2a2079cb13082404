package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.CUSTOMER;
import static io.billing4j.jdbc.internal.generated.Tables.CUSTOMER_PROFILE;

import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.jdbc.internal.json.ValuesJson;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jooq.Record;

/** A customer in {@code customer}, their name in {@code customer_profile}. */
public final class CustomerRow {
    private static final String NAME = "name";

    private CustomerRow() {}

    /** Personal data as it is stored. */
    public static String profile(Customer customer) {
        return ValuesJson.write(Map.of(NAME, customer.name()));
    }

    /** The customer of a joined row. */
    public static CustomerState read(Record row) {
        return Stored.read(() -> "customer " + row.get(CUSTOMER.CUSTOMER_ID), () -> {
            Customer customer = customer(row);
            return new CustomerState(
                    customer,
                    Stored.get(row, CUSTOMER.LAST_RECORDED_AT),
                    Money.of(customer.currency(), Stored.get(row, CUSTOMER.BALANCE)));
        });
    }

    private static Customer customer(Record row) {
        Map<String, String> profile = ValuesJson.read(Stored.get(row, CUSTOMER_PROFILE.PROFILE));
        return new Customer(
                CustomerId.of(Stored.get(row, CUSTOMER.CUSTOMER_ID)),
                Optional.ofNullable(profile.get(NAME))
                        .orElseThrow(() -> new IllegalArgumentException("it has no name")),
                CurrencyUnit.of(Stored.get(row, CUSTOMER.CURRENCY)),
                ZoneId.of(Stored.get(row, CUSTOMER.ZONE)),
                EntityId.of(Stored.get(row, CUSTOMER.ENTITY)),
                Stored.get(row, CUSTOMER.CREATED_AT));
    }
}
