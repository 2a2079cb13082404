@NullMarked
package io.billing4j.jdbc.internal;

import org.jspecify.annotations.NullMarked;
