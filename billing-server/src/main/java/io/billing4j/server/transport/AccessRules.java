package io.billing4j.server.transport;

import io.billing4j.error.ErrorCode;
import io.billing4j.server.security.RejectedTokenException;
import io.billing4j.server.security.TenantLimits;
import io.billing4j.server.security.Token;
import io.billing4j.server.security.TokenAttempts;
import io.billing4j.server.security.TokenVerifier;
import java.net.InetAddress;
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
    private final TokenAttempts attempts;
    private final ThreadPoolExecutor searchers;

    /**
     * By these.
     *
     * @param tokens makes identities of tokens
     * @param limits of calls, by tenant
     */
    public AccessRules(TokenVerifier tokens, TenantLimits limits) {
        this(tokens, limits, new TokenAttempts());
    }

    /**
     * The same with another count of tokens that are refused.
     *
     * @param attempts of addresses
     */
    public AccessRules(TokenVerifier tokens, TenantLimits limits, TokenAttempts attempts) {
        this.tokens = tokens;
        this.limits = limits;
        this.attempts = attempts;
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
     * The token, or a {@link RejectedTokenException}, SERVER_UNAVAILABLE where no keys are to be had, or TOO_MANY_REQUESTS where too
     * many were rejected.
     *
     * @param from who brought it
     * @param quick for what does not wait
     */
    CompletableFuture<Token> verified(String token, InetAddress from, Executor quick) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> verified(token, from), tokens.isQuick(token) ? quick : searchers);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    ErrorCode.SERVER_UNAVAILABLE.because("too many tokens wait for keys at once"));
        }
    }

    private Token verified(String token, InetAddress from) {
        attempts.require(from, token);
        try {
            Token verified = tokens.verify(token);
            attempts.counts(token);
            return verified;
        } catch (RejectedTokenException e) {
            attempts.refuse(from, token);
            throw new CompletionException(e);
        }
    }
}
