package io.billing4j.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.billing4j.store.BillingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The contract suite, run against a store.
 *
 * @param passed the tests that passed
 * @param failed the tests that failed, and containers that broke before their tests began
 */
record SuiteRun(List<String> passed, List<String> failed) {
    /** Runs every test on a store of its own. */
    static SuiteRun of(Supplier<? extends BillingStore> stores) {
        Subject.stores = stores;
        SuiteRun run = new SuiteRun(new ArrayList<>(), new ArrayList<>());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Subject.class))
                .build();
        LauncherFactory.create().execute(request, run.listener());
        return run;
    }

    private TestExecutionListener listener() {
        return new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                boolean successful = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
                if (!successful) {
                    failed.add(sentence(test));
                } else if (test.isTest()) {
                    passed.add(sentence(test));
                }
            }
        };
    }

    /** {@code Slots/are_found_by_their_document()}, or with a number behind it for a case of several. */
    private static String sentence(TestIdentifier test) {
        return test.getUniqueIdObject().getSegments().stream()
                .skip(2)
                .map(segment -> segment.getValue())
                .reduce((before, after) -> before + "/" + after)
                .orElse(test.getDisplayName());
    }

    /** The suite over whatever store is looked at just now. */
    static final class Subject extends BillingStoreContract {
        private static Supplier<? extends BillingStore> stores = HollowStore::new;

        @Override
        public BillingStore newStore() {
            return stores.get();
        }

        @Override
        public boolean transactionsOverlap() {
            return false;
        }
    }
}
