package io.billing4j.server.api;

import io.billing4j.grpc.v1.Job;
import io.billing4j.grpc.v1.JobServiceGrpc;
import io.billing4j.grpc.v1.ListJobExecutionsRequest;
import io.billing4j.grpc.v1.ListJobExecutionsResponse;
import io.billing4j.grpc.v1.ListJobsRequest;
import io.billing4j.grpc.v1.ListJobsResponse;
import io.billing4j.grpc.v1.PauseJobRequest;
import io.billing4j.grpc.v1.ResumeJobRequest;
import io.billing4j.grpc.v1.TriggerJobRequest;
import io.billing4j.server.jobs.JobExecution;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Shows the jobs of the caller's tenant, and pauses and triggers them. */
final class JobCalls extends JobServiceGrpc.JobServiceImplBase {
    private final Engines engines;
    private final Jobs jobs;

    JobCalls(Engines engines, Jobs jobs) {
        this.engines = engines;
        this.jobs = jobs;
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
        engines.answerCaller(
                observer,
                caller -> ListJobsResponse.newBuilder()
                        .addAllJobs(jobs.list(caller.tenant()).stream()
                                .map(JobMessages::of)
                                .toList())
                        .build());
    }

    @Override
    public void triggerJob(TriggerJobRequest request, StreamObserver<Job> observer) {
        engines.answerCaller(observer, caller -> JobMessages.of(jobs.trigger(caller.tenant(), request.getJob())));
    }

    @Override
    public void pauseJob(PauseJobRequest request, StreamObserver<Job> observer) {
        engines.answerCaller(
                observer,
                caller -> JobMessages.of(jobs.pause(
                        caller.tenant(), request.getJob(), caller.actor().name())));
    }

    @Override
    public void resumeJob(ResumeJobRequest request, StreamObserver<Job> observer) {
        engines.answerCaller(observer, caller -> JobMessages.of(jobs.resume(caller.tenant(), request.getJob())));
    }

    @Override
    public void listJobExecutions(
            ListJobExecutionsRequest request, StreamObserver<ListJobExecutionsResponse> observer) {
        Page page = Paging.byId(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answerCaller(observer, caller -> {
            List<JobExecution> executions = jobs.executions(caller.tenant(), request.getJob(), page);
            return ListJobExecutionsResponse.newBuilder()
                    .addAllExecutions(executions.stream().map(JobMessages::of).toList())
                    .setNextPageToken(Paging.next(page, executions, JobExecution::id))
                    .build();
        });
    }
}
