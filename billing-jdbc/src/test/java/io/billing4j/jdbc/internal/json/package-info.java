@NullMarked
package io.billing4j.jdbc.internal.json;

import org.jspecify.annotations.NullMarked;
