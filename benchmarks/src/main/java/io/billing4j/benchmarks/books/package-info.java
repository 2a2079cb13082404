/** Tenants of any size to measure on. */
@NullMarked
package io.billing4j.benchmarks.books;

import org.jspecify.annotations.NullMarked;
