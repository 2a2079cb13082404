package io.billing4j.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What this JVM has spent so far.
 *
 * @param cpuNanos of all its threads; 0 where the platform does not tell
 * @param compileMillis of the compiler, which is part of it
 * @param collectMillis in which collections held up the others
 */
public record JvmCost(long cpuNanos, long compileMillis, long collectMillis) {
    /** What it has spent by now. */
    public static JvmCost read() {
        long cpu =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getProcessCpuTime()
                        : 0;
        return new JvmCost(
                cpu,
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum());
    }

    /** What was spent since then. */
    public JvmCost since(JvmCost before) {
        return new JvmCost(
                cpuNanos - before.cpuNanos, compileMillis - before.compileMillis, collectMillis - before.collectMillis);
    }

    /** The compiler's time beside all CPU. */
    public double compiling() {
        return compileMillis * 1e6 / Math.max(1, cpuNanos);
    }

    /** This per document. */
    public String per(long documents, String what) {
        return String.format(
                Locale.ROOT,
                "per %s: %.1f us of CPU in the JVM, %.1f us of that in its compiler; held up by its collector for %.1f us",
                what,
                cpuNanos / 1e3 / documents,
                compileMillis * 1e3 / documents,
                collectMillis * 1e3 / documents);
    }
}
