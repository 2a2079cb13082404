package io.billing4j.server.faults;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Lets a transaction lose to another one at chosen moments: the server itself ends it, as it ends one that it cannot serialise or
 * that is in a deadlock.
 */
final class Losing implements Watch {
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";

    private final Predicate<Moment> chosen;
    private final int first;
    private final int last;
    private final AtomicInteger counted = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    private Losing(Predicate<Moment> chosen, int first, int last) {
        this.chosen = chosen;
        this.first = first;
        this.last = last;
    }

    /** At the n-th statement or commit that is sent, from 1. */
    static Losing atStatement(int number) {
        return new Losing(Moment::sends, number, number);
    }

    /** The first times that a failpoint is reached. */
    static Losing at(Failpoint point, int times) {
        return new Losing(point::isReached, 1, times);
    }

    /** How often something was lost. */
    int lost() {
        return lost.get();
    }

    @Override
    public void reached(Moment moment) throws SQLException {
        if (!chosen.test(moment)) {
            return;
        }
        int number = counted.incrementAndGet();
        if (first <= number && number <= last) {
            String state = lost.incrementAndGet() % 2 == 1 ? SERIALIZATION_FAILURE : DEADLOCK;
            try (Statement statement = moment.connection().createStatement()) {
                statement.execute("DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '" + state + "'; END $$");
            }
        }
    }
}
