package io.billing4j.numbering;

import io.billing4j.numbering.TemplateToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All texts that a template can render, as steps from state to state that each take one character. A text can be read in as
 * many ways as there are walks from the first state to the last that spell it.
 */
final class NumberForms {
    private static final BitSet DIGITS = characters("0123456789");
    private static final BitSet NOT_ZERO = characters("123456789");
    private static final BitSet KEY = characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");
    /** What keys, literals and so numbers are made of. */
    private static final BitSet NUMBER =
            characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-/#");

    /**
     * A character of a kind of token.
     *
     * @param place the how manieth of its token, from 0, where that is fixed
     */
    private record Step(int to, BitSet characters, Kind kind, int place) {}

    /** Two walks along one text, and whether they have read something differently that has to be the same. */
    private record Pair(int first, int second, boolean differs) {}

    private final List<List<Step>> states = new ArrayList<>();
    private final int last;

    NumberForms(List<TemplateToken> tokens) {
        int at = newState();
        for (TemplateToken token : tokens) {
            at = append(at, token);
        }
        last = at;
    }

    /**
     * Whether there is a text that both can render, read here and there in ways that do not agree on where the tokens of these
     * kinds stand in it.
     *
     * @param differs that any text which both can render is one too many
     */
    boolean shareText(NumberForms other, Set<Kind> decisive, boolean differs) {
        Deque<Pair> open = new ArrayDeque<>();
        Set<Pair> seen = new HashSet<>();
        Pair begin = new Pair(0, 0, differs);
        open.add(begin);
        seen.add(begin);
        while (!open.isEmpty()) {
            Pair pair = open.remove();
            if (pair.differs() && pair.first() == last && pair.second() == other.last) {
                return true;
            }
            for (Step here : states.get(pair.first())) {
                for (Step there : other.states.get(pair.second())) {
                    if (here.characters().intersects(there.characters())) {
                        Pair next = new Pair(
                                here.to(), there.to(), pair.differs() || readDifferently(here, there, decisive));
                        if (seen.add(next)) {
                            open.add(next);
                        }
                    }
                }
            }
        }
        return false;
    }

    private static boolean readDifferently(Step here, Step there, Set<Kind> decisive) {
        boolean same = here.kind() == there.kind() && here.place() == there.place();
        return !same && (decisive.contains(here.kind()) || decisive.contains(there.kind()));
    }

    private int append(int from, TemplateToken token) {
        return switch (token.kind()) {
            case LITERAL -> appendLiteral(from, token.text());
            case YEAR -> appendDigits(from, token.kind(), NOT_ZERO, DIGITS, DIGITS, DIGITS);
            case MONTH -> appendDigits(from, token.kind(), characters("01"), DIGITS);
            case DAY -> appendDigits(from, token.kind(), characters("0123"), DIGITS);
            case SEQUENCE -> appendSequence(from, token.width());
            case CUSTOMER, ENTITY -> appendKey(from, KEY, token.kind());
            case INVOICE -> appendKey(from, NUMBER, token.kind());
        };
    }

    private int appendLiteral(int from, String text) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            at = step(at, characters(text.substring(i, i + 1)), Kind.LITERAL, i);
        }
        return at;
    }

    private int appendDigits(int from, Kind kind, BitSet... places) {
        int at = from;
        for (int i = 0; i < places.length; i++) {
            at = step(at, places[i], kind, i);
        }
        return at;
    }

    private int appendKey(int from, BitSet characters, Kind kind) {
        int end = step(from, characters, kind, 0);
        states.get(end).add(new Step(end, characters, kind, 0));
        return end;
    }

    /** Either the least width, zeros in front, or more digits and none of them in front a zero. */
    private int appendSequence(int from, int width) {
        int padded = from;
        int longer = step(from, NOT_ZERO, Kind.SEQUENCE, 0);
        for (int i = 1; i < width; i++) {
            padded = step(padded, DIGITS, Kind.SEQUENCE, 0);
            longer = step(longer, DIGITS, Kind.SEQUENCE, 0);
        }
        // A single digit is never zero: sequences begin at 1.
        int end = step(padded, width == 1 ? NOT_ZERO : DIGITS, Kind.SEQUENCE, 0);
        states.get(longer).add(new Step(longer, DIGITS, Kind.SEQUENCE, 0));
        states.get(longer).add(new Step(end, DIGITS, Kind.SEQUENCE, 0));
        return end;
    }

    private int step(int from, BitSet characters, Kind kind, int place) {
        int to = newState();
        states.get(from).add(new Step(to, characters, kind, place));
        return to;
    }

    private int newState() {
        states.add(new ArrayList<>());
        return states.size() - 1;
    }

    private static BitSet characters(String all) {
        BitSet set = new BitSet(128);
        all.chars().forEach(set::set);
        return set;
    }
}
