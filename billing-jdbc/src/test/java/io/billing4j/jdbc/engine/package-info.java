/** The engine on PostgreSQL. */
@NullMarked
package io.billing4j.jdbc.engine;

import org.jspecify.annotations.NullMarked;
