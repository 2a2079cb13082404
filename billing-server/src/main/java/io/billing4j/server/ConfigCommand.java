package io.billing4j.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Shows what is set. */
@Command(
        name = "config",
        description =
                "Shows each setting, what it is and where it comes from; secrets as ***. Ends with 2 if any cannot be used.")
final class ConfigCommand extends SubCommand {
    @Override
    int run(Main main) {
        SettingReport report = main.configuration().report();
        List<String> lines = new ArrayList<>();
        ObjectNode document = Answer.object();
        ArrayNode settings = document.putArray("settings");
        for (SettingReport.Line line : report.settings()) {
            String origin = line.origin().name().toLowerCase(Locale.ROOT);
            lines.add(String.format(
                    Locale.ROOT,
                    "%-32s %-40s %s",
                    line.setting().key(),
                    line.value(),
                    line.place().isEmpty() ? origin : line.place()));
            settings.addObject()
                    .put("key", line.setting().key())
                    .put("value", line.value())
                    .put("origin", origin)
                    .put("place", line.place());
        }
        ArrayNode warnings = document.putArray("warnings");
        report.warnings().forEach(warning -> {
            lines.add("Warning: " + warning);
            warnings.add(warning);
        });
        main.answer().give(lines, document);
        return ExitStatus.DONE;
    }
}
