package io.billing4j.server.transport;

import io.billing4j.error.ErrorCode;
import io.billing4j.server.security.RejectedTokenException;
import io.billing4j.server.security.TenantLimits;
import io.billing4j.server.security.Token;
import io.billing4j.server.security.TokenVerifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Who is let in. Tokens whose key may have to be fetched have a few threads of their own, so that an issuer that is slow, and
 * tokens that invent names of keys, hold up nobody else.
 */
public final class AccessRules {
    private static final int SEARCHERS = 4;
    private static final int WAITING = 64;

    private final TokenVerifier tokens;
    private final TenantLimits limits;
    private final ThreadPoolExecutor searchers;

    /**
     * By these.
     *
     * @param tokens makes identities of tokens
     * @param limits of calls, by tenant
     */
    public AccessRules(TokenVerifier tokens, TenantLimits limits) {
        this.tokens = tokens;
        this.limits = limits;
        searchers = new ThreadPoolExecutor(
                SEARCHERS, SEARCHERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "token-keys");
                    thread.setDaemon(true);
                    return thread;
                });
        searchers.allowCoreThreadTimeOut(true);
    }

    /** Of calls, by tenant. */
    TenantLimits limits() {
        return limits;
    }

    /**
     * The token, or a {@link RejectedTokenException}, or SERVER_UNAVAILABLE where no keys are to be had.
     *
     * @param quick for what does not wait
     */
    CompletableFuture<Token> verified(String token, Executor quick) {
        try {
            return CompletableFuture.supplyAsync(() -> verified(token), tokens.isQuick(token) ? quick : searchers);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    ErrorCode.SERVER_UNAVAILABLE.because("too many tokens wait for keys at once"));
        }
    }

    private Token verified(String token) {
        try {
            return tokens.verify(token);
        } catch (RejectedTokenException e) {
            throw new CompletionException(e);
        }
    }
}
