package io.billing4j.server.transport;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.audit.Actor;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.TenantId;
import java.util.List;

/**
 * Who is calling, about whose books.
 *
 * @param actor named in the audit trail, with the request's correlation id
 */
public record Caller(TenantId tenant, Actor actor) {
    /** Header, and gRPC metadata, that names the tenant. */
    public static final String TENANT_HEADER = "x-billing-tenant";

    private static final String TENANT_FIELD = "X-Billing-Tenant";
    private static final String NOBODY_IN_PARTICULAR = "api";

    /**
     * The caller of the request that the current thread serves.
     *
     * @throws io.billing4j.error.BillingException MISSING_FIELD or INVALID_KEY at {@code X-Billing-Tenant}; MALFORMED_REQUEST
     *     where it is given twice
     */
    public static Caller current() {
        ServiceRequestContext context = ServiceRequestContext.current();
        List<String> tenants = context.request().headers().getAll(TENANT_HEADER);
        if (tenants.size() > 1) {
            throw ErrorCode.MALFORMED_REQUEST.at(TENANT_FIELD, "a request is about one tenant");
        }
        String key = Inputs.key(TENANT_FIELD, tenants.isEmpty() ? null : tenants.get(0));
        Actor actor = new Actor(NOBODY_IN_PARTICULAR, CorrelationId.of(context).value());
        return new Caller(TenantId.of(key), actor);
    }
}
