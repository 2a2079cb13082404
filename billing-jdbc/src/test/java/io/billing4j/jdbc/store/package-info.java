@NullMarked
package io.billing4j.jdbc.store;

import org.jspecify.annotations.NullMarked;
