package io.billing4j.server;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.server.security.Identity;
import io.billing4j.server.security.LocalIssuer;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.TokenKeys;
import io.billing4j.server.security.TokenRules;
import io.billing4j.tenant.TenantKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues a token, where the server knows a secret to sign with. */
@Command(
        name = "token",
        description =
                "Issues a token by auth.secret, or by the secret of the embedded PostgreSQL. It needs no database that runs.")
final class TenantTokenCommand extends SubCommand {
    private static final int MOST_DAYS = 366;

    @Parameters(paramLabel = "TENANT", description = "its key; whether there is such a tenant is not looked at")
    private String tenant = "";

    @Option(
            names = "--roles",
            split = ",",
            required = true,
            description = "one or more of REPORTER, READER, WRITER, BILLER, ADMIN, with commas between them")
    private Set<Role> roles = EnumSet.noneOf(Role.class);

    @Option(names = "--kind", defaultValue = "LIVE", description = "what the tenant is: LIVE, the default, or SANDBOX")
    private TenantKind kind = TenantKind.LIVE;

    @Option(
            names = "--subject",
            defaultValue = "local",
            description = "who acts, as the audit trail has it; local by default")
    private String subject = "";

    @Option(names = "--days", defaultValue = "1", description = "how long it counts: 1, the default, to 366")
    private int days = 1;

    @Override
    int run(Main main) {
        if (days < 1 || days > MOST_DAYS) {
            throw ErrorCode.INVALID_NUMBER.at("days", "expected 1 to " + MOST_DAYS + " but found " + days);
        }
        TokenRules rules = main.configuration().tokens();
        if (!(rules.keys() instanceof TokenKeys.Shared)) {
            throw ConfigurationException.at(
                    Setting.AUTH_SECRET,
                    "expected it to be set: tokens of public keys are issued by your identity provider");
        }
        String token = new LocalIssuer(rules, SystemSource.clock())
                .issue(new Identity(subject, TenantId.of(tenant), kind, roles), Duration.ofDays(days));
        // Who forgets the kind has a token that opens nothing.
        main.progress()
                .println("billing4j: for the tenant " + tenant + " if it is "
                        + (kind == TenantKind.LIVE ? "live; a sandbox takes --kind SANDBOX" : "a sandbox"));
        main.answer().give(List.of(token), Answer.object().put("token", token));
        return ExitStatus.DONE;
    }
}
