package io.billing4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure and how.
 *
 * @param names of the benchmarks, {@code run}, {@code usage}, {@code preview}, {@code assembler}, {@code scale} and {@code
 *     tracing}; where none is named, all but the last two: {@code scale} takes longer, with runs of 10,000 and 1,000,000
 *     subscriptions, and previews with 1,000 and 1,000,000 events behind them, and {@code tracing} compares the product with
 *     itself
 * @param subscriptions of the larger run, 100,000 by default
 * @param workers of a run, one per core by default
 * @param statements whether to print what the server spent on which statement
 */
record Options(List<String> names, int subscriptions, int workers, boolean statements) {
    private static final List<String> USUAL = List.of("run", "usage", "preview", "assembler");
    private static final String SCALE = "scale";
    private static final List<String> NAMED = List.of(SCALE, "tracing");

    /**
     * Reads {@code [name…] [--full] [--subscriptions=N] [--workers=N] [--statements]}; {@code --full} adds {@code scale} to
     * whatever is named.
     */
    static Options of(String[] arguments) {
        List<String> names = new ArrayList<>(Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("--"))
                .toList());
        for (String name : names) {
            if (!USUAL.contains(name) && !NAMED.contains(name)) {
                throw new IllegalArgumentException("expected one of " + USUAL + " or " + NAMED + " but found " + name);
            }
        }
        if (names.isEmpty()) {
            names.addAll(USUAL);
        }
        if (Arrays.asList(arguments).contains("--full")) {
            names.add(SCALE);
        }
        return new Options(
                List.copyOf(names),
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
