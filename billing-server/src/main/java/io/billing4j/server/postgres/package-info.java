/**
 * The server's own PostgreSQL, for when nobody has configured one.
 *
 * <p>An {@link io.billing4j.server.postgres.EmbeddedPostgres} is built from {@link
 * io.billing4j.server.postgres.EmbeddedPostgresSettings} and owns one directory, which a {@code DirectoryLock} keeps to
 * one process. {@code PostgresBinaries} unpacks the programs there once; {@code PostgresUser} finds an account that
 * PostgreSQL agrees to run under, since it refuses root, and a {@code Leash} that lets the server process die with
 * ours; {@code PostgresPrograms} is the sum of the three. {@code DataDirectory} checks the version of the data or
 * creates it in one atomic step, and {@code LeftoverServer} stops whatever an earlier process left running on it. From
 * then on a {@code PostmasterSupervisor} holds the one {@code Postmaster}: starts it, waits until it is ready, starts
 * it again on the same port when it dies, and stops it on close. The caller gets an {@link
 * io.billing4j.server.postgres.EmbeddedPostgresConnection}, or an {@link
 * io.billing4j.server.postgres.EmbeddedPostgresException} that says what was found and what was expected.
 *
 * <p>Everything is durable: no committed row is lost when either process is killed.
 */
@NullMarked
package io.billing4j.server.postgres;

import org.jspecify.annotations.NullMarked;
