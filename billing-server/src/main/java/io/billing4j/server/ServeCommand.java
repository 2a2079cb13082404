package io.billing4j.server;

import picocli.CommandLine.Command;

/** Serves. */
@Command(name = "serve", description = "Serves until the process is told to stop, by Ctrl-C or SIGTERM.")
final class ServeCommand extends SubCommand {
    @Override
    int run(Main main) {
        return main.serve();
    }
}
