package io.billing4j.run;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;

/**
 * A customer whom a run could not bill. The run goes on; asking for it again tries them again.
 *
 * @param message what was found and what was expected
 * @param attempts how often it was tried, from 1
 */
public record RunFailure(CustomerId customer, ErrorCode code, String message, int attempts) {}
