/**
 * What the server does by itself. A {@link io.billing4j.server.jobs.JobScheduler} has each job done when it is next, by one of the
 * nodes that share the database; {@link io.billing4j.server.jobs.Jobs} shows how they stand, and pauses and triggers them, wherever
 * they are done. The work itself is the library's: to do it twice, or on two nodes at once, does no harm.
 */
@NullMarked
package io.billing4j.server.jobs;

import org.jspecify.annotations.NullMarked;
