package io.billing4j.server;

import io.billing4j.engine.EngineObserver;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command about jobs: of one tenant, or without it of all of them. */
abstract class JobsOf extends SubCommand {
    @Option(names = "--tenant", paramLabel = "TENANT", description = "whose jobs; those of all tenants without it")
    private @Nullable String tenant;

    @Override
    final int run(Main main) {
        try (Books books = Books.open(main.configuration(), EngineObserver.NONE)) {
            TenantId id = tenant == null ? null : TenantId.of(tenant);
            if (id != null && books.billing().findTenant(id).isEmpty()) {
                throw ErrorCode.TENANT_NOT_FOUND.missing(id);
            }
            run(main, books, id);
            return ExitStatus.DONE;
        }
    }

    abstract void run(Main main, Books books, @Nullable TenantId id);
}
