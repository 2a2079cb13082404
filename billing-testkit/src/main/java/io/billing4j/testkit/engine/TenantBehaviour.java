package io.billing4j.testkit.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import org.junit.jupiter.api.Test;

/** Whose books they are. */
abstract class TenantBehaviour extends EngineBooks {
    TenantBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void an_unknown_one_is_refused() {
        assertRefused(
                ErrorCode.TENANT_NOT_FOUND,
                null,
                () -> billing().forTenant(TenantId.of("nobody")).customers().find(ADA));
    }
}
