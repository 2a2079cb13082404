package io.billing4j.server.faults;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A statement, read well enough to tell what it does to which table.
 *
 * @param text in lower case, without comments, quotes and the schema's name, and with single spaces
 */
record Sql(String text) {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/\\s*");
    private static final Pattern QUOTES_AND_SCHEMA = Pattern.compile("\"|\\bbilling\\.");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** The statement as a driver gets it. */
    static Sql of(String statement) {
        String plain = QUOTES_AND_SCHEMA
                .matcher(COMMENT.matcher(statement).replaceAll("").replace("\"", ""))
                .replaceAll("");
        return new Sql(SPACES.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" "));
    }

    /** Whether it adds rows to the table. */
    boolean inserts(String table) {
        return has("insert into " + table);
    }

    /** Whether it changes rows of the table. */
    boolean updates(String table) {
        return has("update " + table);
    }

    /** Whether it locks rows of the table and waits for those that somebody holds. */
    boolean locks(String table) {
        return has("from " + table) && (has("for no key update") || has("for update"));
    }

    /** Whether it claims customers for a run: locks those that nobody holds. */
    boolean claims() {
        return locks("customer") && has("skip locked");
    }

    /** Whether it counts rows. */
    boolean counts() {
        return text.startsWith("select ") && text.contains("count(");
    }

    private boolean has(String words) {
        return Pattern.compile("\\b" + words + "(?!\\w)").matcher(text).find();
    }
}
