package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.OpenRun;
import io.billing4j.engine.RunJoin;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.testkit.FailpointStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs that somebody else has begun. A process is an engine of its own on the same store. */
abstract class JoinBehaviour extends EngineBooks {
    private static final LocalDate NOVEMBER = LocalDate.parse("2023-11-01");
    private static final Instant CUT_OFF = Instant.parse("2023-11-01T00:00:00Z");
    private static final CustomerId BOB = CustomerId.of("bob");

    JoinBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void one_that_died_stays_open_until_somebody_else_has_finished_it() {
        subscribe(ADA, "2023-11-01");
        dyingAt("before runs.advance", 2);
        assertThat(open()).hasSize(1);
        assertThat(found().status()).isEqualTo(RunStatus.RUNNING);

        assertThat(join(open().get(0))).isEqualTo(RunJoin.TOOK_PART);

        assertThat(open()).isEmpty();
        assertThat(found().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void one_that_died_several_times_is_open_once() {
        subscribe(ADA, "2023-11-01");
        dyingAt("before runs.advance", 2);
        OpenRun first = open().get(0);
        dyingAt("before runs.advance", 2);

        assertThat(open()).hasSize(1).first().extracting(OpenRun::id).isEqualTo(first.id());
    }

    @Test
    void one_that_is_over_is_not_open_and_one_that_is_taken_up_again_is() {
        subscribe(ADA, "2023-11-01");
        engine().runs().run(NOVEMBER);
        assertThat(open()).isEmpty();

        engine().customers().create(NewCustomer.of(BOB, "Bob"));
        subscribe(BOB, "2023-11-01");
        dyingAt("before runs.advance", 2);
        assertThat(open()).hasSize(1);
        join(open().get(0));

        assertThat(open()).isEmpty();
        assertThat(invoices()).hasSize(2);
    }

    @Test
    void one_in_which_nothing_was_due_is_not_open() {
        engine().runs().run(NOVEMBER);

        assertThat(found().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(open()).isEmpty();
    }

    @Test
    void one_whose_failures_are_left_is_not_open() {
        subscribe(ADA, "2023-11-01");
        FailpointStore broken = new FailpointStore(store(), point -> {
            if (point.equals("before slots.insert")) {
                throw ErrorCode.INTERNAL.because("broken on purpose");
            }
        });
        BillingRun run = process(broken).runs().run(NOVEMBER);

        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED_WITH_FAILURES);
        assertThat(open()).isEmpty();
    }

    /** Bob comes right before the run is ended, when nobody was left; whoever topped it up with him may be no more. */
    @Test
    void one_that_was_topped_up_while_it_was_ended_stays_open() {
        subscribe(ADA, "2023-11-01");
        engine().customers().create(NewCustomer.of(BOB, "Bob"));
        AtomicInteger claims = new AtomicInteger();
        // The chunk with Ada, one that finds nobody, and the pass that waits.
        FailpointStore late = new FailpointStore(store(), point -> {
            if (point.equals("after customers.claimDue")) {
                claims.incrementAndGet();
            } else if (point.equals(FailpointStore.AFTER_COMMIT) && claims.compareAndSet(3, 4)) {
                subscribe(BOB, "2023-11-01");
            }
        });
        process(late).runs().run(NOVEMBER);
        assertThat(claims).hasValue(4);
        assertThat(invoices()).hasSize(1);
        assertThat(open()).hasSize(1);

        join(open().get(0));

        assertThat(invoices()).hasSize(2);
        assertThat(open()).isEmpty();
    }

    @Test
    void one_that_this_process_works_on_is_left_alone() {
        subscribe(ADA, "2023-11-01");
        List<RunJoin> joins = new ArrayList<>();
        List<BillingEngine> self = new ArrayList<>();
        EngineObserver joining = new EngineObserver() {
            @Override
            public void runProgressed(TenantId whose, BillingRun run) {
                joins.add(self.get(0).runs().join(run.id(), () -> false));
            }
        };
        self.add(Billing4J.builder(store())
                .clock(clock)
                .observer(joining)
                .build()
                .forTenant(tenant));
        self.get(0).runs().run(NOVEMBER);

        // As it began, after Ada's chunk, and at its end.
        assertThat(joins).containsExactly(RunJoin.UNDER_WAY_HERE, RunJoin.UNDER_WAY_HERE, RunJoin.UNDER_WAY_HERE);
        assertThat(invoices()).hasSize(1);
        RunId run = found().id();
        assertThat(self.get(0).runs().join(run, () -> false)).isEqualTo(RunJoin.TOOK_PART);
    }

    @Test
    void one_that_is_told_to_stop_commits_what_it_began_and_leaves_the_rest_open() {
        subscribe(ADA, "2023-11-01");
        dyingAt("before runs.advance", 2);
        List<BillingRun> left = new ArrayList<>();
        EngineObserver watching = new EngineObserver() {
            @Override
            public void runLeft(TenantId whose, BillingRun run) {
                left.add(run);
            }
        };
        BillingEngine stopped = Billing4J.builder(store())
                .clock(clock)
                .observer(watching)
                .build()
                .forTenant(tenant);

        stopped.runs().join(open().get(0).run(), () -> true);
        assertThat(invoices()).isEmpty();
        assertThat(left).extracting(BillingRun::id).containsExactly(found().id());

        AtomicInteger asked = new AtomicInteger();
        stopped.runs().join(open().get(0).run(), () -> asked.incrementAndGet() > 1);
        assertThat(invoices()).hasSize(1);
        assertThat(found().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(found().progress()).isEqualTo(new RunProgress(1, 1, 1, 0, 0));
        assertThat(open()).hasSize(1);
        assertThat(left).hasSize(2);

        join(open().get(0));
        assertThat(found().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(open()).isEmpty();
    }

    /** It is told twice, once in each pass over the customers, and not when it is about to be ended. */
    @Test
    void one_that_was_told_to_stop_is_not_ended_whatever_it_is_told_later() {
        subscribe(ADA, "2023-11-01");
        dyingAt("before runs.advance", 2);
        AtomicInteger asked = new AtomicInteger();

        engine().runs().join(open().get(0).run(), () -> asked.incrementAndGet() <= 2);

        assertThat(invoices()).isEmpty();
        assertThat(found().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(open()).hasSize(1);
    }

    /** Both try Ada, whom nobody can bill; she was expected once, and counts once. */
    @Test
    void one_that_several_fail_at_counts_the_failure_once() {
        subscribe(ADA, "2023-11-01");
        FailpointStore broken = new FailpointStore(store(), point -> {
            if (point.equals("before slots.insert")) {
                throw ErrorCode.INTERNAL.because("broken on purpose");
            }
        });
        AtomicInteger told = new AtomicInteger();
        EngineObserver joined = new EngineObserver() {
            @Override
            public void runProgressed(TenantId whose, BillingRun run) {
                if (told.incrementAndGet() == 1) {
                    process(broken).runs().join(run.id(), () -> false);
                }
            }
        };
        BillingRun run = Billing4J.builder(broken)
                .clock(clock)
                .observer(joined)
                .build()
                .forTenant(tenant)
                .runs()
                .run(NOVEMBER);

        assertThat(run.progress()).isEqualTo(new RunProgress(1, 1, 0, 0, 1));
        assertThat(engine().runs().failures(run.id()))
                .singleElement()
                .satisfies(failure -> assertThat(failure.customer()).isEqualTo(ADA));
    }

    @Test
    void one_that_does_not_exist_cannot_be_joined() {
        RunId unknown = RunId.of(new UUID(1, 2));

        assertThat(engine().runs().join(unknown, () -> false)).isEqualTo(RunJoin.NO_SUCH_RUN);
    }

    @Test
    void one_is_taken_off_the_list_on_demand() {
        subscribe(ADA, "2023-11-01");
        dyingAt("before runs.advance", 2);

        billing().forget(open().get(0));

        assertThat(open()).isEmpty();
        engine().runs().run(NOVEMBER);
        assertThat(invoices()).hasSize(1);
    }

    private BillingRun found() {
        return engine().runs().findByCutOff(CUT_OFF).orElseThrow();
    }

    private List<OpenRun> open() {
        return billing().openRuns(Page.first(Page.MAX_SIZE)).stream()
                .filter(run -> run.tenant().equals(tenant))
                .toList();
    }

    private RunJoin join(OpenRun run) {
        return process(store()).runs().join(run.run(), () -> false);
    }

    private BillingEngine process(BillingStore store) {
        return Billing4J.builder(store).clock(clock).build().forTenant(tenant);
    }

    /** A process that asks for the run and goes no further than this. */
    private void dyingAt(String point, int occurrence) {
        FailpointStore doomed = new FailpointStore(store(), FailpointStore.at(point, occurrence, () -> {
            throw ErrorCode.STORE_UNAVAILABLE.because("dead");
        }));
        assertRefused(
                ErrorCode.STORE_UNAVAILABLE, null, () -> process(doomed).runs().run(NOVEMBER));
    }
}
