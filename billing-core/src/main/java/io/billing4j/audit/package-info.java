/** What is kept: one {@link io.billing4j.audit.AuditEntry} for each state change, never altered. */
@NullMarked
package io.billing4j.audit;

import org.jspecify.annotations.NullMarked;
