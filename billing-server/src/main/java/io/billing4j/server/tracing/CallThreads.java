package io.billing4j.server.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.MDC;

/**
 * Threads that work for the call of whoever hands the work over: its spans are the call's, so is what they log, and the database
 * shows them as the call.
 *
 * @param threads that do it
 */
public record CallThreads(Executor threads) implements Executor {
    @Override
    public void execute(Runnable work) {
        Context context = Context.current();
        Map<String, String> fields = MDC.getCopyOfContextMap();
        threads.execute(context.wrap(() -> {
            Scope logged = LogFields.set(fields);
            try {
                work.run();
            } finally {
                logged.close();
            }
        }));
    }
}
