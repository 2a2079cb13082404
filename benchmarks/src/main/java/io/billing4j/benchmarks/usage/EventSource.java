package io.billing4j.benchmarks.usage;

import io.billing4j.benchmarks.books.Books;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SystemSource;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Events as a service reports them: a hundred a second from two hours ago on, of customers and meters in no order, the same
 * ones every time.
 */
final class EventSource {
    private static final long MILLIS_APART = 10;

    private final SplittableRandom random = new SplittableRandom(20_250_101);
    private final Instant begin =
            SystemSource.clock().instant().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
    private final int customers;
    private final List<MeterId> meters;
    private int made;

    /** Events of the books' customers. */
    EventSource(int customers, List<MeterId> meters) {
        this.customers = customers;
        this.meters = List.copyOf(meters);
    }

    /** All events in batches of one size, the last of which may be smaller. */
    List<List<UsageEvent>> batches(int events, int size) {
        List<List<UsageEvent>> batches = new ArrayList<>();
        for (int i = 0; i < events; i += size) {
            List<UsageEvent> batch = new ArrayList<>();
            for (int k = i; k < Math.min(events, i + size); k++) {
                batch.add(next());
            }
            batches.add(List.copyOf(batch));
        }
        return batches;
    }

    /** The identifiers grow, so that their order is that of the batches. */
    private UsageEvent next() {
        int number = made++;
        return UsageEvent.of(
                EventId.of(String.format(Locale.ROOT, "request-%010d", number)),
                CustomerId.of(Books.customer(random.nextInt(customers))),
                meters.get(random.nextInt(meters.size())),
                new BigDecimal(random.nextInt(1, 50_000)),
                begin.plusMillis(number * MILLIS_APART));
    }
}
