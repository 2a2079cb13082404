package io.billing4j.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was set, as text: first by a YAML file, over that by the environment.
 *
 * <pre>{@code
 * server:
 *   port: 9000
 * database:
 *   url: jdbc:postgresql://db.example.com/books
 * }</pre>
 *
 * @param texts of the settings that were set, none of them blank
 */
record SettingValues(Map<Setting, String> texts) {
    /** Keeps a copy of the map. */
    SettingValues {
        texts = Map.copyOf(texts);
    }

    /**
     * The values of the file, if there is one, and of the environment. A blank variable counts as not set.
     *
     * @throws ConfigurationException for a file that cannot be read or sets something unknown. Unknown variables are left
     *     alone, since others may use the prefix too.
     */
    static SettingValues read(@Nullable Path file, Map<String, String> environment) {
        Map<Setting, String> texts = new EnumMap<>(Setting.class);
        if (file != null) {
            flatten("", yaml(file), file, texts);
        }
        for (Setting setting : Setting.values()) {
            String value = environment.getOrDefault(setting.variable(), "");
            if (!value.isBlank()) {
                texts.put(setting, value.strip());
            }
        }
        return new SettingValues(texts);
    }

    /** The text of a setting, if it was set. */
    Optional<String> text(Setting setting) {
        return Optional.ofNullable(texts.get(setting));
    }

    /** The number of a setting, or the default. */
    int number(Setting setting, int least, int most, int fallback) {
        String text = texts.get(setting);
        if (text == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw ConfigurationException.at(setting, "expected " + least + " to " + most + " but found '" + text + "'");
    }

    /** Whether a setting is on, or the default. */
    boolean on(Setting setting, boolean fallback) {
        String text = texts.get(setting);
        if (text == null) {
            return fallback;
        }
        return switch (text) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw ConfigurationException.at(setting, "expected on or off but found '" + text + "'");
        };
    }

    private static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new ConfigurationException(
                    file + ": expected YAML but found at " + place(e) + ": " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ConfigurationException(file + ": expected a readable file but found " + e);
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? "an unknown place"
                : "line " + e.getLocation().getLineNr();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static void flatten(String prefix, JsonNode node, Path file, Map<Setting, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
                            field.getValue(),
                            file,
                            into));
        } else if (node.isArray()) {
            throw new ConfigurationException(file + ": expected a value for " + prefix + " but found a list");
        } else if (!node.isMissingNode() && !node.isNull() && !node.asText().isBlank()) {
            Setting setting = Setting.of(prefix).orElseThrow(() -> unknown(prefix, file));
            into.put(setting, node.asText().strip());
        }
    }

    private static ConfigurationException unknown(String key, Path file) {
        String known = Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "));
        return new ConfigurationException(file + ": expected one of " + known + " but found '" + key + "'");
    }
}
