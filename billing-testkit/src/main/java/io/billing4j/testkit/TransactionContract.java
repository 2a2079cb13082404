package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TenantId;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

abstract class TransactionContract extends StoreContract {
    TransactionContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void give_back_what_their_work_returns() {
        assertThat(store.<String>inTransaction(tenant, unit -> "of " + unit.tenant()))
                .isEqualTo("of " + tenant);
    }

    @TestFactory
    Stream<DynamicTest> keep_what_was_written() {
        return eachWrite((verb, whose) -> {
            Object before = seenBy(whose, verb.read());
            writeAs(whose, verb.write());
            assertThat(seenBy(whose, verb.read())).isNotEqualTo(before);
        });
    }

    @TestFactory
    Stream<DynamicTest> see_what_they_have_written_themselves() {
        return eachWrite((verb, whose) -> {
            Object before = seenBy(whose, verb.read());
            Object within = store.inTransaction(whose, unit -> {
                verb.write().accept(unit);
                return verb.read().apply(unit);
            });
            assertThat(within).isNotEqualTo(before);
            assertThat(seenBy(whose, verb.read())).isEqualTo(within);
        });
    }

    @TestFactory
    Stream<DynamicTest> undo_what_was_written_when_the_work_throws() {
        return eachWrite((verb, whose) -> {
            Object before = seenBy(whose, verb.read());
            List<Object> within = new ArrayList<>();
            assertThatThrownBy(() -> writeAs(whose, unit -> {
                        verb.write().accept(unit);
                        within.add(verb.read().apply(unit));
                        throw new Undone();
                    }))
                    .isInstanceOf(Undone.class);
            assertThat(within).doesNotContain(before);
            assertThat(seenBy(whose, verb.read())).isEqualTo(before);
        });
    }

    @Test
    void pass_on_what_the_work_throws() {
        Undone thrown = new Undone();

        assertThatThrownBy(() -> write(unit -> {
                    SampleBooks.writeAll(unit);
                    throw thrown;
                }))
                .isSameAs(thrown);
        write(SampleBooks::writeAll);
        assertList(unit -> unit.customers().list(Page.first(10))).hasSize(2);
    }

    @Test
    void are_undone_by_a_refusal_even_where_the_work_swallows_it() {
        write(unit -> unit.customers().insert(Samples.customer("c-1")));

        Throwable thrown = catchThrowable(() -> write(unit -> {
            unit.customers().insert(Samples.customer("c-0"));
            assertThat(catchThrowable(() -> unit.customers().insert(Samples.customer("c-1"))))
                    .isInstanceOf(BillingException.class);
        }));

        assertThat(thrown).isInstanceOf(BillingException.class);
        assertList(unit -> unit.customers().list(Page.first(10))).containsExactly(Samples.customer("c-1"));
    }

    @Test
    void show_nothing_before_they_are_committed() {
        write(SampleBooks::writeAll);
        OpenTransaction<Boolean> writer = open(unit -> {
            unit.customers().insert(Samples.customer("c-3"));
            unit.catalog().archivePlan(Samples.PLAN, DocumentSamples.at(1));
            unit.journal().appendEvents(List.of(DocumentSamples.event(3, "c-1")));
            return true;
        });

        List<Object> seen = beside(
                writer,
                writer::rollback,
                unit -> List.of(
                        unit.customers().list(Page.first(10)),
                        unit.catalog().findPlan(Samples.PLAN).orElseThrow(),
                        unit.journal().events(CustomerId.of("c-1"), 10)));

        assertThat(seen)
                .containsExactly(
                        List.of(Samples.customer("c-1"), Samples.customer("c-2")),
                        Samples.plan(Samples.PLAN),
                        List.of(DocumentSamples.event(1, "c-1")));
    }

    @Test
    void show_everything_once_they_are_committed() {
        OpenTransaction<Boolean> writer = open(unit -> {
            SampleBooks.writeAll(unit);
            return true;
        });
        writer.result();
        writer.commit();

        assertList(unit -> unit.invoices().list(null, Page.first(10)))
                .containsExactly(SampleBooks.FIRST_INVOICE, SampleBooks.SECOND_INVOICE, SampleBooks.FIRST_NOTE);
    }

    @Test
    void lose_nothing_when_many_add_at_once() {
        write(unit -> unit.runs().findOrInsert(DocumentSamples.run(1)));

        background.together(
                16,
                number -> store.<Boolean>inTransaction(tenant, unit -> {
                    unit.runs().advance(DocumentSamples.runId(1), 1, 2, 0, number);
                    return true;
                }));

        assertValue(unit ->
                        unit.runs().find(DocumentSamples.runId(1)).orElseThrow().progress())
                .isEqualTo(DocumentSamples.run(1).progress().plus(16, 32, 0, 120));
    }

    @Test
    void are_refused_to_a_tenant_that_does_not_exist() {
        List<UnitOfWork> begun = new ArrayList<>();
        TenantId unknown = newTenantId();

        assertThatThrownBy(() -> writeAs(unknown, begun::add))
                .isInstanceOfSatisfying(
                        BillingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TENANT_NOT_FOUND));
        assertThat(begun).isEmpty();
    }

    @Test
    void are_over_when_their_work_has_ended() {
        List<UnitOfWork> kept = new ArrayList<>();
        write(kept::add);

        assertThat(kept).isNotEmpty();
        for (UnitOfWork ended : kept) {
            assertThat(catchThrowable(() -> ended.customers().insert(Samples.customer("c-1"))))
                    .isInstanceOf(RuntimeException.class);
            assertThat(catchThrowable(() -> ended.customers().list(Page.first(1))))
                    .isInstanceOf(RuntimeException.class);
        }
        write(unit -> unit.customers().insert(Samples.customer("c-1")));
    }

    private Stream<DynamicTest> eachWrite(VerbTest test) {
        return WriteVerb.all().stream()
                .map(verb -> dynamicTest(verb.name(), () -> {
                    TenantId whose = newTenant();
                    writeAs(whose, SampleBooks::writeAll);
                    test.run(verb, whose);
                }));
    }

    /** A test of one verb on the sample books of a tenant. */
    private interface VerbTest {
        void run(WriteVerb verb, TenantId whose);
    }
}
