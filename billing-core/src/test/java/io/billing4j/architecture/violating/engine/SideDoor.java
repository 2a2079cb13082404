package io.billing4j.architecture.violating.engine;

import io.billing4j.architecture.violating.store.UnitOfWork;
import java.util.List;

/** Writes past whoever is to be the only one to write. */
public final class SideDoor {
    void write(UnitOfWork unit) {
        unit.append("a line");
    }

    void writeByReference(UnitOfWork unit) {
        List.of("a line").forEach(unit::append);
    }
}
