/**
 * What must survive when something breaks, on a durable PostgreSQL and with other JVMs.
 *
 * <p>A {@code FaultServer} is the server's own PostgreSQL, shared by the package; {@code FaultBooks} fills a database once, and
 * each test works on a copy of it. A {@code Worker} is another JVM that carries out an {@code Order}: a billing run, or batches
 * of usage. Its connections go through a {@code WatchedDataSource}, which tells a {@code Watch} of every statement and commit, so
 * that a process can be stopped at a {@code Failpoint}, or killed at the n-th statement, without a hook in what is tested.
 * Afterwards a {@code BooksCheck} says by counting in SQL whether anything was lost or is there twice, and {@code BooksContent}
 * whether the documents are those of an undisturbed run.
 */
@NullMarked
package io.billing4j.server.faults;

import org.jspecify.annotations.NullMarked;
