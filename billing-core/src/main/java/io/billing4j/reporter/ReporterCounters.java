package io.billing4j.reporter;

/**
 * What a reporter has done since it was built, at one moment: accepted + replayed = sent + refused + abandoned + unreadable +
 * waiting.
 *
 * @param accepted events that {@code report} took
 * @param replayed events that an earlier reporter left in the spill directory
 * @param sent events that the sink took
 * @param batches calls that the sink took
 * @param retries calls that failed and were made, or will be made, again
 * @param refused events that the sink will not take
 * @param abandoned events that {@code close} gave up, each with a receipt that says so; 0 with a spill directory
 * @param unreadable events that could not be read back from the disk; their file is set aside
 * @param waiting events that are neither; with a spill directory they stay when the reporter is closed
 * @param failing calls that have failed one after the other since one was answered; 0 while all is well
 * @param spilledBytes of files with events that wait
 * @param keptBytes of files with refused events and of files set aside, as last seen
 * @param setAside files that have bytes that are no record
 */
public record ReporterCounters(
        long accepted,
        long replayed,
        long sent,
        long batches,
        long retries,
        long refused,
        long abandoned,
        long unreadable,
        long waiting,
        int failing,
        long spilledBytes,
        long keptBytes,
        int setAside) {}
