/**
 * Reports usage from a service. A {@link io.billing4j.reporter.UsageReporter} takes events from any number of threads, holds
 * them in a bounded buffer, in memory or in files, and hands them in batches to a {@link
 * io.billing4j.reporter.UsageSink}: an engine in the same process, or a client of a server.
 *
 * <p>The way of an event: {@code report} waits for room, then appends it to the backlog; a sender takes a batch when it is
 * due, sends it until the sink takes it, and settles each event, which gives the room back. What the sink refuses is split
 * until the event to blame stands alone. An event is acknowledged when the sink has recorded it or, with a spill directory,
 * when it is forced to the disk. Whatever was acknowledged and not settled is sent again after a crash; its id makes it
 * count once.
 */
@NullMarked
package io.billing4j.reporter;

import org.jspecify.annotations.NullMarked;
