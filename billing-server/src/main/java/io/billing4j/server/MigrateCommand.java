package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Installs the schema, or says whether it is current. */
@Command(
        name = "migrate",
        description =
                "Brings the schema to this version, as the owner. The database of a server may be in use meanwhile.")
final class MigrateCommand extends SubCommand {
    @Option(names = "--dry", description = "only says whether there is something to do; ends with 3 if there is")
    private boolean dry;

    @Override
    int run(Main main) {
        Configuration configuration = main.configuration();
        ProcessLog.ofCommand();
        boolean current = dry ? Database.isCurrent(configuration) : Database.migrate(configuration);
        String line = current
                ? (dry ? "The schema is at this version." : "The schema was at this version already.")
                : (dry ? "The schema is not at this version." : "The schema is at this version now.");
        ObjectNode document = Answer.object();
        document.put("current", current || !dry);
        document.put("migrated", !current && !dry);
        main.answer().give(List.of(line), document);
        return dry && !current ? ExitStatus.FOUND_FAULTS : ExitStatus.DONE;
    }
}
