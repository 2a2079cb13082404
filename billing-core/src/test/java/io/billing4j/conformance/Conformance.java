package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the cases of a directory to the topics and judges the answers. */
final class Conformance {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Topic> topics;
    private final Set<String> later;

    /**
     * @param topics what can be judged
     * @param later topics whose subject does not exist yet; their files are named in the output and not judged
     */
    Conformance(List<Topic> topics, Set<String> later) {
        this.topics = topics.stream().collect(Collectors.toMap(Topic::name, Function.identity()));
        this.later = later;
    }

    /**
     * What came of a directory.
     *
     * @param lines for people
     * @param faults why the directory does not conform; empty if it does
     * @param judged the topics that had a file
     * @param later the cases of those that are not judged yet, such as {@code invoices lago-trial-10}, in the order of the files
     */
    record Result(List<String> lines, List<String> faults, Set<String> judged, List<String> later) {}

    /** Judges every JSON file of the directory, in the order of their names. */
    Result judge(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Set<String> judged = new TreeSet<>();
        List<String> unjudged = new ArrayList<>();
        for (Path file : files) {
            JsonNode whole = MAPPER.readTree(file.toFile());
            String name = whole.path("topic").asText();
            Topic topic = topics.get(name);
            if (topic != null && whole.path("schema").asInt() == 1) {
                TopicReport report = judge(topic, whole.path("cases"));
                lines.addAll(report.lines());
                faults.addAll(report.faults());
                judged.add(name);
                report.later().forEach(id -> unjudged.add(name + " " + id));
            } else if (later.contains(name)) {
                lines.add(name + ": " + whole.path("cases").size() + " cases, not judged yet");
            } else {
                faults.add(file.getFileName() + ": nobody knows the topic '" + name + "' in this schema");
            }
        }
        if (judged.isEmpty()) {
            faults.add(directory + ": nothing to judge");
        }
        return new Result(lines, faults, judged, unjudged);
    }

    static TopicReport judge(Topic topic, JsonNode cases) {
        int passed = 0;
        List<String> later = new ArrayList<>();
        Map<String, Integer> excluded = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        for (JsonNode one : cases) {
            Optional<ConventionRule> rule = excluding(topic, one);
            if (rule.isPresent()) {
                excluded.merge(rule.get().reason(), 1, Integer::sum);
                continue;
            }
            if (topic.later(CaseInput.of(one))) {
                later.add(one.path("id").asText());
                continue;
            }
            Optional<String> failure = failure(topic, one);
            if (failure.isPresent()) {
                failures.add(topic.name() + " " + one.path("id").asText() + " ("
                        + one.path("source").asText() + ") " + failure.get());
            } else {
                passed++;
            }
        }
        return new TopicReport(topic.name(), cases.size(), passed, later, excluded, failures);
    }

    private static Optional<ConventionRule> excluding(Topic topic, JsonNode one) {
        JsonNode convention = one.path("convention");
        return topic.exclusions().stream()
                .filter(rule -> convention.isObject() && rule.names().test(convention))
                .filter(rule -> rule.depends().test(CaseInput.of(one)))
                .findFirst();
    }

    private static Optional<String> failure(Topic topic, JsonNode one) {
        JsonNode expected = one.path("expected");
        if (!expected.isObject() || expected.isEmpty()) {
            return Optional.of("the case expects nothing");
        }
        try {
            Answer answer = topic.answer(CaseInput.of(one));
            return Comparison.difference(expected, MAPPER.valueToTree(answer.asLongAs(expected)));
        } catch (Exception e) {
            return Optional.of("failed with " + e);
        }
    }
}
