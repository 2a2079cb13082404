package io.billing4j.reporter;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of events, and how far it has got. Its queue's lock guards it. */
final class Segment {
    private static final Pattern NAME = Pattern.compile("usage-([0-9]{16})\\.(log|damaged)");
    private static final String WRITTEN = "log";
    /** How the names of files end that are kept for somebody to look at. */
    static final String SET_ASIDE = "damaged";

    private final long number;

    /** Up to where it is written and forced. */
    long end;
    /** Up to where it has been read. */
    long readTo;
    /** Records that are known to be in it, but those that turned out to be unreadable. */
    long events;
    /** Records that were read. */
    long taken;
    /** Records that are sent or refused. */
    long settled;
    /** Nothing will be written any more. */
    boolean sealed;

    Segment(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    String name() {
        return name(WRITTEN);
    }

    /** The name under which it is kept for somebody to look at. */
    String nameSetAside() {
        return name(SET_ASIDE);
    }

    /** Whether there is nothing more to read at this moment; damage at the end of a sealed one need not be read. */
    boolean isRead() {
        return readTo >= end || (sealed && taken == events);
    }

    /** Goes on after what cannot be read; gives how many records are missing. */
    long giveUpMissing() {
        long missing = events - taken;
        events = taken;
        readTo = end;
        return missing;
    }

    /** Whether every record in it is sent or refused. */
    boolean isDone() {
        return isRead() && settled == taken;
    }

    /** The number of a segment of this name, also of one that is set aside. */
    static OptionalLong number(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /** Whether it is the name of a segment with events to send. */
    static boolean isWritten(String name) {
        return number(name).isPresent() && name.endsWith(WRITTEN);
    }

    private String name(String extension) {
        return String.format(Locale.ROOT, "usage-%016d.%s", number, extension);
    }
}
