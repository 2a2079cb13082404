package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests are tested: whatever a store gets wrong, a test of the suite says so. */
class ContractSuiteTest {
    @Test
    void has_no_test_that_passes_on_a_store_that_does_nothing() {
        SuiteRun sound = SuiteRun.of(InMemoryBillingStore::new);
        SuiteRun hollow = SuiteRun.of(HollowStore::new);

        assertThat(sound.failed()).isEmpty();
        assertThat(sound.passed()).hasSizeGreaterThan(400);
        assertThat(hollow.passed()).isEmpty();
        assertThat(hollow.failed()).containsAll(sound.passed());
    }

    /** At night by the whole suite. */
    @ParameterizedTest(name = "a store {0}")
    @MethodSource("brokenStores")
    void fails_on(String what, Supplier<BillingStore> broken, String expected) {
        SuiteRun run = Boolean.getBoolean("billing.nightly") ? SuiteRun.of(broken) : SuiteRun.around(expected, broken);

        assertThat(run.failed()).as(what).anyMatch(test -> test.contains(expected));
        assertThat(run.passed()).as("what has nothing to do with it").isNotEmpty();
    }

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                broken(
                        "that forgets rollback",
                        BrokenStores::forgettingRollback,
                        "undo_what_was_written_when_the_work_throws"),
                broken(
                        "that ignores the tenant",
                        BrokenStores::ignoringTheTenant,
                        "see_nothing_that_another_has_written"),
                broken(
                        "that keeps quiet about refusals",
                        BrokenStores::keepingQuietAboutRefusals,
                        "are_undone_by_a_refusal_even_where_the_work_swallows_it"),
                broken(
                        "that drops the uniqueness of periods",
                        BrokenStores::droppingTheUniquenessOfPeriods,
                        "hold_one_document_of_a_period"),
                broken(
                        "that drops the uniqueness of numbers",
                        BrokenStores::droppingTheUniquenessOfNumbers,
                        "have_a_number_of_their_own"),
                broken(
                        "that drops the uniqueness of customers",
                        BrokenStores::droppingTheUniquenessOfCustomers,
                        "Customers/exist_once()"),
                broken(
                        "that reads without order",
                        BrokenStores::readingWithoutOrder,
                        "are_listed_in_the_order_of_their_keys"),
                broken(
                        "that gives numbers before the commit",
                        BrokenStores::givingNumbersBeforeTheCommit,
                        "have_no_gap_and_no_double_however_many_take_and_give_up"),
                broken("that loses the second of a set", BrokenStores::losingTheSecondOfASet, "are_written_by_the_set"),
                broken(
                        "that counts the end of a window",
                        BrokenStores::countingTheEndOfAWindow,
                        "hold_their_start_and_not_their_end"),
                broken(
                        "that overlooks filters",
                        BrokenUsage::overlookingFilters,
                        "are_of_the_events_that_a_filter_lets_pass"),
                broken(
                        "that overlooks groups",
                        BrokenUsage::overlookingGroups,
                        "are_parts_by_groups_in_the_order_of_their_values"),
                broken(
                        "that forgets levels",
                        BrokenUsage::forgettingLevels,
                        "carry_levels_over_from_before_the_period"),
                broken(
                        "that overlooks short windows",
                        BrokenUsage::overlookingShortWindows,
                        "are_added_up_over_dates_and_hours"),
                broken(
                        "that overlooks when events were recorded",
                        BrokenUsage::overlookingWhenEventsWereRecorded,
                        "can_be_made_by_others_from_the_events_in_the_total_order"),
                broken(
                        "that mistakes conflicts for duplicates",
                        BrokenStores::mistakingConflictsForDuplicates,
                        "is_a_conflict_where_anything_else_is_reported_under_its_id"),
                broken(
                        "that ignores changes of what is final",
                        BrokenStores::ignoringChangesOfWhatIsFinal,
                        "keep_their_content_once_they_are_finalised"),
                broken(
                        "that begins every page at the start",
                        BrokenStores::beginningEveryPageAtTheStart,
                        "are_listed_in_the_order_of_their_ids"),
                broken(
                        "that forgets drafts",
                        BrokenBilling::forgettingDrafts,
                        "are_those_of_drafts_and_of_finalised_documents"),
                broken(
                        "that forgets what was waived",
                        BrokenBilling::forgettingWhatWasWaived,
                        "are_not_those_of_a_void_document_that_is_to_be_made_again"),
                broken(
                        "that wakes what is awake",
                        BrokenBilling::wakingWhatIsAwake,
                        "keep_what_was_due_earlier_or_later"),
                broken(
                        "that keeps balances that were undone",
                        BrokenBilling::keepingBalancesThatWereUndone,
                        "Balances/are_undone_with_their_transaction()"),
                broken(
                        "that takes the first entry of a balance for the last",
                        BrokenBilling::takingTheFirstEntryForTheLast,
                        "BalanceEntries/say_what_balances_are_after_the_last_of_each_customer()"),
                broken(
                        "that forgets keys of entries",
                        BrokenBilling::forgettingKeysOfEntries,
                        "BalanceEntries/are_found_by_their_idempotency_keys()"),
                broken(
                        "that grants coupons without end",
                        BrokenCoupons::grantingWithoutEnd,
                        "CouponGrants/are_as_many_as_there_may_be()"),
                broken(
                        "that forgets later redemptions",
                        BrokenCoupons::forgettingLaterRedemptions,
                        "have_what_all_documents_take_off_by_their_grants"),
                broken(
                        "that forgets discounts of documents",
                        BrokenCoupons::forgettingDiscountsOfDocuments,
                        "DiscountedDocuments/come_back_as_they_were()"),
                broken(
                        "that reads a page of rules",
                        BrokenTaxes::readingAPageOfRules,
                        "TaxRules/are_all_read_at_once()"),
                broken(
                        "that knows the last profile only",
                        BrokenTaxes::knowingTheLastProfileOnly,
                        "TaxProfiles/are_all_that_a_customer_ever_had()"),
                broken(
                        "that gives keys of requests again",
                        BrokenRequests::givingKeysAgain,
                        "RememberedRequests/are_kept_from_the_first_claim_on()"),
                broken(
                        "that overlooks how old requests are",
                        BrokenRequests::overlookingAges,
                        "RememberedRequests/are_forgotten_by_their_age_the_oldest_first()"),
                broken(
                        "that forgets requests without end",
                        BrokenRequests::forgettingWithoutEnd,
                        "RememberedRequests/are_forgotten_by_their_age_the_oldest_first()"),
                broken(
                        "that cuts instants to milliseconds",
                        BrokenStores::cuttingInstantsToMilliseconds,
                        "move_their_last_record_several_at_a_time"));
    }

    private static Arguments broken(String what, Supplier<BillingStore> store, String expected) {
        return arguments(what, store, expected);
    }
}
