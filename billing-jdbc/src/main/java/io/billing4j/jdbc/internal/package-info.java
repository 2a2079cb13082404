/**
 * How the ports are kept on PostgreSQL. {@link io.billing4j.jdbc.internal.Transactions} are the store's own or the host's;
 * each gives a {@link io.billing4j.jdbc.internal.Session} that the stores of a {@link
 * io.billing4j.jdbc.internal.PgUnitOfWork} share. All statements of one port are in one class, {@code Pg…Store}; rows and
 * JSON are turned into records of the domain next door.
 *
 * <p>Sets are written by {@code INSERT … SELECT … FROM unnest(arrays)}, one statement whatever their size, and every
 * statement names the tenant, although the policies of the tables do so as well.
 */
@NullMarked
package io.billing4j.jdbc.internal;

import org.jspecify.annotations.NullMarked;
