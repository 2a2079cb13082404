package io.billing4j.reporter;

import java.io.IOException;
import java.util.List;

/** What a reporter needs of a directory. A test puts one in between that fails and crashes. */
interface SpillFiles {
    /** Creates the directory if need be, and keeps other reporters away until it is released. */
    void claim() throws IOException;

    /** Lets other reporters in. */
    void release() throws IOException;

    /** The names of the files in it. */
    List<String> names() throws IOException;

    /** The size of a file in bytes. */
    long size(String name) throws IOException;

    /** A new file; there must be none of this name. */
    SpillFile create(String name) throws IOException;

    /** A file to read and write. */
    SpillFile open(String name) throws IOException;

    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Forces to the disk which files there are. */
    void force() throws IOException;
}
