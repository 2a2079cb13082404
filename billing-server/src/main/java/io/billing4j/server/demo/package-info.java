/**
 * The tenant {@code demo}: a trace of real requests to two AI services, billed. {@link io.billing4j.server.demo.DemoBooks}
 * say what is sold to whom and what was used, in {@link io.billing4j.server.demo.DemoService}s with a {@link
 * io.billing4j.server.demo.Trace} each; a {@link io.billing4j.server.demo.DemoJob} brings them into the books, bills them
 * by two runs, and gives a {@link io.billing4j.server.demo.DemoOutcome}, which {@link io.billing4j.server.demo.DemoReport}
 * writes down for people.
 */
@NullMarked
package io.billing4j.server.demo;

import org.jspecify.annotations.NullMarked;
