package io.billing4j.testkit;

import static io.billing4j.testkit.BalanceSamples.dollars;
import static io.billing4j.testkit.BalanceSamples.given;
import static io.billing4j.testkit.BalanceSamples.paidOut;
import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.balance.BalanceAccount;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryCause;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What has moved the balances of the customers {@code a}, {@code b} and {@code c}. */
abstract class BalanceEntryContract extends StoreContract {
    private static final CustomerId A = CustomerId.of("a");
    private static final CustomerId B = CustomerId.of("b");
    private static final CustomerId C = CustomerId.of("c");
    private static final Page ALL = Page.first(Page.MAX_SIZE);

    BalanceEntryContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeCustomers() {
        write(unit -> List.of(A, B, C).forEach(id -> unit.customers().insert(Samples.customer(id))));
    }

    @TestFactory
    Stream<DynamicTest> come_back_as_they_were_whatever_they_hold() {
        Stream<BalanceEntry> causes = Arrays.stream(EntryCause.values())
                .map(cause -> entry(BalanceAccount.BALANCE, BalanceAccount.DOCUMENTS, "USD 1.00", cause, "USD 0.00"));
        Stream<BalanceEntry> accounts = Arrays.stream(BalanceAccount.values())
                .filter(account -> account != BalanceAccount.BALANCE)
                .flatMap(account -> Stream.of(
                        entry(account, BalanceAccount.BALANCE, "USD 1.00", EntryCause.OPENING, "USD 7.00"),
                        entry(BalanceAccount.BALANCE, account, "USD 1.00", EntryCause.OPENING, "USD -7.00")));
        Stream<BalanceEntry> amounts = Stream.of(
                        "USD 0.01 -1234567890123456789012.34", "JPY 7 7", "KWD 0.001 -0.001", "CLF 1.0001 2")
                .map(text -> text.split(" ", 3))
                .map(parts -> entry(
                        BalanceAccount.MONEY,
                        BalanceAccount.REFUNDS,
                        parts[0] + " " + parts[1],
                        EntryCause.ADJUSTMENT,
                        parts[0] + " " + parts[2]));
        BalanceEntry full = new BalanceEntry(
                A,
                Instant.parse("9998-12-31T23:59:59.999999Z"),
                Integer.MAX_VALUE,
                BalanceAccount.BALANCE,
                BalanceAccount.REFUNDS,
                dollars("5.00"),
                EntryCause.PAY_OUT,
                DocumentSamples.invoiceId(7),
                "x".repeat(BalanceEntry.MAX_MEMO),
                dollars("0.00"),
                DocumentSamples.idempotencyKey("k".repeat(IdempotencyKey.MAX_LENGTH)));
        return Stream.of(causes, accounts, amounts, Stream.of(full, given("a", 1, 1, "5.00", "5.00")))
                .flatMap(entries -> entries)
                .map(entry -> dynamicTest(entry.toString(), () -> {
                    tenant = newTenant();
                    write(unit -> unit.customers().insert(Samples.customer(A)));
                    write(unit -> unit.balances().append(List.of(entry)));
                    assertList(unit -> unit.balances().entries(A, ALL)).containsExactly(entry);
                }));
    }

    @Test
    void are_those_of_one_customer_in_the_order_of_their_positions() {
        List<BalanceEntry> entries = List.of(
                given("a", 1, 1, "1.00", "1.00"),
                given("a", 1, 2, "1.00", "2.00"),
                given("a", 1, 10, "1.00", "3.00"),
                given("a", 2, 1, "1.00", "4.00"));
        List<BalanceEntry> all = new ArrayList<>(entries);
        all.add(given("b", 1, 1, "9.00", "9.00"));
        write(unit -> unit.balances().append(Pages.shuffled(all)));

        assertList(unit -> unit.balances().entries(A, ALL)).isEqualTo(entries);
        assertList(unit -> unit.balances().entries(B, ALL)).containsExactly(given("b", 1, 1, "9.00", "9.00"));
        assertList(unit -> unit.balances().entries(C, ALL)).isEmpty();
        assertList(unit -> unit.balances().entries(CustomerId.of("A"), ALL)).isEmpty();
    }

    @Test
    void are_paged_by_the_text_of_their_positions() {
        List<BalanceEntry> entries = IntStream.rangeClosed(1, 7)
                .mapToObj(n -> given("a", (n + 1) / 2, 2 - n % 2, "1.00", n + ".00"))
                .toList();
        write(unit -> unit.balances().append(entries));
        write(unit -> unit.balances().append(List.of(given("b", 9, 1, "1.00", "1.00"))));

        assertThat(Pages.all(3, page -> of(A, page), entry -> entry.position().toString()))
                .isEqualTo(entries);
    }

    @TestFactory
    Stream<DynamicTest> are_not_paged_by_other_texts() {
        return Stream.of("", "1", "2023-11-01T00:00:00Z", "2023-11-01T00:00:00Z/", "2023-11-01/1", "/1")
                .map(text -> dynamicTest(
                        "'" + text + "'",
                        () -> assertThat(refusal(
                                                ErrorCode.INVALID_KEY,
                                                unit -> unit.balances()
                                                        .entries(
                                                                A, Page.first(3).after(text)))
                                        .field())
                                .isEqualTo("after")));
    }

