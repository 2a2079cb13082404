package io.billing4j.server.faults;

import io.billing4j.server.faults.Moment.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A point in a transaction at which a process can be stopped, told by what its connection does. */
enum Failpoint {
    /** A run has locked the customers of a chunk. */
    AFTER_CLAIM(Work.RUN, after(Sql::claims)),
    /** A run has written the lines of a chunk. */
    AFTER_LINES(Work.RUN, after(sql -> sql.inserts("invoice_line"))),
    /** A run has settled the slots of a chunk. */
    AFTER_SLOTS(Work.RUN, after(sql -> sql.inserts("invoice_slot"))),
    /** A run has moved the cursors of a chunk. */
    AFTER_CURSORS(Work.RUN, after(sql -> sql.updates("subscription"))),
    /** A run has written the audit entries of a chunk, and holds no number yet. */
    AFTER_AUDIT(Work.RUN, after(sql -> sql.inserts("audit"))),
    /** A run has locked the number series, so that nobody else can number anything. */
    HOLDING_THE_SERIES(
            Work.RUN,
            moment -> moment.kind() == Kind.BEFORE_STATEMENT && moment.sql().inserts("number_counter")),
    /** A run has taken numbers and written the headers of a chunk. */
    AFTER_HEADERS(Work.RUN, after(sql -> sql.inserts("invoice"))),
    /** A run has done everything for a chunk but commit it. */
    BEFORE_COMMIT(Work.RUN, at(Kind.BEFORE_COMMIT, "invoice")),
    /** A run has committed a chunk and not yet heard of it. */
    AFTER_COMMIT(Work.RUN, at(Kind.AFTER_COMMIT, "invoice")),

    /** Ingestion has inserted the keys of a batch. */
    AFTER_KEYS(Work.USAGE, after(sql -> sql.inserts("usage_key"))),
    /** Ingestion has inserted the raw rows of a batch. */
    AFTER_EVENTS(Work.USAGE, after(sql -> sql.inserts("usage_event"))),
    /** Ingestion has added a batch to the rollups. */
    AFTER_ROLLUPS(Work.USAGE, after(sql -> sql.inserts("usage_rollup"))),
    /** Ingestion has done everything for a batch but commit it. */
    BEFORE_COMMIT_OF_USAGE(Work.USAGE, at(Kind.BEFORE_COMMIT, "usage_key")),
    /** Ingestion has committed a batch and not yet heard of it. */
    AFTER_COMMIT_OF_USAGE(Work.USAGE, at(Kind.AFTER_COMMIT, "usage_key"));

    private final Work work;

    @SuppressWarnings("ImmutableEnumChecker") // made of constants alone
    private final Predicate<Moment> reached;

    Failpoint(Work work, Predicate<Moment> reached) {
        this.work = work;
        this.reached = reached;
    }

    /** Those of one kind of work. */
    static List<Failpoint> of(Work work) {
        return Arrays.stream(values()).filter(point -> point.work == work).toList();
    }

    boolean isReached(Moment moment) {
        return reached.test(moment);
    }

    /** Whether what the transaction did is committed there. */
    boolean committed() {
        return this == AFTER_COMMIT || this == AFTER_COMMIT_OF_USAGE;
    }

    private static Predicate<Moment> after(Predicate<Sql> statement) {
        return moment -> moment.kind() == Kind.AFTER_STATEMENT && statement.test(moment.sql());
    }

    private static Predicate<Moment> at(Kind kind, String written) {
        return moment -> moment.kind() == kind && moment.before().stream().anyMatch(sql -> sql.inserts(written));
    }
}
