package io.billing4j.numbering;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of document numbers. {@code INV-{yyyyMM}-{seq:5}} renders 2025-01-31 and 1 as {@code INV-202501-00001}.
 *
 * <p>Between braces stand parts of the issue date ({@code yyyy}, {@code MM}, {@code dd}, one or more of them together) or
 * the sequence, {@code seq} or {@code seq:N} with N its least width from 1 to 18. The sequence stands exactly once. Literal
 * text is letters, digits and {@code - _ . / #}. The longest rendering (18 digits of sequence) fits 50 characters.
 *
 * @param text the template as written
 * @param reset when the sequence restarts; never finer than what the number shows of the date, so that no two numbers
 *     are alike
 */
public record NumberingTemplate(String text, SequenceReset reset) {
    /** The most characters that a number has. */
    public static final int MAX_LENGTH = 50;

    private static final int MAX_SEQUENCE_DIGITS = 18;
    private static final Pattern PART = Pattern.compile("\\{([^{}]*)}|([A-Za-z0-9_./#-]+)");
    private static final Pattern SEQUENCE = Pattern.compile("seq(?::([1-9]|1[0-8]))?");
    private static final Pattern DATE = Pattern.compile("(?:yyyy|MM|dd)+");
    private static final Pattern DATE_PART = Pattern.compile("yyyy|MM|dd");

    /** The template of a tenant that has not chosen one. Stands last: its making needs the patterns above. */
    public static final NumberingTemplate DEFAULT = of("INV-{yyyyMM}-{seq:5}");

    /** Refuses with INVALID_TEMPLATE at {@code template}. */
    public NumberingTemplate {
        List<String> tokens = tokens(text);
        if (tokens.stream().filter(NumberingTemplate::isSequence).count() != 1) {
            throw refused("expected {seq} or {seq:N} exactly once in " + text);
        }
        int longest = 0;
        for (int i = 0; i < tokens.size(); i++) {
            longest += longest(tokens.get(i));
            if (isSequence(tokens.get(i)) && (endsInDigit(tokens, i - 1) || startsWithDigit(tokens, i + 1))) {
                throw refused("a literal digit beside {seq} could make two numbers alike in " + text);
            }
        }
        if (longest > MAX_LENGTH) {
            throw refused("the longest number has " + longest + " characters, allowed are " + MAX_LENGTH);
        }
        SequenceReset finest = finestReset(tokens);
        if (reset.compareTo(finest) > 0) {
            throw refused("a sequence that restarts " + reset + " would repeat numbers of " + text);
        }
    }

    /** The template with the finest reset that its date parts allow: monthly with year and month, yearly with the year. */
    public static NumberingTemplate of(String text) {
        return new NumberingTemplate(text, finestReset(tokens(text)));
    }

    /** The counter's key for the issue date: empty, {@code 2025} or {@code 202501}. */
    public String scopeKey(LocalDate issueDate) {
        return switch (reset) {
            case NEVER -> "";
            case YEARLY -> date("yyyy", issueDate);
            case MONTHLY -> date("yyyyMM", issueDate);
        };
    }

    /**
     * The number of a document.
     *
     * @param sequence from 1 to 999,999,999,999,999,999
     */
    public String render(LocalDate issueDate, long sequence) {
        StringBuilder number = new StringBuilder();
        for (String token : tokens(text)) {
            if (isSequence(token)) {
                number.append(sequence(token, sequence));
            } else if (isToken(token)) {
                number.append(date(inner(token), issueDate));
            } else {
                number.append(token);
            }
        }
        return number.toString();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The template cut into literals and braced tokens, the braces kept. */
    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            String token = part.group();
            if (isToken(token)
                    && !isSequence(token)
                    && !DATE.matcher(inner(token)).matches()) {
                throw refused("expected {seq}, {seq:N} or date parts of yyyy, MM, dd but found " + token);
            }
            tokens.add(token);
            at = part.end();
        }
        if (at < text.length() || text.isEmpty()) {
            throw refused("cannot be read from character " + (at + 1) + " on");
        }
        return tokens;
    }

    private static SequenceReset finestReset(List<String> tokens) {
        String dates = String.join(
                "", tokens.stream().filter(t -> isToken(t) && !isSequence(t)).toList());
        if (!dates.contains("yyyy")) {
            return SequenceReset.NEVER;
        }
        return dates.contains("MM") ? SequenceReset.MONTHLY : SequenceReset.YEARLY;
    }

    private static String sequence(String token, long value) {
        Matcher width = SEQUENCE.matcher(inner(token));
        String digits = Long.toString(value);
        int least = width.matches() && width.group(1) != null ? Integer.parseInt(width.group(1)) : 1;
        return "0".repeat(Math.max(0, least - digits.length())) + digits;
    }

    private static String date(String pattern, LocalDate date) {
        return DATE_PART.matcher(pattern).replaceAll(part -> switch (part.group()) {
            case "yyyy" -> String.format(Locale.ROOT, "%04d", date.getYear());
            case "MM" -> String.format(Locale.ROOT, "%02d", date.getMonthValue());
            default -> String.format(Locale.ROOT, "%02d", date.getDayOfMonth());
        });
    }

    private static int longest(String token) {
        if (isSequence(token)) {
            return MAX_SEQUENCE_DIGITS;
        }
        return isToken(token) ? inner(token).length() : token.length();
    }

    private static boolean endsInDigit(List<String> tokens, int i) {
        return i >= 0
                && !isToken(tokens.get(i))
                && isDigit(tokens.get(i).charAt(tokens.get(i).length() - 1));
    }

    private static boolean startsWithDigit(List<String> tokens, int i) {
        return i < tokens.size()
                && !isToken(tokens.get(i))
                && isDigit(tokens.get(i).charAt(0));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isToken(String token) {
        return token.startsWith("{");
    }

    private static boolean isSequence(String token) {
        return isToken(token) && SEQUENCE.matcher(inner(token)).matches();
    }

    private static String inner(String token) {
        return token.substring(1, token.length() - 1);
    }

    private static BillingException refused(String message) {
        return ErrorCode.INVALID_TEMPLATE.at("template", message);
    }
}
