package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/**
 * A rule of a peer that this project does not follow on purpose. Cases that depend on it are excluded.
 *
 * @param reason why not, for whoever reads the list
 * @param names whether a case's {@code convention} names the rule
 * @param depends whether what goes into a case is such that its result depends on the rule, where one text of a convention is that of many
 *     cases; nothing of what is expected can be looked at
 */
record ConventionRule(String reason, Predicate<JsonNode> names, Predicate<CaseInput> depends) {
    /** A rule that every case depends on whose convention names it. */
    ConventionRule(String reason, Predicate<JsonNode> names) {
        this(reason, names, input -> true);
    }
}
