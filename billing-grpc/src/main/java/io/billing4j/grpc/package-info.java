/**
 * What a Java client needs beside the generated messages and stubs of {@code io.billing4j.grpc.v1}: {@link
 * io.billing4j.grpc.GrpcUsageSink} lets a {@link io.billing4j.reporter.UsageReporter} report to a server.
 */
@NullMarked
package io.billing4j.grpc;

import org.jspecify.annotations.NullMarked;
