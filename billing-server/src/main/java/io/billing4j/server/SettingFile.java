package io.billing4j.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a YAML file of settings. Values are taken as they are written there: a password of {@code 0012} is those four digits.
 * What is wrong with the file is added to the faults, and reading goes on behind it.
 */
final class SettingFile {
    private final Path file;
    private final List<String> faults;
    private final Map<String, String> texts = new HashMap<>();

    private SettingFile(Path file, List<String> faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * The values by their keys, such as {@code server.port}, all of them known, but for those that are blank.
     *
     * @throws ConfigurationException for a file that cannot be read, or is no YAML: nothing can be said of the rest
     */
    static Map<String, String> read(Path file, List<String> faults) {
        SettingFile reading = new SettingFile(file, faults);
        try (JsonParser parser = new YAMLFactory().createParser(Files.readString(file, StandardCharsets.UTF_8))) {
            reading.document(parser);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    file + ": expected YAML but found at " + place(e) + ": " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ConfigurationException(file + ": expected a readable file but found " + e);
        }
        return reading.texts;
    }

    private void document(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            group(parser, "");
        } else if (first != null && first != JsonToken.VALUE_NULL) {
            faults.add(file + ": expected settings, such as 'demo: off', but found "
                    + (first == JsonToken.START_ARRAY ? "a list" : "a value"));
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            faults.add(file + ": expected one document but found another one behind it");
        }
    }

    private void group(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> group(parser, key + ".");
                case START_ARRAY -> {
                    fault(key, "expected a value but found a list");
                    parser.skipChildren();
                }
                case VALUE_NULL -> {}
                default -> value(key, parser.getText());
            }
        }
    }

    private void value(String key, String text) {
        if (Setting.of(key).isEmpty() && Setting.ofFile(key).isEmpty()) {
            fault(
                    key,
                    isGroup(key)
                            ? "expected settings below it but found a value"
                            : "expected a setting that --help lists but found an unknown one");
        } else if (!text.isBlank() && texts.putIfAbsent(key, text) != null) {
            fault(key, "expected it once but found it twice");
        }
    }

    private void fault(String key, String message) {
        faults.add(key + " (" + file + "): " + message);
    }

    private static boolean isGroup(String key) {
        return Arrays.stream(Setting.values()).anyMatch(setting -> setting.key().startsWith(key + "."));
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? "an unknown place"
                : "line " + e.getLocation().getLineNr();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
