package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.customer.InvoicingEntity;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.store.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class EntityContract extends StoreContract {
    EntityContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void come_back_as_they_were_inserted() {
        InvoicingEntity longest = new InvoicingEntity(EntityId.of("A-Z.a_z:0"), "n".repeat(200), at(1));
        InvoicingEntity hostile = new InvoicingEntity(EntityId.of("e"), Samples.HOSTILE, at(2));
        write(unit -> {
            unit.entities().insert(longest);
            unit.entities().insert(hostile);
        });

        assertOptional(unit -> unit.entities().find(longest.id())).contains(longest);
        assertOptional(unit -> unit.entities().find(hostile.id())).contains(hostile);
        assertOptional(unit -> unit.entities().find(EntityId.of("E"))).isEmpty();
    }

    @Test
    void exist_once() {
        InvoicingEntity first = new InvoicingEntity(EntityId.of("e"), "First", at(1));
        write(unit -> unit.entities().insert(first));

        assertRefused(
                ErrorCode.ENTITY_EXISTS,
                unit -> unit.entities().insert(new InvoicingEntity(first.id(), "Second", at(2))));
        assertOptional(unit -> unit.entities().find(first.id())).contains(first);
    }

    @Test
    void are_listed_in_the_order_of_their_keys() {
        write(unit -> Pages.KEYS_SHUFFLED.forEach(
                key -> unit.entities().insert(new InvoicingEntity(EntityId.of(key), key, at(1)))));

        for (int size : List.of(1, 4, Page.MAX_SIZE)) {
            assertThat(
                            Pages.all(
                                            size,
                                            page -> read(unit -> unit.entities().list(page)),
                                            entity -> entity.id().value())
                                    .stream()
                                    .map(InvoicingEntity::name)
                                    .toList())
                    .isEqualTo(Pages.KEYS_IN_ORDER);
        }
    }

    @Test
    void may_be_those_of_customers_that_move() {
        CustomerId one = CustomerId.of("c-1");
        CustomerId other = CustomerId.of("c-2");
        write(unit -> {
            unit.customers().insert(Samples.customer("c-1"));
            unit.customers().insert(Samples.customer("c-2"));
        });
        write(unit -> unit.customers().moveTo(one, EntityId.of("e")));

        assertOptional(unit -> unit.customers().find(one))
                .contains(Samples.customer("c-1").in(EntityId.of("e")));
        assertOptional(unit -> unit.customers().find(other)).contains(Samples.customer("c-2"));
        assertRefused(
                ErrorCode.CUSTOMER_NOT_FOUND, unit -> unit.customers().moveTo(CustomerId.of("c-3"), EntityId.of("e")));
    }
}
