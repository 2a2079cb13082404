package io.billing4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of the cases of one file.
 *
 * @param later the ids of those that are about something that does not exist yet
 * @param excluded how many cases were excluded for which reason
 * @param failures each in one line, with the case's id and source
 */
record TopicReport(
        String topic, int cases, int passed, List<String> later, Map<String, Integer> excluded, List<String> failures) {
    /** The largest part of a file that may be excluded. */
    static final int MAX_EXCLUDED_PERCENT = 15;

    int excludedCases() {
        return excluded.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Such as {@code pricing: 121 cases, 119 passed, 0 failed, 2 excluded}. */
    String summary() {
        return topic + ": " + cases + " cases, " + passed + " passed, " + failures.size() + " failed, "
                + excludedCases() + " excluded" + (later.isEmpty() ? "" : ", " + later.size() + " not judged yet");
    }

    /** The summary, and below it what was excluded and why. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(summary()));
        excluded.forEach((reason, count) -> lines.add("  excluded " + count + ": " + reason));
        return lines;
    }

    /** Everything that is wrong with it; empty if it conforms. */
    List<String> faults() {
        List<String> faults = new ArrayList<>(failures);
        if (cases == 0) {
            faults.add(topic + ": no cases");
        }
        if (excludedCases() * 100 > cases * MAX_EXCLUDED_PERCENT) {
            faults.add(topic + ": " + excludedCases() + " of " + cases + " cases are excluded, more than "
                    + MAX_EXCLUDED_PERCENT + " %");
        }
        return faults;
    }
}
