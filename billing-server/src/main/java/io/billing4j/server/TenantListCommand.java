package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.engine.EngineObserver;
import io.billing4j.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Shows all tenants. */
@Command(name = "list", description = "Shows all tenants.")
final class TenantListCommand extends SubCommand {
    @Override
    int run(Main main) {
        try (Books books = Books.open(main.configuration(), EngineObserver.NONE)) {
            List<String> lines = new ArrayList<>();
            ObjectNode document = Answer.object();
            ArrayNode tenants = document.putArray("tenants");
            for (Tenant tenant : books.billing().listTenants()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%-64s %-8s %-8s %s",
                        tenant.id(),
                        tenant.kind(),
                        tenant.status(),
                        tenant.createdAt()));
                tenants.add(document(tenant));
            }
            main.answer().give(lines, document);
            return ExitStatus.DONE;
        }
    }

    static ObjectNode document(Tenant tenant) {
        return Answer.object()
                .put("tenantId", tenant.id().value())
                .put("kind", tenant.kind().name())
                .put("status", tenant.status().name())
                .put("createdAt", tenant.createdAt().toString());
    }
}
