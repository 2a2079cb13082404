package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/**
 * A rule of a peer that this project does not follow on purpose. Cases that depend on it are excluded.
 *
 * @param reason why not, for whoever reads the list
 * @param names whether a case's {@code convention} names the rule; nothing else of the case can be looked at
 */
record ConventionRule(String reason, Predicate<JsonNode> names) {}
