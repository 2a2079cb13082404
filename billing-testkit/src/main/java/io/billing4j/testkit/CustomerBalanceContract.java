package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.store.CustomerLock;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the books owe the customers {@code a}, {@code b} and {@code c}. */
abstract class CustomerBalanceContract extends StoreContract {
    private static final CustomerId A = CustomerId.of("a");
    private static final CustomerId B = CustomerId.of("b");
    private static final CustomerId C = CustomerId.of("c");

    CustomerBalanceContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeCustomers() {
        write(unit -> List.of(A, B, C).forEach(id -> unit.customers().insert(Samples.customer(id))));
    }

    @TestFactory
    Stream<DynamicTest> begin_with_nothing_and_come_back_as_they_were_set() {
        return Stream.of("USD 0.01", "USD -1234567890123456789012.34", "JPY 7", "KWD -0.001", "CLF 1.0001")
                .map(Money::parse)
                .map(balance -> dynamicTest(balance.toString(), () -> {
                    tenant = newTenant();
                    CurrencyUnit currency = balance.getCurrencyUnit();
                    Customer customer =
                            new Customer(A, "A", currency, Samples.ZONE, Customer.MAIN_ENTITY, Samples.START);
                    write(unit -> unit.customers().insert(customer));
                    assertOptional(unit -> unit.customers().state(A))
                            .contains(new CustomerState(customer, Samples.START, Money.zero(currency)));
                    write(unit -> unit.customers().balances(Map.of(A, balance)));
                    assertOptional(unit -> unit.customers().state(A))
                            .contains(new CustomerState(customer, Samples.START, balance));
                }));
    }

    @Test
    void are_set_several_at_a_time() {
        write(unit -> {
            unit.customers().balances(Map.of(A, dollars("1.50"), B, dollars("-2")));
            unit.customers().balances(Map.of());
        });
        write(unit -> unit.customers().balances(Map.of(B, dollars("0"), C, dollars("3"))));

        assertBalances("1.50", "0", "3");
    }

    @Test
    void are_given_under_any_lock_and_without_one() {
        write(unit -> unit.customers().balances(Map.of(A, dollars("7.77"))));

        CustomerState expected = new CustomerState(Samples.customer(A), Samples.START, dollars("7.77"));
        for (CustomerLock lock : CustomerLock.values()) {
            assertMap(unit -> unit.customers().lock(List.of(A), lock)).containsExactly(Map.entry(A, expected));
        }
        assertOptional(unit -> unit.customers().state(A)).contains(expected);
        assertOptional(unit -> unit.customers().state(CustomerId.of("A"))).isEmpty();
    }

    @Test
    void and_the_last_record_move_apart() {
        write(unit -> unit.customers().balances(Map.of(A, dollars("1"))));
        write(unit -> unit.customers().recorded(Map.of(A, at(5))));
        write(unit -> unit.customers().balances(Map.of(A, dollars("2"))));

        assertOptional(unit -> unit.customers().state(A))
                .contains(new CustomerState(Samples.customer(A), at(5), dollars("2")));
    }

    @Test
    void are_undone_with_their_transaction() {
        write(unit -> unit.customers().balances(Map.of(A, dollars("1"))));
        undo(unit -> unit.customers().balances(Map.of(A, dollars("100"), B, dollars("100"))));

        assertBalances("1", "0", "0");
    }

    @Test
    void are_not_set_of_customers_that_do_not_exist() {
        assertRefused(
                ErrorCode.CUSTOMER_NOT_FOUND,
                unit -> unit.customers().balances(Map.of(A, dollars("1"), CustomerId.of("d"), dollars("1"))));
        assertBalances("0", "0", "0");
    }

    @Test
    void are_seen_as_they_were_while_another_changes_them() {
        write(unit -> unit.customers().balances(Map.of(A, dollars("1"))));
        OpenTransaction<Boolean> writer = open(unit -> {
            unit.customers().lock(List.of(A), CustomerLock.EXCLUSIVE);
            unit.customers().balances(Map.of(A, dollars("2")));
            return true;
        });

        Optional<CustomerState> seen =
                beside(writer, writer::rollback, unit -> unit.customers().state(A));
        assertThat(seen).map(CustomerState::balance).contains(dollars("1"));
    }

    private void assertBalances(String a, String b, String c) {
        assertThat(Stream.of(A, B, C)
                        .map(id -> read(unit -> unit.customers().state(id)).map(CustomerState::balance)))
                .containsExactly(Optional.of(dollars(a)), Optional.of(dollars(b)), Optional.of(dollars(c)));
    }

    private static Money dollars(String amount) {
        return Money.of(Samples.USD, new BigDecimal(amount));
    }
}
