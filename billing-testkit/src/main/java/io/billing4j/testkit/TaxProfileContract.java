package io.billing4j.testkit;

import static io.billing4j.testkit.TaxSetupSamples.business;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.id.CustomerId;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxTreatment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Customers {@code c-1} to {@code c-3}, without profiles. */
abstract class TaxProfileContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final CustomerId C3 = CustomerId.of("c-3");
    private static final LocalDate NOVEMBER = LocalDate.of(2023, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2023, 12, 1);

    TaxProfileContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeCustomers() {
        write(unit -> Stream.of(C1, C2, C3).map(Samples::customer).forEach(unit.customers()::insert));
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_added() {
        return Stream.concat(
                        Stream.of(NoTax.values())
                                .map(why -> new TaxProfile(
                                        C1,
                                        NOVEMBER,
                                        TaxPlace.of("CA", "QC"),
                                        new TaxTreatment.Untaxed(why, "r".repeat(200)),
                                        "ü'\"\\ {%s} 税")),
                        Stream.of(
                                TaxProfile.of(C1, LocalDate.of(1900, 1, 1), TaxPlace.of("DE")),
                                new TaxProfile(
                                        C1, LocalDate.of(9998, 12, 31), TaxPlace.of("AT", "9"), null, "9".repeat(30)),
                                new TaxProfile(
                                        C1,
                                        NOVEMBER,
                                        TaxPlace.of("DE"),
                                        new TaxTreatment.Untaxed(NoTax.EXEMPT, Samples.HOSTILE),
                                        null)))
                .map(profile -> dynamicTest(
                        profile.from() + " " + profile.untaxed(),
                        () -> undo(unit -> {
                            unit.taxes().addProfile(profile);
                            assertThat(unit.taxes().profiles(List.of(C1))).isEqualTo(Map.of(C1, List.of(profile)));
                        })));
    }

    @Test
    void are_all_that_a_customer_ever_had() {
        TaxProfile first = TaxProfile.of(C1, NOVEMBER, TaxPlace.of("DE"));
        TaxProfile second = business("c-1", DECEMBER);
        TaxProfile last = TaxProfile.of(C1, DECEMBER.plusDays(1), TaxPlace.of("US", "CA"));
        write(unit -> List.of(last, first, second).forEach(unit.taxes()::addProfile));

        assertMap(unit -> unit.taxes().profiles(List.of(C1))).containsOnly(Map.entry(C1, List.of(first, second, last)));
    }

    @Test
    void are_those_of_customers_who_have_any() {
        write(unit ->
                List.of(business("c-2", NOVEMBER), business("c-1", DECEMBER)).forEach(unit.taxes()::addProfile));

        assertMap(unit -> unit.taxes().profiles(List.of(C3, C2, C1, CustomerId.of("c-9"), C1)))
                .containsOnly(
                        Map.entry(C1, List.of(business("c-1", DECEMBER))),
                        Map.entry(C2, List.of(business("c-2", NOVEMBER))));
        assertMap(unit -> unit.taxes().profiles(List.of(C2))).containsOnlyKeys(C2);
        assertMap(unit -> unit.taxes().profiles(List.of(C3))).isEmpty();
        assertMap(unit -> unit.taxes().profiles(List.of())).isEmpty();
    }

    @Test
    void take_the_place_of_another_from_the_same_day() {
        write(unit -> unit.taxes().addProfile(business("c-1", NOVEMBER)));
        write(unit -> unit.taxes().addProfile(business("c-1", DECEMBER)));
        TaxProfile moved = TaxProfile.of(C1, NOVEMBER, TaxPlace.of("US", "CA"));
        write(unit -> unit.taxes().addProfile(moved));

        assertMap(unit -> unit.taxes().profiles(List.of(C1)))
                .containsOnly(Map.entry(C1, List.of(moved, business("c-1", DECEMBER))));
    }

    /** Of more customers than a statement counts in its text. */
    @Test
    void are_of_many_customers_at_once() {
        List<CustomerId> customers = new ArrayList<>();
        write(unit -> IntStream.range(10, 40).forEach(i -> {
            CustomerId customer = CustomerId.of("c-" + i);
            customers.add(customer);
            unit.customers().insert(Samples.customer(customer));
            unit.taxes().addProfile(business(customer.value(), NOVEMBER.plusDays(i)));
            unit.taxes().addProfile(business(customer.value(), NOVEMBER.minusDays(i)));
        }));

        Map<CustomerId, List<TaxProfile>> profiles = read(unit -> unit.taxes().profiles(Pages.shuffled(customers)));
        assertThat(profiles).hasSize(30).containsOnlyKeys(customers);
        assertThat(profiles.get(CustomerId.of("c-17")))
                .containsExactly(business("c-17", NOVEMBER.minusDays(17)), business("c-17", NOVEMBER.plusDays(17)));
    }
}
