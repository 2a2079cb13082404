/**
 * The store on PostgreSQL. A {@link io.billing4j.jdbc.SchemaInstaller} brings a database to the schema of this library,
 * under the names of {@link io.billing4j.jdbc.SchemaSettings}; a {@link io.billing4j.jdbc.JdbcBillingStore} keeps the books
 * there, in transactions of its own or in the host's.
 */
@NullMarked
package io.billing4j.jdbc;

import org.jspecify.annotations.NullMarked;
