package io.billing4j.server.transport;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with one request, as far as it is known. Whoever adds the {@value #MOST}th fault is stopped. */
final class Faults {
    /** The most faults of one request that anybody is told. */
    static final int MOST = 100;

    private final List<Fault> found = new ArrayList<>();

    boolean isEmpty() {
        return found.isEmpty();
    }

    int count() {
        return found.size();
    }

    /**
     * Adds one.
     *
     * @throws RequestFaults where it is the last one that anybody is told
     */
    void add(Fault fault) {
        found.add(fault);
        if (found.size() == MOST) {
            throw new RequestFaults(found);
        }
    }

    /** Adds what a refusal says, with the refusal's own field. */
    void add(BillingException refused) {
        add(Fault.of(refused, refused.field()));
    }

    /** Adds what another check has found, but for what follows from the faults that are known already. */
    void addOthers(List<Fault> more) {
        List<Fault> known = List.copyOf(found);
        for (Fault fault : more) {
            if (known.stream().noneMatch(first -> explains(first, fault))) {
                add(fault);
            }
        }
    }

    /**
     * Stops where anything is wrong.
     *
     * @throws RequestFaults with all
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new RequestFaults(found);
        }
    }

    /** Whether what could not be read at all is missing because of that, or something in it or around it is. */
    private static boolean explains(Fault first, Fault second) {
        return contains(first.field(), second.field())
                || (second.code() == ErrorCode.MISSING_FIELD && contains(second.field(), first.field()));
    }

    private static boolean contains(@Nullable String outer, @Nullable String inner) {
        if (outer == null || inner == null || !inner.startsWith(outer)) {
            return false;
        }
        return inner.length() == outer.length()
                || inner.charAt(outer.length()) == '.'
                || inner.charAt(outer.length()) == '[';
    }
}
