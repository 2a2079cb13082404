package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.usage.TouchedWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Six marks of late usage, those with odd numbers of {@code c-2} and the others of {@code c-1}. */
abstract class TouchedUsageContract extends StoreContract {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");
    private static final CustomerId C3 = CustomerId.of("c-3");
    private static final List<TouchedWindow> MARKS = IntStream.rangeClosed(1, 6)
            .mapToObj(i -> DocumentSamples.touched(i, "c-" + (i % 2 + 1), "s-" + (i % 2 + 1)))
            .toList();

    TouchedUsageContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeMarks() {
        write(SampleBooks::writeParties);
        write(unit -> {
            unit.usage().insertTouched(Pages.shuffled(MARKS.subList(0, 4)));
            unit.usage().insertTouched(MARKS.subList(4, 6));
            unit.usage().insertTouched(List.of());
        });
    }

    @Test
    void leaves_marks_in_the_order_they_were_recorded() {
        assertList(unit -> unit.usage().touched(List.of(C2))).isEqualTo(marks(1, 3, 5));
        assertList(unit -> unit.usage().touched(List.of(C1))).isEqualTo(marks(2, 4, 6));
        assertList(unit -> unit.usage().touched(List.of(C3))).isEmpty();
    }

    @Test
    void of_several_customers_is_read_in_their_order() {
        assertList(unit -> unit.usage().touched(List.of(C2, C3, C1, C2))).isEqualTo(marks(2, 4, 6, 1, 3, 5));
        assertList(unit -> unit.usage().touched(List.of())).isEmpty();
    }

    @Test
    void leaves_no_mark_once_a_document_has_settled_it() {
        write(unit -> unit.usage().settleTouched(settled(1, 1, 4, 99)));
        assertList(unit -> unit.usage().touched(List.of(C1, C2))).isEqualTo(marks(2, 6, 3, 5));

        write(unit -> {
            unit.usage().settleTouched(Map.of());
            unit.usage().settleTouched(settled(2, 1, 2));
        });
        assertList(unit -> unit.usage().touched(List.of(C1, C2))).isEqualTo(marks(6, 3, 5));
    }

    @Test
    void stays_marked_where_its_settlement_is_undone() {
        undo(unit -> {
            unit.usage().settleTouched(settled(1, 2, 4, 6));
            assertThat(unit.usage().touched(List.of(C1))).isEmpty();
        });

        assertList(unit -> unit.usage().touched(List.of(C1))).isEqualTo(marks(2, 4, 6));
    }

    private static List<TouchedWindow> marks(int... numbers) {
        return IntStream.of(numbers).mapToObj(n -> MARKS.get(n - 1)).toList();
    }

    private static Map<UUID, InvoiceId> settled(int document, int... numbers) {
        Map<UUID, InvoiceId> settled = new HashMap<>();
        IntStream.of(numbers).forEach(n -> settled.put(Samples.uuid(n), DocumentSamples.invoiceId(document)));
        return settled;
    }
}
