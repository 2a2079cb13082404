package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.customer.Customer;
import io.billing4j.id.EntityId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.UnitOfWork;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

abstract class NumberContract extends StoreContract {
    private static final EntityId MAIN = Customer.MAIN_ENTITY;
    private static final LocalDate DATE = Samples.START_DATE;

    NumberContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void begin_at_one_in_a_series_that_was_never_used() {
        assertThat(series(MAIN)).isEqualTo(new NumberSeries(DocumentType.INVOICE, MAIN, null));
        assertThat(take("202311", 1)).isEqualTo(1);
    }

    @Test
    void follow_each_other_block_by_block() {
        List<Long> firsts = read(unit -> List.of(take(unit, "202311", 1), take(unit, "202311", 1000)));

        assertThat(firsts).containsExactly(1L, 2L);
        assertThat(take("202311", 3)).isEqualTo(1002);
        assertThat(take("202311", 1)).isEqualTo(1005);
    }

    @Test
    void begin_again_in_another_scope() {
        assertThat(take("202311", 5)).isEqualTo(1);
        assertThat(take("202312", 2)).isEqualTo(1);
        assertThat(take("", 1)).isEqualTo(1);
        assertThat(take("202311", 1)).isEqualTo(6);
        assertThat(take("202312", 1)).isEqualTo(3);
    }

    @Test
    void are_counted_apart_for_each_entity() {
        EntityId another = EntityId.of("another");
        assertThat(take("202311", 5)).isEqualTo(1);

        assertValue(unit -> unit.numbers().take(unit.numbers().lock(DocumentType.INVOICE, another), "202311", DATE, 1))
                .isEqualTo(1L);
        assertThat(take("202311", 1)).isEqualTo(6);
    }

    @Test
    void leave_the_date_of_the_last_document_in_their_series() {
        takeOn(DATE);
        assertThat(series(MAIN)).isEqualTo(new NumberSeries(DocumentType.INVOICE, MAIN, DATE));
        takeOn(DATE);
        takeOn(DATE.plusMonths(2));
        assertThat(series(MAIN)).isEqualTo(new NumberSeries(DocumentType.INVOICE, MAIN, DATE.plusMonths(2)));
        takeOn(LocalDate.of(9998, 12, 31));
        assertThat(series(MAIN).lastIssueDate()).isEqualTo(LocalDate.of(9998, 12, 31));
    }

    @Test
    void are_given_again_after_a_rollback() {
        take("202311", 3);
        undo(unit -> assertThat(take(unit, "202311", 10)).isEqualTo(4));
        undo(unit -> {
            NumberSeries held = unit.numbers().lock(DocumentType.INVOICE, MAIN);
            assertThat(unit.numbers().take(held, "202312", DATE.plusMonths(1), 10))
                    .isEqualTo(1L);
        });

        assertThat(take("202311", 1)).isEqualTo(4);
        assertThat(take("202312", 1)).isEqualTo(1);
        assertThat(series(MAIN).lastIssueDate()).isEqualTo(DATE);
    }

    @Test
    void are_taken_by_one_transaction_at_a_time() {
        OpenTransaction<Long> first = open(unit -> {
            NumberSeries held = unit.numbers().lock(DocumentType.INVOICE, MAIN);
            return unit.numbers().take(held, "202311", DATE.plusDays(3), 2);
        });

        List<Object> second = behind(first, first::commit, unit -> {
            NumberSeries held = unit.numbers().lock(DocumentType.INVOICE, MAIN);
            return List.of(held, unit.numbers().take(held, "202311", DATE.plusDays(3), 1));
        });

        assertThat(first.result()).isEqualTo(1);
        assertThat(second).containsExactly(new NumberSeries(DocumentType.INVOICE, MAIN, DATE.plusDays(3)), 3L);
    }

    @Test
    void of_one_entity_hold_up_no_other() {
        OpenTransaction<Long> first = open(unit -> take(unit, "202311", 1));

        long second = beside(
                first,
                first::commit,
                unit -> unit.numbers()
                        .take(unit.numbers().lock(DocumentType.INVOICE, EntityId.of("another")), "202311", DATE, 7));

        assertThat(second).isEqualTo(1);
        assertThat(take("202311", 1)).isEqualTo(2);
    }

    /** Sixteen threads take blocks of one to three, and every third transaction is undone after it has its block. */
    @Test
    void have_no_gap_and_no_double_however_many_take_and_give_up() {
        List<List<Long>> taken = background.together(16, number -> {
            List<Long> own = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int count = i % 3 + 1;
                if ((number + i) % 3 == 0) {
                    undo(unit -> assertThat(take(unit, "202311", count)).isPositive());
                } else {
                    long first = take("202311", count);
                    LongStream.range(first, first + count).forEach(own::add);
                }
            }
            return own;
        });

        List<Long> sorted = taken.stream().flatMap(List::stream).sorted().toList();
        assertThat(sorted).hasSizeGreaterThan(100);
        assertThat(sorted)
                .isEqualTo(LongStream.rangeClosed(1, sorted.size()).boxed().toList());
    }

    private long take(String scopeKey, int count) {
        return read(unit -> take(unit, scopeKey, count));
    }

    private void takeOn(LocalDate date) {
        write(unit -> unit.numbers().take(unit.numbers().lock(DocumentType.INVOICE, MAIN), "", date, 1));
    }

    private NumberSeries series(EntityId entity) {
        return read(unit -> unit.numbers().lock(DocumentType.INVOICE, entity));
    }

    private static long take(UnitOfWork unit, String scopeKey, int count) {
        NumberSeries held = unit.numbers().lock(DocumentType.INVOICE, MAIN);
        return unit.numbers().take(held, scopeKey, held.issueDate(DATE), count);
    }
}
