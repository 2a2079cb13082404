package io.billing4j.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the manual: its fenced blocks, each with the heading it stands under and the paragraph before it.
 *
 * @param name of the file
 * @param text all of it
 */
record ManualPage(String name, String text, List<Block> blocks) {
    private static final String FENCE = "```";

    /**
     * A fenced block.
     *
     * @param line of the page on which it begins, from 1
     * @param heading that it stands under, without its marks
     * @param before the paragraph before it, in one line
     * @param language the first word behind the fence; empty for none
     * @param topic the second word; empty for none
     * @param content between the fences
     */
    record Block(int line, String heading, String before, String language, String topic, String content) {}

    static ManualPage read(Path file) throws IOException {
        return of(file.getFileName().toString(), Files.readString(file));
    }

    static ManualPage of(String name, String text) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        String heading = "";
        StringBuilder paragraph = new StringBuilder();
        boolean ended = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                int begin = i;
                String[] words = (line.substring(FENCE.length()).strip() + "  ").split(" ", -1);
                StringBuilder content = new StringBuilder();
                for (i++; !lines.get(i).startsWith(FENCE); i++) {
                    content.append(lines.get(i)).append('\n');
                }
                blocks.add(new Block(begin + 1, heading, paragraph.toString(), words[0], words[1], content.toString()));
                paragraph.setLength(0);
            } else if (line.isBlank()) {
                ended = true;
            } else {
                if (ended || line.startsWith("#")) {
                    paragraph.setLength(0);
                }
                ended = false;
                heading = line.startsWith("#") ? line.replaceFirst("#+ *", "") : heading;
                paragraph.append(line.strip()).append(' ');
            }
        }
        return new ManualPage(name, text, List.copyOf(blocks));
    }
}
