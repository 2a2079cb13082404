package io.billing4j.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.billing4j.store.BillingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
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
        return of(stores, selectClass(Subject.class));
    }

    /**
     * Runs a test with its neighbours in the part of the suite that it stands in, and the part about transactions, which is
     * about every store.
     *
     * @param sentence as in {@link #passed}, or a piece of it
     * @throws IllegalArgumentException where no test has it
     */
    static SuiteRun around(String sentence, Supplier<? extends BillingStore> stores) {
        TestPlan suite = LauncherFactory.create().discover(request(selectClass(Subject.class)));
        Set<UniqueId> parts = suite.getRoots().stream()
                .flatMap(root -> suite.getDescendants(root).stream())
                .filter(test -> test.getSource().orElse(null) instanceof MethodSource)
                .filter(test -> sentence(test).contains(sentence))
                .map(test -> part(test.getUniqueIdObject()))
                .collect(Collectors.toSet());
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("no test has '" + sentence + "'");
        }
        DiscoverySelector[] selected = Stream.concat(
                        Stream.of(selectNestedClass(List.of(Subject.class), BillingStoreContract.Transactions.class)),
                        parts.stream().map(DiscoverySelectors::selectUniqueId))
                .toArray(DiscoverySelector[]::new);
        return of(stores, selected);
    }

    private static SuiteRun of(Supplier<? extends BillingStore> stores, DiscoverySelector... tests) {
        Subject.stores = stores;
        SuiteRun run = new SuiteRun(new ArrayList<>(), new ArrayList<>());
        LauncherFactory.create().execute(request(tests), run.listener());
        return run;
    }

    private static LauncherDiscoveryRequest request(DiscoverySelector... tests) {
        return LauncherDiscoveryRequestBuilder.request().selectors(tests).build();
    }

    /** The engine, the suite and the class in it. */
    private static UniqueId part(UniqueId test) {
        UniqueId part = test;
        while (part.getSegments().size() > 3) {
            part = part.removeLastSegment();
        }
        return part;
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
