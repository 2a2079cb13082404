/**
 * What a document number looks like. A {@link io.billing4j.numbering.NumberingTemplate} renders an issue date and a
 * sequence value, and says in which {@linkplain io.billing4j.numbering.NumberingTemplate#scopeKey scope} the sequence
 * counts; who counts, and under which lock, is the store's affair.
 */
@NullMarked
package io.billing4j.numbering;

import org.jspecify.annotations.NullMarked;
