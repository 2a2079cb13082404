package io.billing4j.reporter;

import java.io.Closeable;
import java.io.IOException;

/** A file of a spill directory. For one thread at a time; its thread may be interrupted without any effect. */
interface SpillFile extends Closeable {
    long size() throws IOException;

    /** Fills the array from a position on; gives how many bytes there were. */
    int read(long position, byte[] into) throws IOException;

    /** Writes all of it, or throws: then any part of it may be there. */
    void write(long position, byte[] bytes) throws IOException;

    void truncate(long size) throws IOException;

    /** Forces content and size to the disk. */
    void force() throws IOException;
}
