package io.billing4j.jdbc.internal;

import io.billing4j.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;

/**
 * What every transaction begins with: the tenant that the policies read, the wait for locks, and the refusal of a role to
 * which the policies mean nothing or of a tenant that is not there; and it reads the clocks, the tenant's and the database's.
 * All of it costs one round trip, BEGIN included.
 */
final class TransactionStart {
    private static final String GENERATED_FOR = "billing";

    /**
     * Facts are loaded after the customer's lock is held, in later statements; under a stricter level they would be those of
     * the transaction's beginning, and usage reported meanwhile would be lost.
     */
    private static final String LEVEL = Area.TRANSACTION.marked("SET TRANSACTION ISOLATION LEVEL READ COMMITTED;");

    /**
     * A plan that is kept may have been made while a table had one page, and be to read all of it; it stays until statistics are
     * taken again, however many rows come in meanwhile. Every statement is about one tenant and finds what it wants by an index,
     * so that of an own transaction none has to read a whole table.
     */
    private static final String BY_INDEX = ", set_config('enable_seqscan', 'off', true)";

    /**
     * Under which the database shows the transaction until it ends. The host's connections keep theirs: who looks at them looks for
     * the host.
     */
    private static final String SHOWN_AS = ", set_config('application_name', ?, true)";

    private final StoreOptions options;
    private final StatementWatch watch;
    private final Configuration configuration;
    private final StatementTexts texts = new StatementTexts();
    private final String owned;
    private final String ownedBySomebody;
    private final String hosts;

    TransactionStart(StoreOptions options) {
        this.options = options;
        this.watch = options.watch();
        this.configuration = new DefaultConfiguration().set(SQLDialect.POSTGRES).set(settings(options.schema()));
        String schema = '"' + options.schema() + '"';
        this.owned = LEVEL + begin(schema, BY_INDEX);
        this.ownedBySomebody = LEVEL + begin(schema, BY_INDEX + SHOWN_AS);
        this.hosts = begin(schema, "");
    }

    private static String begin(String schema, String more) {
        return Area.TRANSACTION.marked(
                "SELECT set_config('billing.tenant', ?, true), set_config('lock_timeout', ?, true),"
                        + " row_security_active('" + schema + ".customer'), current_user,"
                        + " t.tenant_id IS NOT NULL, t.clock_at, now(), coalesce(t.kind = 'LIVE', false)" + more
                        + " FROM (SELECT) always LEFT JOIN " + schema + ".tenant t ON t.tenant_id = ?");
    }

    /** The transaction that a connection is in already. */
    OpenTransaction transaction(Connection connection, TenantScope scope, boolean own) throws SQLException {
        OffsetDateTime clock;
        OffsetDateTime begun;
        boolean live;
        String caller = own ? options.caller() : null;
        String text = !own ? hosts : caller == null ? owned : ownedBySomebody;
        try (PreparedStatement begin = connection.prepareStatement(text)) {
            int at = 1;
            begin.setString(at++, scope.setting());
            begin.setString(at++, milliseconds(options.lockTimeout()));
            if (caller != null) {
                begin.setString(at++, caller);
            }
            begin.setString(at, scope.setting());
            execute(begin);
            if (own) {
                begin.getMoreResults();
            }
            try (ResultSet found = begin.getResultSet()) {
                found.next();
                requirePolicies(found.getBoolean(3), found.getString(4));
                if (scope.known() && !found.getBoolean(5)) {
                    throw ErrorCode.TENANT_NOT_FOUND.missing(scope.setting());
                }
                clock = found.getObject(6, OffsetDateTime.class);
                begun = found.getObject(7, OffsetDateTime.class);
                live = found.getBoolean(8);
            }
        }
        UsageAges ages = new UsageAges(begun.toInstant(), live);
        return new OpenTransaction(
                configuration, texts, connection, scope, options, own, clock == null ? null : clock.toInstant(), ages);
    }

    private void execute(PreparedStatement begin) throws SQLException {
        long begun = watch.begin();
        try {
            begin.execute();
        } catch (SQLException e) {
            watch.failed(Area.TRANSACTION, "BEGIN", begun, e);
            throw e;
        }
        watch.ended(Area.TRANSACTION, "BEGIN", begun);
    }

    private void requirePolicies(boolean active, String role) {
        if (!active && !options.bypassAccepted()) {
            throw ErrorCode.ROLE_BYPASSES_POLICIES.because(
                    "expected a role that is neither superuser nor BYPASSRLS but " + role
                            + " passes by the policies that keep tenants apart");
        }
    }

    static String milliseconds(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static Settings settings(String schema) {
        return new Settings()
                .withRenderMapping(new RenderMapping()
                        .withSchemata(
                                new MappedSchema().withInput(GENERATED_FOR).withOutput(schema)))
                .withExecuteLogging(false)
                // a round trip less per statement
                .withFetchWarnings(false);
    }
}
