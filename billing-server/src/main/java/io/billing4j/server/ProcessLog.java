package io.billing4j.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the log goes has to be said before the first logger is made: its own configuration asks for it then. */
final class ProcessLog {
    private ProcessLog() {}

    /**
     * That of a server.
     *
     * @throws ConfigurationException at the data directory where that cannot be written to
     */
    static void ofServer(Configuration configuration) {
        Path directory = configuration.logDirectory();
        if (!configuration.log().toConsole()) {
            requireWritable(directory);
        }
        configuration.log().properties(directory).forEach(System::setProperty);
    }

    /** That of a command: a server may have the file, so what somebody has to look after goes to the standard error alone. */
    static void ofCommand() {
        System.setProperty("billing.log.to", "people");
        System.setProperty("billing.log.level", "warn");
    }

    private static void requireWritable(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw ConfigurationException.at(
                    Setting.DATA_DIRECTORY, "expected a directory to write to but found " + directory + ": " + e);
        }
        if (!Files.isWritable(directory)) {
            throw ConfigurationException.at(
                    Setting.DATA_DIRECTORY, "expected a directory to write to but may not write to " + directory);
        }
    }
}
