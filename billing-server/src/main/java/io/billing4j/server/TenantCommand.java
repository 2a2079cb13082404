package io.billing4j.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** What there is to do for tenants, which no tenant may do. */
@Command(
        name = "tenant",
        description = "Makes and shows tenants, and issues tokens for them.",
        subcommands = {TenantCreateCommand.class, TenantListCommand.class, TenantTokenCommand.class})
final class TenantCommand extends SubCommand {
    @Override
    int run(Main main) {
        throw new ParameterException(commandLine(), "expected one of create, list, token");
    }
}
