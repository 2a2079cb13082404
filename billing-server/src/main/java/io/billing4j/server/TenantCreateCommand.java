package io.billing4j.server;

import io.billing4j.engine.EngineObserver;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.joda.money.CurrencyUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a tenant. */
@Command(name = "create", description = "Makes a tenant. Zone, currency and kind stay for ever.")
final class TenantCreateCommand extends SubCommand {
    @Parameters(paramLabel = "TENANT", description = "its key: 1 to 64 characters of A-Z a-z 0-9 . _ : -")
    private String tenant = "";

    @Option(names = "--zone", required = true, description = "such as Europe/Berlin: of its dates")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(names = "--currency", required = true, description = "such as EUR: of what is not said otherwise")
    private CurrencyUnit currency = CurrencyUnit.EUR;

    @Option(
            names = "--kind",
            description = "LIVE, the default, or SANDBOX, whose clock can be moved",
            defaultValue = "LIVE")
    private TenantKind kind = TenantKind.LIVE;

    @Override
    int run(Main main) {
        TenantSettings settings = TenantSettings.of(zone, currency);
        try (Books books = Books.open(main.configuration(), EngineObserver.NONE)) {
            Tenant made = books.billing().createTenant(TenantId.of(tenant), kind, settings);
            main.answer()
                    .give(
                            List.of("Tenant " + made.id() + " is there, " + made.kind() + "."),
                            TenantListCommand.document(made));
            return ExitStatus.DONE;
        }
    }
}
