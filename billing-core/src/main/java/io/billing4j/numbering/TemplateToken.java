package io.billing4j.numbering;

import io.billing4j.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a template.
 *
 * @param text of a literal; empty otherwise
 * @param width the least digits of a sequence, the digits of a date part, the characters of a literal; 1 for a key
 */
record TemplateToken(Kind kind, String text, int width) {
    /** What stands in its place. */
    enum Kind {
        LITERAL,
        YEAR,
        MONTH,
        DAY,
        SEQUENCE,
        CUSTOMER,
        ENTITY,
        INVOICE;

        /** Whether it is of any length from 1 on, as far as the number has room. */
        boolean key() {
            return this == CUSTOMER || this == ENTITY || this == INVOICE;
        }
    }

    private static final int MAX_TEMPLATE_CHARACTERS = 200;
    private static final Pattern PART = Pattern.compile("\\{([^{}]*)}|([A-Za-z0-9_./#-]+)");
    private static final Pattern SEQUENCE = Pattern.compile("seq(?::([1-9]|1[0-8]))?");
    private static final Pattern DATE = Pattern.compile("(?:yyyy|MM|dd)+");
    private static final Pattern DATE_PART = Pattern.compile("yyyy|MM|dd");

    /** The template cut into pieces; INVALID_TEMPLATE at {@code template} where it cannot be read. */
    static List<TemplateToken> parse(String template) {
        if (template.length() > MAX_TEMPLATE_CHARACTERS) {
            throw ErrorCode.INVALID_TEMPLATE.at(
                    "template", "expected at most " + MAX_TEMPLATE_CHARACTERS + " characters");
        }
        List<TemplateToken> tokens = new ArrayList<>();
        Matcher part = PART.matcher(template);
        int at = 0;
        while (at < template.length() && part.find(at) && part.start() == at) {
            String literal = part.group(2);
            if (literal != null) {
                tokens.add(new TemplateToken(Kind.LITERAL, literal, literal.length()));
            } else {
                addBraced(tokens, part.group(1));
            }
            at = part.end();
        }
        if (at < template.length() || template.isEmpty()) {
            throw ErrorCode.INVALID_TEMPLATE.at(
                    "template",
                    "cannot be read from character " + (at + 1)
                            + " on: text is of A-Z a-z 0-9 - _ . / #, and tokens stand in {}");
        }
        return tokens;
    }

    private static void addBraced(List<TemplateToken> tokens, String name) {
        Matcher sequence = SEQUENCE.matcher(name);
        if (sequence.matches()) {
            String least = sequence.group(1);
            tokens.add(new TemplateToken(Kind.SEQUENCE, "", least == null ? 1 : Integer.parseInt(least)));
        } else if (DATE.matcher(name).matches()) {
            DATE_PART.matcher(name).results().forEach(part -> tokens.add(date(part.group())));
        } else {
            switch (name) {
                case "customer" -> tokens.add(new TemplateToken(Kind.CUSTOMER, "", 1));
                case "entity" -> tokens.add(new TemplateToken(Kind.ENTITY, "", 1));
                case "invoice" -> tokens.add(new TemplateToken(Kind.INVOICE, "", 1));
                default ->
                    throw ErrorCode.INVALID_TEMPLATE.at(
                            "template",
                            "expected {seq}, {seq:N}, {customer}, {entity}, {invoice} or date parts of yyyy, MM, dd but"
                                    + " found {" + name + "}");
            }
        }
    }

    private static TemplateToken date(String part) {
        return switch (part) {
            case "yyyy" -> new TemplateToken(Kind.YEAR, "", 4);
            case "MM" -> new TemplateToken(Kind.MONTH, "", 2);
            default -> new TemplateToken(Kind.DAY, "", 2);
        };
    }

    /** What it says of this document. */
    String render(NumberedDocument document, long sequence) {
        return switch (kind) {
            case LITERAL -> text;
            case YEAR -> digits(document.issueDate().getYear(), width);
            case MONTH -> digits(document.issueDate().getMonthValue(), width);
            case DAY -> digits(document.issueDate().getDayOfMonth(), width);
            case SEQUENCE -> digits(sequence, width);
            case CUSTOMER -> document.customer().value();
            case ENTITY -> document.entity().value();
            case INVOICE -> creditedInvoice(document);
        };
    }

    /** The number of the invoice that is credited; a document that credits none cannot have such a template. */
    static String creditedInvoice(NumberedDocument document) {
        String credited = document.creditedInvoice();
        if (credited == null) {
            throw ErrorCode.INVALID_TEMPLATE.at("template", "{invoice} is for documents that credit an invoice");
        }
        return credited;
    }

    boolean isLiteralStartingWithDigit() {
        return kind == Kind.LITERAL && isDigit(text.charAt(0));
    }

    boolean isLiteralEndingInDigit() {
        return kind == Kind.LITERAL && isDigit(text.charAt(text.length() - 1));
    }

    /** A number with zeros in front, as many as it takes to fill the width; a sign counts. */
    static String digits(long value, int width) {
        String digits = Long.toString(Math.abs(value));
        int zeros = width - digits.length() - (value < 0 ? 1 : 0);
        String padded = zeros > 0 ? "0".repeat(zeros) + digits : digits;
        return value < 0 ? "-" + padded : padded;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
