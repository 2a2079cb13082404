package io.billing4j.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** What servers do by themselves, of one tenant or of all. */
@Command(
        name = "job",
        description = "Shows, triggers and pauses what servers do by themselves. They do it; here it is only said.",
        subcommands = {JobListCommand.class, JobTriggerCommand.class, JobPauseCommand.class, JobResumeCommand.class})
final class JobCommand extends SubCommand {
    @Override
    int run(Main main) {
        throw new ParameterException(commandLine(), "expected one of list, trigger, pause, resume");
    }
}
