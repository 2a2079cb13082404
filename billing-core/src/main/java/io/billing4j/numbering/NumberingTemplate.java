package io.billing4j.numbering;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.numbering.TemplateToken.Kind;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of document numbers. {@code INV-{yyyyMM}-{seq:5}} renders 2025-01-31 and 1 as {@code INV-202501-00001}.
 *
 * <p>Between braces stand
 *
 * <ul>
 *   <li>the sequence, {@code seq} or {@code seq:N} with N its least width from 1 to 18; exactly once,
 *   <li>parts of the issue date, {@code yyyy}, {@code MM}, {@code dd}, one or more of them together,
 *   <li>the keys {@code customer} and {@code entity}, each at most once,
 *   <li>for documents that credit an invoice its number, {@code invoice}, at most once.
 * </ul>
 *
 * <p>Literal text is letters, digits and {@code - _ . / #}. A number has at most 50 characters. Without keys that is sure for
 * 18 digits of sequence; keys get the room that is left beside 9 digits, and a number that gets longer all the same is refused
 * when it is rendered.
 *
 * <p>No two documents get numbers that are alike: from every number it can be read which counter gave it and which value. So
 * what the counter counts by stands in the number, and a token of no fixed length ends where something stands that it cannot
 * hold. {@code {customer}{seq}} is refused, since customer {@code a1} and 2 read as {@code a} and 12 do; {@code
 * {customer}-{seq}} is not, since no sequence holds the dash; {@code {entity}-{customer}-{seq}} is, since keys do, and {@code
 * {entity}/{customer}-{seq}} is not.
 *
 * <p>Two are equal that read alike, restart alike and count alike.
 */
public final class NumberingTemplate {
    /** The most characters that a number has. */
    public static final int MAX_LENGTH = 50;

    /** The last value of a sequence: 18 nines, as many digits as a number has room for. */
    public static final long MAX_SEQUENCE = 999_999_999_999_999_999L;

    private static final int MAX_SEQUENCE_DIGITS = 18;
    private static final int SEQUENCE_DIGITS_BESIDE_KEYS = 9;

    /** The template of a tenant that has not chosen one. */
    public static final NumberingTemplate DEFAULT = of("INV-{yyyyMM}-{seq:5}");

    private final String text;
    private final SequenceReset reset;
    private final SequenceCounter counter;
    /** Read once: a run renders hundreds of numbers while others wait for the series. */
    private final List<TemplateToken> tokens;

    /**
     * A template that has to be right in itself.
     *
     * @param text the template as written, at most 200 characters
     * @param reset when the sequence restarts; never finer than what the number shows of the date
     * @param counter whose documents the sequence counts
     * @throws BillingException INVALID_TEMPLATE at {@code template}
     */
    public NumberingTemplate(String text, SequenceReset reset, SequenceCounter counter) {
        this.text = Inputs.required("template", text);
        this.reset = Inputs.required("reset", reset);
        this.counter = Inputs.required("counter", counter);
        this.tokens = List.copyOf(TemplateToken.parse(text));
        if (count(tokens, Kind.SEQUENCE) != 1) {
            throw refused("expected {seq} or {seq:N} exactly once in " + text);
        }
        requireKeys(tokens, counter);
        if (standsBesideADigit(tokens)) {
            throw refused("a literal digit beside {seq} reads as if it were counted in " + text);
        }
        int longest = fixedLength(tokens)
                + (int) tokens.stream().filter(token -> token.kind().key()).count();
        if (longest > MAX_LENGTH) {
            throw refused("the longest number has " + longest + " characters, allowed are " + MAX_LENGTH);
        }
        SequenceReset finest = finestReset(tokens);
        if (reset.compareTo(finest) > 0) {
            throw refused("a sequence that restarts " + reset + " would repeat numbers of " + text);
        }
        NumberForms forms = new NumberForms(tokens);
        if (forms.shareText(forms, decisive(tokens, reset, counter), false)) {
            throw refused("two tokens of " + text + " run into each other, so that two numbers could be alike;"
                    + " / and # stand in no key");
        }
    }

    /** A template that counts by entity. */
    public NumberingTemplate(String text, SequenceReset reset) {
        this(text, reset, SequenceCounter.ENTITY);
    }

    /**
     * The template that counts by entity, with the finest reset that its date parts allow: monthly with year and month, yearly
     * with the year.
     */
    public static NumberingTemplate of(String text) {
        return of(text, SequenceCounter.ENTITY);
    }

    /** The same for any counter. */
    public static NumberingTemplate of(String text, SequenceCounter counter) {
        return new NumberingTemplate(
                text, finestReset(TemplateToken.parse(Inputs.required("template", text))), counter);
    }

    /** The template as written. */
    public String text() {
        return text;
    }

    /** When the sequence restarts. */
    public SequenceReset reset() {
        return reset;
    }

    /** Whose documents the sequence counts. */
    public SequenceCounter counter() {
        return counter;
    }

    /** Whether the customer's key stands in the number. */
    public boolean showsCustomer() {
        return count(tokens, Kind.CUSTOMER) > 0;
    }

    /** Whether each entity has a series of its own; otherwise all entities of the tenant share one. */
    public boolean showsEntity() {
        return count(tokens, Kind.ENTITY) > 0;
    }

    /** Whether it is for documents that credit an invoice, and for no others. */
    public boolean showsCreditedInvoice() {
        return count(tokens, Kind.INVOICE) > 0;
    }

    /**
     * The counter's key within the series: for a counter by entity empty, {@code 2025} or {@code 202501}; for others the same
     * and behind a slash the customer or the invoice, {@code 2025/acme}.
     */
    public String scopeKey(NumberedDocument document) {
        LocalDate date = document.issueDate();
        String dates = switch (reset) {
            case NEVER -> "";
            case YEARLY -> TemplateToken.digits(date.getYear(), 4);
            case MONTHLY -> TemplateToken.digits(date.getYear(), 4) + TemplateToken.digits(date.getMonthValue(), 2);
        };
        return switch (counter) {
            case ENTITY -> dates;
            case CUSTOMER -> dates + "/" + document.customer();
            case INVOICE -> dates + "/" + TemplateToken.creditedInvoice(document);
        };
    }

    /**
     * The number of a document.
     *
     * @param sequence from 1 to 999,999,999,999,999,999
     * @throws BillingException NUMBER_TOO_LONG at {@code invoiceNumber} beyond 50 characters, which only a key makes possible;
     *     INVALID_TEMPLATE at {@code template} for {@code {invoice}} and a document that credits none; INVALID_NUMBER at
     *     {@code sequence} outside its range
     */
    public String render(NumberedDocument document, long sequence) {
        requireSequence(sequence);
        StringBuilder rendered = new StringBuilder(MAX_LENGTH);
        for (TemplateToken token : tokens) {
            rendered.append(token.render(document, sequence));
        }
        String number = rendered.toString();
        if (number.length() > MAX_LENGTH) {
            throw ErrorCode.NUMBER_TOO_LONG.at(
                    "invoiceNumber",
                    "expected at most " + MAX_LENGTH + " characters but " + number + " has " + number.length());
        }
        return number;
    }

    /** Refuses with INVALID_NUMBER at {@code sequence} what no sequence counts to: less than 1 and more than 18 digits. */
    public static void requireSequence(long sequence) {
        if (sequence < 1 || sequence > MAX_SEQUENCE) {
            throw ErrorCode.INVALID_NUMBER.at("sequence", "expected 1 to " + MAX_SEQUENCE + " but found " + sequence);
        }
    }

    /**
     * How many characters are left for the keys that stand in the number, all of them together, beside nine digits of sequence
     * or as many as are always there.
     */
    public int roomForKeys() {
        return MAX_LENGTH - fixedLength(tokens);
    }

    /**
     * Whether a number of this template could be one that the other may have given: if so, this one cannot follow it. It could
     * if there is a text that both render and that does not tell the same counter and the same value for both. Two templates
     * with the same counter go on counting where the other stopped, so {@code {seq:3}} may follow {@code {seq:5}}.
     *
     * <p>Judged is what can be rendered at all, not what has been so far: each date, each key, each sequence.
     */
    public boolean mayRepeat(NumberingTemplate previous) {
        boolean otherCounters =
                reset != previous.reset || counter != previous.counter || showsEntity() != previous.showsEntity();
        return new NumberForms(tokens)
                .shareText(new NumberForms(previous.tokens), decisive(tokens, reset, counter), otherCounters);
    }

    /**
     * Whether there is any text that both can render, whichever counter and value gave it there and here: if so, the two cannot
     * number documents side by side whose numbers have to be others. Two that {@link #mayRepeat follow each other} may well be
     * such, {@code INV-{seq:3}} and {@code INV-{seq:5}}: there one counts on where the other stopped.
     *
     * <p>Judged is what can be rendered at all, as by {@link #mayRepeat}; an invoice that is credited may have any number.
     */
    public boolean mayEqual(NumberingTemplate other) {
        return new NumberForms(tokens).shareText(new NumberForms(other.tokens), Set.of(), true);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NumberingTemplate template
                && text.equals(template.text)
                && reset == template.reset
                && counter == template.counter;
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, reset, counter);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean standsBesideADigit(List<TemplateToken> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            TemplateToken before = tokens.get(i - 1);
            TemplateToken after = tokens.get(i);
            boolean inFront = before.isLiteralEndingInDigit() && after.kind() == Kind.SEQUENCE;
            boolean behind = before.kind() == Kind.SEQUENCE && after.isLiteralStartingWithDigit();
            if (inFront || behind) {
                return true;
            }
        }
        return false;
    }

    private static void requireKeys(List<TemplateToken> tokens, SequenceCounter counter) {
        for (Kind key : List.of(Kind.CUSTOMER, Kind.ENTITY, Kind.INVOICE)) {
            if (count(tokens, key) > 1) {
                throw refused("expected {" + key.name().toLowerCase(Locale.ROOT) + "} at most once");
            }
        }
        if (counter == SequenceCounter.CUSTOMER && count(tokens, Kind.CUSTOMER) == 0) {
            throw refused("a sequence that counts by customer would repeat numbers without {customer}");
        }
        if (counter == SequenceCounter.INVOICE && count(tokens, Kind.INVOICE) == 0) {
            throw refused("a sequence that counts by invoice would repeat numbers without {invoice}");
        }
    }

    /** The tokens that tell which counter gave a number, and which value. */
    private static Set<Kind> decisive(List<TemplateToken> tokens, SequenceReset reset, SequenceCounter counter) {
        Set<Kind> decisive = EnumSet.of(Kind.SEQUENCE);
        if (count(tokens, Kind.ENTITY) > 0) {
            decisive.add(Kind.ENTITY);
        }
        if (counter != SequenceCounter.ENTITY) {
            decisive.add(counter == SequenceCounter.CUSTOMER ? Kind.CUSTOMER : Kind.INVOICE);
        }
        if (reset != SequenceReset.NEVER) {
            decisive.add(Kind.YEAR);
        }
        if (reset == SequenceReset.MONTHLY) {
            decisive.add(Kind.MONTH);
        }
        return decisive;
    }

    private static SequenceReset finestReset(List<TemplateToken> tokens) {
        if (count(tokens, Kind.YEAR) == 0) {
            return SequenceReset.NEVER;
        }
        return count(tokens, Kind.MONTH) > 0 ? SequenceReset.MONTHLY : SequenceReset.YEARLY;
    }

    /** The characters of everything but keys, with as many digits of sequence as are provided for. */
    private static int fixedLength(List<TemplateToken> tokens) {
        boolean keys = tokens.stream().anyMatch(token -> token.kind().key());
        int digits = keys ? SEQUENCE_DIGITS_BESIDE_KEYS : MAX_SEQUENCE_DIGITS;
        return tokens.stream()
                .mapToInt(token -> switch (token.kind()) {
                    case SEQUENCE -> Math.max(digits, token.width());
                    case CUSTOMER, ENTITY, INVOICE -> 0;
                    default -> token.width();
                })
                .sum();
    }

    private static long count(List<TemplateToken> tokens, Kind kind) {
        return tokens.stream().filter(token -> token.kind() == kind).count();
    }

    private static BillingException refused(String message) {
        return ErrorCode.INVALID_TEMPLATE.at("template", message);
    }
}
