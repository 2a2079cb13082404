/**
 * The books in memory, for tests and for trying things out. {@link io.billing4j.store.memory.InMemoryBillingStore} keeps
 * the whole contract of the ports but durability; the transactions of one tenant run one after another.
 *
 * <p>A tenant's {@code Books} are sorted {@code Table}s. A {@code Transaction} reaches them as {@code Rows}, which write in
 * place and note how to undo what they wrote: a transaction costs what it touches, however large the books are, and reads
 * need no merging. Nobody else can see unfinished work, because nobody else has the books.
 */
@NullMarked
package io.billing4j.store.memory;

import org.jspecify.annotations.NullMarked;
