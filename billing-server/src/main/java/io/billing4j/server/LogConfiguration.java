package io.billing4j.server;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What is logged, and where.
 *
 * @param level the least that is logged
 */
record LogConfiguration(Target to, Level level) {
    /** Where lines of JSON go. */
    enum Target {
        /** To a file below the data directory; warnings to the standard error as well, for people. */
        FILE,
        /** To the standard output, which has nothing else then. */
        CONSOLE
    }

    /** How much a line matters. */
    enum Level {
        /** Somebody has to look. */
        ERROR,
        /** Something is not as it should be. */
        WARN,
        /** What is done. */
        INFO
    }

    /** As it was set. */
    static LogConfiguration of(SettingValues values) {
        return new LogConfiguration(
                values.choice(Setting.LOG_TO, Target.class), values.choice(Setting.LOG_LEVEL, Level.class));
    }

    /** Whether the standard output belongs to the log. */
    boolean toConsole() {
        return to == Target.CONSOLE;
    }

    /** What {@code logback.xml} is told, as properties of the system. */
    Map<String, String> properties(Path directory) {
        return Map.of(
                "billing.log.directory", directory.toString(),
                "billing.log.to", to.name().toLowerCase(Locale.ROOT),
                "billing.log.level", level.name().toLowerCase(Locale.ROOT));
    }
}
