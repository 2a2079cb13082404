package io.billing4j.server;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was set, first by a YAML file, over that by the environment; and what is wrong with it. A value that cannot be used is
 * noted, and the default taken in its place, so that all faults are found in one go. Used by one thread.
 *
 * <pre>{@code
 * server:
 *   port: 9000
 * database:
 *   url: jdbc:postgresql://db.example.com/books
 * }</pre>
 */
final class SettingValues {
    private final Path base;
    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);
    private final Map<Setting, String> taken = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private SettingValues(Path base) {
        this.base = base;
    }

    /**
     * The values of the file, if there is one, and of the environment. A blank variable counts as not set, and unknown ones are
     * left alone, since others may use the prefix too.
     *
     * @param base that relative paths start from
     * @throws ConfigurationException for a file that cannot be read, or is no YAML
     */
    static SettingValues read(@Nullable Path file, Map<String, String> environment, Path base) {
        SettingValues values = new SettingValues(base);
        if (file != null) {
            values.addFile(file);
        }
        values.addEnvironment(environment);
        return values;
    }

    /** The text of a setting, or its default; empty where it has neither. */
    Optional<String> text(Setting setting) {
        Given own = given.get(setting);
        String text = own == null ? setting.fallback() : own.text;
        taken.put(setting, text);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Whether it was set. */
    boolean isSet(Setting setting) {
        return given.containsKey(setting);
    }

    /** Whether it was set to something else than its default. */
    boolean isChanged(Setting setting) {
        Given own = given.get(setting);
        return own != null && !own.text.equals(setting.fallback());
    }

    /** The number of a setting, or its default. */
    int number(Setting setting, int least, int most) {
        return number(setting, least, most, Integer.parseInt(setting.fallback()));
    }

    /** The number of a setting, or a default that depends on others. */
    int number(Setting setting, int least, int most, int fallback) {
        Given own = given.get(setting);
        taken.put(setting, own == null ? Integer.toString(fallback) : own.text);
        if (own == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(own.text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        refuse(setting, "expected " + least + " to " + most + " but found '" + own.text + "'");
        return fallback;
    }

    /** Whether a setting is on, or its default. */
    boolean on(Setting setting) {
        return on(setting, setting.fallback().equals("on"));
    }

    /** Whether a setting is on, or a default that depends on others. */
    boolean on(Setting setting, boolean fallback) {
        Given own = given.get(setting);
        String text = own != null ? own.text : fallback ? "on" : "off";
        taken.put(setting, text);
        switch (text) {
            case "on", "true" -> {
                return true;
            }
            case "off", "false" -> {
                return false;
            }
            default -> {
                refuse(setting, "expected on or off but found '" + text + "'");
                return fallback;
            }
        }
    }

    /** One of several words, the names of the constants in small letters. */
    <E extends Enum<E>> E choice(Setting setting, Class<E> choices) {
        String text = text(setting).orElse("");
        Map<String, E> words = Arrays.stream(choices.getEnumConstants())
                .collect(Collectors.toMap(choice -> choice.name().toLowerCase(Locale.ROOT), choice -> choice));
        E found = words.get(text);
        if (found != null) {
            return found;
        }
        refuse(
                setting,
                "expected " + words.keySet().stream().sorted().collect(Collectors.joining(" or ")) + " but found '"
                        + text + "'");
        return words.getOrDefault(setting.fallback(), choices.getEnumConstants()[0]);
    }

    /** The path of a setting or of its default, absolute; empty where it has neither. */
    Optional<Path> path(Setting setting) {
        return text(setting).flatMap(text -> {
            try {
                return Optional.of(base.resolve(text).toAbsolutePath().normalize());
            } catch (InvalidPathException e) {
                refuse(setting, "expected a path but found '" + text + "'");
                return Optional.empty();
            }
        });
    }

    /** Notes that a setting cannot be used. The message must not have the value of a secret. */
    void refuse(Setting setting, String message) {
        Given own = given.get(setting);
        faults.add((own == null ? setting.named() : setting.key() + " (" + own.place + ")") + ": " + message);
    }

    /** Notes that the second setting makes no sense without the first, if that is so. */
    void require(Setting needed, Setting by) {
        if (isSet(by) && !isSet(needed)) {
            refuse(needed, "expected it to be set, since " + by.key() + " is");
        }
    }

    /** Notes what is accepted although it should not be so. */
    void warn(String warning) {
        warnings.add(warning);
    }

    /**
     * What all settings came to, once they have been read.
     *
     * @throws ConfigurationException with all faults, if there are any
     */
    SettingReport report() {
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return new SettingReport(Arrays.stream(Setting.values()).map(this::line).toList(), warnings);
    }

    private SettingReport.Line line(Setting setting) {
        Given own = given.get(setting);
        String value = setting.shown(taken.getOrDefault(setting, ""));
        return own == null
                ? new SettingReport.Line(setting, value, SettingOrigin.DEFAULT, "")
                : new SettingReport.Line(setting, value, own.origin, own.place);
    }

    private void addFile(Path file) {
        Map<String, String> texts = SettingFile.read(file, faults);
        boolean secret = false;
        for (Setting setting : Setting.values()) {
            String own = texts.get(setting.key());
            String named = setting.isSecret() ? texts.get(setting.fileKey()) : null;
            String place = file.toString();
            add(setting, own, named, new Source(SettingOrigin.FILE, place, place, setting.fileKey()));
            secret |= setting.isSecret() && own != null;
        }
        if (secret && SecretFile.openToAll(file)) {
            warn(file + " holds a secret, and everybody may read it");
        }
    }

    private void addEnvironment(Map<String, String> environment) {
        for (Setting setting : Setting.values()) {
            String own = environment.get(setting.variable());
            String named = setting.isSecret() ? environment.get(setting.fileVariable()) : null;
            add(
                    setting,
                    own,
                    named,
                    new Source(
                            SettingOrigin.ENVIRONMENT,
                            setting.variable(),
                            setting.fileVariable(),
                            setting.fileVariable()));
        }
    }

    private void add(Setting setting, @Nullable String own, @Nullable String named, Source source) {
        String text = own == null || own.isBlank() ? null : own;
        String file = named == null || named.isBlank() ? null : named.strip();
        if (text != null && file != null) {
            faults.add(
                    setting.key() + " (" + source.place + "): expected it or " + source.fileName + " but found both");
        }
        if (text != null) {
            given.put(setting, new Given(setting.isSecret() ? text : text.strip(), source.origin, source.place));
        } else if (file != null) {
            secret(setting, file, source);
        }
    }

    private void secret(Setting setting, String name, Source source) {
        String text = "";
        SecretFile file = SecretFile.of(name, base).orElse(null);
        String found = "'" + name + "'";
        if (file != null) {
            try {
                text = file.content();
                found = file.path() + ", which is empty";
            } catch (IOException e) {
                found = e.toString();
            }
            if (SecretFile.openToAll(file.path())) {
                warn(setting.fileKey() + ": everybody may read " + file.path());
            }
        }
        if (text.isBlank()) {
            faults.add(setting.fileKey() + " (" + source.filePlace
                    + "): expected a file that holds the secret but found " + found);
        }
        // Set all the same, so that no other setting seems to lack it.
        given.put(setting, new Given(text, source.origin, source.filePlace));
    }

    private record Given(String text, SettingOrigin origin, String place) {}

    private record Source(SettingOrigin origin, String place, String filePlace, String fileName) {}
}
