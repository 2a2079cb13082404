package io.billing4j.reporter;

import io.billing4j.usage.UsageEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers calls as it was told to, one by one, and then takes everything. Remembers what it was sent. */
final class ScriptedSink implements UsageSink {
    private final Queue<UsageSink> answers = new ArrayDeque<>();
    private final List<List<Integer>> taken = new ArrayList<>();
    private final BlockingQueue<List<Integer>> calls = new LinkedBlockingQueue<>();

    /** The next call that has no answer yet gets this one. */
    synchronized ScriptedSink then(UsageSink answer) {
        answers.add(answer);
        return this;
    }

    ScriptedSink thenThrow(RuntimeException failure) {
        return then(events -> {
            throw failure;
        });
    }

    @Override
    public void record(List<UsageEvent> events) {
        List<Integer> numbers = events.stream().map(Books::number).toList();
        UsageSink answer = next();
        calls.add(numbers);
        if (answer != null) {
            answer.record(events);
        }
        synchronized (this) {
            taken.add(numbers);
        }
    }

    private synchronized UsageSink next() {
        return answers.poll();
    }

    /** The numbers of the events of each batch that was taken. */
    synchronized List<List<Integer>> taken() {
        return List.copyOf(taken);
    }

    /** The next call, which may have been answered. */
    List<Integer> awaitCall() throws InterruptedException {
        List<Integer> call = calls.poll(30, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("the sink was not called");
        }
        return call;
    }

    int calls() {
        return calls.size();
    }
}