    @Test
    void say_what_balances_are_after_the_last_of_each_customer() {
        write(unit -> unit.balances()
                .append(List.of(
                        given("a", 2, 2, "1.00", "12.00"),
                        given("a", 1, 9, "1.00", "10.00"),
                        given("a", 2, 1, "1.00", "11.00"),
                        paidOut("b", 3, "2.00", "-3.00", "key"))));

        assertMap(unit -> unit.balances().last(List.of(C, B, A, CustomerId.of("d"), A)))
                .containsOnly(Map.entry(A, dollars("12.00")), Map.entry(B, dollars("-3.00")));
        assertMap(unit -> unit.balances().last(List.of(C))).isEmpty();
        assertMap(unit -> unit.balances().last(List.of())).isEmpty();
        write(unit -> unit.balances().append(List.of(given("a", 3, 1, "1.00", "13.00"))));
        assertMap(unit -> unit.balances().last(List.of(A))).containsOnly(Map.entry(A, dollars("13.00")));
    }

    @Test
    void say_what_the_balances_of_many_customers_are() {
        List<CustomerId> many =
                IntStream.range(0, 40).mapToObj(n -> CustomerId.of("m" + n)).toList();
        write(unit -> {
            many.forEach(id -> unit.customers().insert(Samples.customer(id)));
            unit.balances()
                    .append(many.stream()
                            .map(id ->
                                    given(id.value(), 1, 1, "1.00", id.value().substring(1) + ".00"))
                            .toList());
        });

        Map<CustomerId, Money> last = read(unit -> unit.balances().last(many));
        assertThat(last).hasSize(40).containsEntry(many.get(39), dollars("39.00"));
    }

    @Test
    void stand_at_a_position_once() {
        write(unit -> unit.balances().append(List.of(given("a", 1, 1, "1.00", "1.00"))));

        assertRefused(
                ErrorCode.ALREADY_EXISTS,
                unit -> unit.balances()
                        .append(List.of(given("b", 1, 1, "1.00", "1.00"), given("a", 1, 1, "2.00", "3.00"))));
        assertList(unit -> unit.balances().entries(A, ALL)).hasSize(1);
        assertList(unit -> unit.balances().entries(B, ALL)).isEmpty();
    }

    @Test
    void are_found_by_their_idempotency_keys() {
        BalanceEntry keyed = paidOut("a", 1, "1.00", "0.00", "key");
        write(unit -> unit.balances().append(List.of(given("b", 1, 1, "1.00", "1.00"), keyed)));

        assertOptional(unit -> unit.balances().byKey("key")).contains(keyed);
        assertOptional(unit -> unit.balances().byKey("Key")).isEmpty();
        assertOptional(unit -> unit.balances().byKey("")).isEmpty();
    }

    @Test
    void have_an_idempotency_key_of_their_own_whoever_they_are_for() {
        write(unit -> unit.balances().append(List.of(paidOut("a", 1, "1.00", "0.00", "key"))));

        BillingException refusal = refusal(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                unit -> unit.balances().append(List.of(paidOut("b", 2, "1.00", "0.00", "key"))));
        assertThat(refusal.field()).isEqualTo("idempotencyKey");
        assertRefused(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                unit -> unit.balances()
                        .append(List.of(
                                paidOut("a", 3, "1.00", "0.00", "twice"), paidOut("b", 3, "1.00", "0.00", "twice"))));
        assertList(unit -> unit.balances().entries(B, ALL)).isEmpty();
        assertOptional(unit -> unit.balances().byKey("twice")).isEmpty();
    }

    @Test
    void have_no_key_in_common_with_another_tenant() {
        writeAs(other, unit -> {
            unit.customers().insert(Samples.customer(A));
            unit.balances().append(List.of(paidOut("a", 1, "1.00", "0.00", "key")));
        });
        write(unit -> unit.balances().append(List.of(paidOut("a", 1, "2.00", "0.00", "key"))));

        assertOptional(unit -> unit.balances().byKey("key")).contains(paidOut("a", 1, "2.00", "0.00", "key"));
    }

    @Test
    void are_undone_with_their_transaction() {
        undo(unit -> unit.balances().append(List.of(paidOut("a", 1, "1.00", "0.00", "key"))));

        assertList(unit -> unit.balances().entries(A, ALL)).isEmpty();
        assertOptional(unit -> unit.balances().byKey("key")).isEmpty();
        write(unit -> unit.balances().append(List.of(paidOut("a", 1, "1.00", "0.00", "key"))));
        assertList(unit -> unit.balances().entries(A, ALL)).hasSize(1);
    }

    @Test
    void are_seen_by_whoever_waited_for_the_lock_of_their_customer() {
        OpenTransaction<Boolean> first = open(unit -> {
            unit.customers().lock(List.of(A), CustomerLock.EXCLUSIVE);
            unit.balances().append(List.of(given("a", 1, 1, "1.00", "1.00")));
            return true;
        });

        Map<CustomerId, Money> seen = behind(first, first::commit, unit -> {
            unit.customers().lock(List.of(A), CustomerLock.EXCLUSIVE);
            return unit.balances().last(List.of(A));
        });
        Assertions.assertThat(seen).containsOnly(Map.entry(A, dollars("1.00")));
    }

    private List<BalanceEntry> of(CustomerId customer, Page page) {
        return read(unit -> unit.balances().entries(customer, page));
    }

    private static BalanceEntry entry(
            BalanceAccount debit, BalanceAccount credit, String amount, EntryCause cause, String after) {
        @Nullable InvoiceId document = cause == EntryCause.DOCUMENT ? DocumentSamples.invoiceId(1) : null;
        return new BalanceEntry(
                A, at(1), 1, debit, credit, Money.parse(amount), cause, document, null, Money.parse(after), null);
    }
}
