package io.billing4j.conformance;

import java.util.List;

/** How the cases of one file are put to this project. An adapter translates; what it answers, the project has worked out. */
interface Topic {
    /** As the file's {@code topic} says. */
    String name();

    /** The rules that are not followed; none by default. */
    default List<ConventionRule> exclusions() {
        return List.of();
    }

    /** Whether the case is about something that does not exist yet, so that it is counted and not judged. */
    default boolean later(CaseInput input) {
        return false;
    }

    /** What this project says; whatever is thrown counts as a failure of the case. */
    Answer answer(CaseInput input) throws Exception;
}
