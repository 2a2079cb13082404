/**
 * The process. {@link io.billing4j.server.Main} reads its {@link io.billing4j.server.Configuration} from {@link
 * io.billing4j.server.Setting}s, and starts a {@link io.billing4j.server.ServerProcess}: a database (its own {@code
 * postgres} or a configured one), the engine, and the {@code api} behind one port of the {@code transport}. Then it bills
 * the {@code demo}, and serves until it is told to stop. What keeps it from starting is one line that says what to do.
 */
@NullMarked
package io.billing4j.server;

import org.jspecify.annotations.NullMarked;
