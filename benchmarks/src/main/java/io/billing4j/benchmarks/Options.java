package io.billing4j.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What to measure and how.
 *
 * @param names of the benchmarks, {@code run}, {@code usage}, {@code preview} and {@code assembler}; all where none is named
 * @param full whether also what takes longer is measured: a run of 1,000,000 subscriptions, a preview beside 1,000,000
 *     events
 * @param subscriptions of the larger run, 100,000 by default
 * @param workers of a run, one per core by default
 * @param statements whether to print what the server spent on which statement
 */
record Options(List<String> names, boolean full, int subscriptions, int workers, boolean statements) {
    private static final List<String> NAMES = List.of("run", "usage", "preview", "assembler");

    /** Reads {@code [name…] [--full] [--subscriptions=N] [--workers=N] [--statements]}. */
    static Options of(String[] arguments) {
        List<String> names = Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("--"))
                .toList();
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("expected one of " + NAMES + " but found " + name);
            }
        }
        return new Options(
                names.isEmpty() ? NAMES : names,
                Arrays.asList(arguments).contains("--full"),
                number(arguments, "--subscriptions=", 100_000),
                number(arguments, "--workers=", Runtime.getRuntime().availableProcessors()),
                Arrays.asList(arguments).contains("--statements"));
    }

    private static int number(String[] arguments, String option, int otherwise) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(option))
                .mapToInt(argument -> Integer.parseInt(argument.substring(option.length())))
                .findFirst()
                .orElse(otherwise);
    }
}
