package io.billing4j.reporter;

import io.billing4j.error.BillingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The pieces that a sender has taken and not settled, in the order in which they are to be tried. For one thread. */
final class InHand {
    private static final Pattern EVENT = Pattern.compile("events\\[([0-9]{1,5})].*");

    private final Deque<Piece> pieces = new ArrayDeque<>();

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Whether all are suspects, and few enough to take along others that show whether the sink works. */
    boolean wantsOthers(int batchSize) {
        return pieces.stream().allMatch(Piece::isSuspect)
                && pieces.stream().mapToInt(Piece::size).sum() <= batchSize;
    }

    @Nullable
    Piece next() {
        return pieces.pollFirst();
    }

    /** To be tried next. */
    void first(Piece piece) {
        if (piece.size() > 0) {
            pieces.addFirst(piece);
        }
    }

    /** To be tried after the others. */
    void last(Piece piece) {
        if (piece.size() > 0) {
            pieces.addLast(piece);
        }
    }

    /** One of several events is to blame: cuts at the one that the error names, or in halves, to be tried next. */
    void split(Piece piece, BillingException error) {
        int at = blamed(error);
        if (at >= piece.size()) {
            at = -1;
        }
        int from = at < 0 ? piece.size() / 2 : at;
        int to = at < 0 ? from : at + 1;
        first(piece.part(to, piece.size()));
        first(piece.part(from, to));
        first(piece.part(0, from));
    }

    /** One of several events may be to blame: if it is suspected, cuts in halves, to be tried after the others. */
    void suspect(Piece piece) {
        if (!piece.isSuspect()) {
            first(piece);
        } else if (piece.size() == 1) {
            last(piece);
        } else {
            last(piece.part(0, piece.size() / 2));
            last(piece.part(piece.size() / 2, piece.size()));
        }
    }

    /** The index of the event to blame, or -1. */
    private static int blamed(BillingException error) {
        Matcher event = EVENT.matcher(error.field() == null ? "" : error.field());
        return event.matches() ? Integer.parseInt(event.group(1)) : -1;
    }
}
