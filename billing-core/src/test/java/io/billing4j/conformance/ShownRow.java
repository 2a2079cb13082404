package io.billing4j.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A row of a table that says by which tests something is shown. It links each of them as its source file and, behind a hash, its
 * method.
 *
 * @param line of the page, from 1
 * @param text of the row
 */
record ShownRow(int line, String text) {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+\\.java)(?:#(\\w+))?\\)");
    private static final Pattern BLANK_LINES = Pattern.compile("\\n\\s*\\n");
    private static final String TEST = "@(?:Test|Property|ParameterizedTest|RepeatedTest|TestFactory)\\b";

    /** The rows of all tables of a page under headings that begin like this, but for their heads; an empty text is of all headings. */
    static List<ShownRow> of(String page, String heading) {
        List<ShownRow> rows = new ArrayList<>();
        List<String> lines = page.lines().toList();
        boolean under = heading.isEmpty();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#")) {
                under = line.replaceFirst("#+ *", "").startsWith(heading);
            } else if (under && line.startsWith("|") && !isHead(lines, i)) {
                rows.add(new ShownRow(i + 1, line));
            }
        }
        return rows;
    }

    /** What is wrong with the row, whose links begin at the directory. */
    List<String> faults(Path directory) {
        List<String> faults = new ArrayList<>();
        Matcher link = LINK.matcher(text);
        int links = 0;
        for (; link.find(); links++) {
            Path file = directory.resolve(link.group(1)).normalize();
            String method = link.group(2);
            if (method == null) {
                faults.add("line " + line + ": expected a method behind " + link.group(1));
            } else if (!Files.isRegularFile(file)) {
                faults.add("line " + line + ": there is no " + file);
            } else if (!tests(file, method)) {
                faults.add("line " + line + ": there is no test " + method + " in " + file);
            }
        }
        if (links == 0) {
            faults.add("line " + line + ": expected a test that shows it");
        }
        return faults;
    }

    private static boolean isHead(List<String> lines, int at) {
        return isLine(lines.get(at)) || (at + 1 < lines.size() && isLine(lines.get(at + 1)));
    }

    private static boolean isLine(String line) {
        return line.startsWith("|--");
    }

    /** Tests stand apart from each other by blank lines, with their annotations before them. */
    private static boolean tests(Path file, String method) {
        Pattern test = Pattern.compile(TEST + ".*(?:\\bvoid|>)\\s+" + method + "\\(", Pattern.DOTALL);
        try (Stream<String> parts = BLANK_LINES.splitAsStream(Files.readString(file))) {
            return parts.anyMatch(part -> test.matcher(part).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
