package io.billing4j.reporter;

import java.io.IOException;
import java.util.List;

/**
 * Finds what an earlier reporter left. What a crash tore off the end of the newest segment was never acknowledged, and is cut;
 * bytes that are no record anywhere else are damage: the records around them are read, and the file is kept.
 */
final class Recovery {
    private final SpillFiles files;
    private final SegmentQueue queue;
    private final Disposal disposal;

    Recovery(SpillFiles files, SegmentQueue queue, Disposal disposal) {
        this.files = files;
        this.queue = queue;
        this.disposal = disposal;
    }

    /** Events that a file has, where the last ends, and bytes that are no part of any. */
    private record Content(long events, long end, long damaged) {}

    /** Hands the segments to the queue; gives the number of the next. */
    long replay() throws IOException {
        List<String> names = files.names();
        List<String> segments =
                names.stream().filter(Segment::isWritten).sorted().toList();
        for (String name : segments) {
            boolean newest = name.equals(segments.get(segments.size() - 1));
            replay(new Segment(Segment.number(name).orElseThrow()), newest);
        }
        return names.stream()
                        .map(Segment::number)
                        .mapToLong(number -> number.orElse(0))
                        .max()
                        .orElse(0)
                + 1;
    }

    private void replay(Segment segment, boolean newest) throws IOException {
        Content content = content(segment.name(), newest);
        segment.end = content.end();
        segment.events = content.events();
        if (content.damaged() > 0) {
            disposal.damaged(segment);
        }
        if (content.events() > 0) {
            queue.replay(segment);
        } else if (content.damaged() > 0) {
            files.rename(segment.name(), segment.nameSetAside());
        } else {
            files.delete(segment.name());
        }
    }

    /** Where the last whole record of the file of refused events ends; if it is damaged it is set aside, and a new one begun. */
    long refusedEnd() throws IOException {
        List<String> names = files.names();
        if (!names.contains(RefusedLog.NAME)) {
            return 0;
        }
        Content content = content(RefusedLog.NAME, true);
        if (content.damaged() == 0) {
            return content.end();
        }
        int number = 1;
        while (names.contains(refusedAside(number))) {
            number++;
        }
        files.rename(RefusedLog.NAME, refusedAside(number));
        disposal.setAside(refusedAside(number));
        return 0;
    }

    private Content content(String name, boolean mayBeTorn) throws IOException {
        long size = files.size(name);
        SpillFile file = files.open(name);
        try (SegmentReader reader = new SegmentReader(file, 0)) {
            SegmentReader.requireVersion(file, name);
            long events = 0;
            while (reader.next(size) != null) {
                events++;
            }
            byte[] tail = reader.tail(size);
            if (!mayBeTorn || tail.length == 0 || !Frames.isTorn(tail)) {
                return new Content(events, size, reader.damaged());
            }
            long end = events == 0 ? 0 : reader.tailStart();
            file.truncate(end);
            file.force();
            return new Content(events, end, reader.damaged() - tail.length);
        }
    }

    private static String refusedAside(int number) {
        return "refused-" + number + "." + Segment.SET_ASIDE;
    }
}
