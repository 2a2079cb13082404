package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.TenantId;
import io.billing4j.store.Page;
import io.billing4j.store.WorkHint;
import io.billing4j.store.WorkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The store may hold hints of others, so that only those of the test's tenants are looked at. */
abstract class HintContract extends StoreContract {
    private static final WorkKind RUN = WorkKind.BILLING_RUN;

    HintContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void are_due_at_once_and_say_whose_they_are() {
        UUID own = add(tenant, "r-1");
        UUID others = add(other, "r-2");

        assertThat(due(tenant)).containsExactly(new WorkHint(own, tenant, RUN, "r-1"));
        assertThat(due(other)).containsExactly(new WorkHint(others, other, RUN, "r-2"));
    }

    @Test
    void of_all_tenants_are_listed_in_the_order_of_their_ids() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(SampleBooks.newHintId());
        }
        for (int i : List.of(3, 1, 4, 0, 2)) {
            writeAs(i % 2 == 0 ? tenant : other, unit -> unit.hints().add(ids.get(i), RUN, "r"));
        }

        for (int size : List.of(1, 2, Page.MAX_SIZE)) {
            // From the first of them on, so that what others have left costs no page.
            List<WorkHint> found = new ArrayList<>(store.openWork().due(RUN, Page.first(Page.MAX_SIZE)).stream()
                    .filter(hint -> hint.id().equals(ids.get(0)))
                    .toList());
            Pages.all(
                            size,
                            page -> store.openWork()
                                    .due(RUN, page.after() == null ? page.after(text(ids.get(0))) : page),
                            hint -> text(hint.id()))
                    .stream()
                    .filter(hint -> ids.contains(hint.id()))
                    .forEach(found::add);
            assertThat(found).extracting(WorkHint::id).containsExactlyElementsOf(ids);
            assertThat(found).extracting(WorkHint::tenant).containsExactly(tenant, other, tenant, other, tenant);
        }
    }

    @Test
    void exist_for_what_they_were_given_for() {
        add(tenant, "r-1");

        assertThat(exists(tenant, "r-1")).isTrue();
        assertThat(exists(tenant, "r-2")).isFalse();
        assertThat(exists(other, "r-1")).isFalse();
    }

    @Test
    void of_the_same_are_all_taken_away_together() {
        add(tenant, "r-1");
        add(tenant, "r-1");
        UUID kept = add(tenant, "r-2");
        UUID others = add(other, "r-1");

        assertValue(unit -> unit.hints().remove(RUN, "r-1")).isEqualTo(2);
        assertValue(unit -> unit.hints().remove(RUN, "r-1")).isEqualTo(0);

        assertThat(due(tenant)).extracting(WorkHint::id).containsExactly(kept);
        assertThat(due(other)).extracting(WorkHint::id).containsExactly(others);
    }

    @Test
    void are_taken_off_the_list_one_by_one() {
        add(tenant, "r-1");
        UUID kept = add(tenant, "r-1");
        WorkHint first = due(tenant).get(0);

        store.openWork().remove(first);
        store.openWork().remove(first);

        assertThat(due(tenant)).extracting(WorkHint::id).containsExactly(kept);
    }

    @Test
    void are_undone_with_the_work_that_gave_or_took_them() {
        UUID kept = add(tenant, "r-1");
        undo(unit -> {
            unit.hints().add(SampleBooks.newHintId(), RUN, "r-2");
            unit.hints().remove(RUN, "r-1");
        });

        assertThat(due(tenant)).extracting(WorkHint::id).containsExactly(kept);
    }

    private UUID add(TenantId whose, String subject) {
        UUID id = SampleBooks.newHintId();
        writeAs(whose, unit -> unit.hints().add(id, RUN, subject));
        return id;
    }

    private boolean exists(TenantId whose, String subject) {
        return store.<Boolean>inTransaction(whose, unit -> unit.hints().exists(RUN, subject));
    }

    private List<WorkHint> due(TenantId whose) {
        return Pages.all(Page.MAX_SIZE, page -> store.openWork().due(RUN, page), hint -> text(hint.id())).stream()
                .filter(hint -> hint.tenant().equals(whose))
                .toList();
    }

    private static String text(UUID id) {
        return id.toString();
    }
}
