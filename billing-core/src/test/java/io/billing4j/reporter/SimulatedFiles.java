package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory in memory that knows what is written and what is forced, counts what is done to it, and fails when told to. After
 * a crash it gives the directory that the next process finds: with all that was written if the process was killed, with what
 * was forced, and any part of the rest, if the power failed.
 */
final class SimulatedFiles implements SpillFiles {
    /** What is done to files; reading changes nothing and is not counted. */
    enum Operation {
        CREATE,
        WRITE,
        FORCE,
        TRUNCATE,
        RENAME,
        DELETE,
        FORCE_DIRECTORY,
        /** Not of a file: what a test wants to crash at. */
        OTHER
    }

    /** Is asked before each operation. */
    @FunctionalInterface
    interface Fault {
        /** Throws if the operation is to fail; a write leaves half of its bytes. */
        void before(Operation operation, int number) throws IOException;
    }

    static final Fault NONE = (operation, number) -> {};

    private static final class Content {
        private byte[] written = {};
        private byte[] forced = {};
    }

    private Map<String, Content> names = new TreeMap<>();
    private Map<String, Content> forcedNames = new TreeMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final Set<String> unreadable = new HashSet<>();
    private Fault fault = NONE;
    private boolean crashed;
    private boolean claimed;

    /** Fails as the fault says from now on. */
    synchronized void failing(Fault next) {
        fault = next;
    }

    /** The n-th operation from now on, the first being 1, is the last that begins: then the process is dead. */
    synchronized void crashAt(int n) {
        int at = operations.size() + n;
        fault = (operation, number) -> {
            if (number >= at) {
                crashed = true;
                throw new IOException("the process is dead");
            }
        };
    }

    synchronized boolean crashed() {
        return crashed;
    }

    synchronized int count(Operation operation) {
        return (int) operations.stream().filter(operation::equals).count();
    }

    synchronized int count() {
        return operations.size();
    }

    /** A point at which a process may crash without having done anything to a file. */
    synchronized void pass() {
        try {
            begin(Operation.OTHER);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a process finds that is started after this one was killed. */
    synchronized SimulatedFiles afterKill() {
        SimulatedFiles next = new SimulatedFiles();
        names.forEach((name, content) -> next.put(name, content.written));
        return next;
    }

    /** What a process finds when the power is back. */
    synchronized SimulatedFiles afterPowerFailure(long seed) {
        Random chance = new Random(seed);
        SimulatedFiles next = new SimulatedFiles();
        Set<String> all = new HashSet<>(names.keySet());
        all.addAll(forcedNames.keySet());
        for (String name : all) {
            // What was not forced of the directory is as before or as after.
            Content content = (chance.nextBoolean() ? names : forcedNames).get(name);
            if (content != null) {
                next.put(name, survivor(content, chance));
            }
        }
        return next;
    }

    private static byte[] survivor(Content content, Random chance) {
        int common = Math.min(content.written.length, content.forced.length);
        if (!Arrays.equals(content.written, 0, common, content.forced, 0, common)) {
            return content.forced;
        }
        if (content.written.length <= content.forced.length) {
            return chance.nextBoolean() ? content.written : content.forced;
        }
        int kept = content.forced.length + chance.nextInt(content.written.length - content.forced.length + 1);
        byte[] bytes = Arrays.copyOf(content.written, kept);
        if (chance.nextBoolean()) {
            // Its size was written, its content was not.
            Arrays.fill(bytes, content.forced.length, kept, (byte) 0);
        }
        return bytes;
    }

    synchronized void put(String name, byte[] bytes) {
        Content content = new Content();
        content.written = bytes.clone();
        content.forced = content.written;
        names.put(name, content);
        forcedNames.put(name, content);
    }

    synchronized byte[] bytes(String name) throws IOException {
        return content(name).written.clone();
    }

    /** Lets every attempt to read this file fail. */
    synchronized void breakReading(String name) {
        unreadable.add(name);
    }

    private void begin(Operation operation) throws IOException {
        operations.add(operation);
        fault.before(operation, operations.size());
    }

    private Content content(String name) throws IOException {
        Content content = names.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return content;
    }

    @Override
    public synchronized void claim() {
        if (claimed) {
            throw ErrorCode.SPILL_IN_USE.because("claimed");
        }
        claimed = true;
    }

    @Override
    public synchronized void release() {
        claimed = false;
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized long size(String name) throws IOException {
        return content(name).written.length;
    }

    @Override
    public synchronized SpillFile create(String name) throws IOException {
        begin(Operation.CREATE);
        if (names.putIfAbsent(name, new Content()) != null) {
            throw new IOException(name + " exists");
        }
        return open(name);
    }

    @Override
    public synchronized SpillFile open(String name) throws IOException {
        return new Handle(name, content(name));
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        begin(Operation.RENAME);
        names.put(to, content(from));
        names.remove(from);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        begin(Operation.DELETE);
        names.remove(name);
    }

    @Override
    public synchronized void force() throws IOException {
        begin(Operation.FORCE_DIRECTORY);
        forcedNames = new HashMap<>(names);
    }

    private final class Handle implements SpillFile {
        private final String name;
        private final Content content;
        private boolean closed;

        Handle(String name, Content content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (SimulatedFiles.this) {
                return content.written.length;
            }
        }

        @Override
        public int read(long position, byte[] into) throws IOException {
            synchronized (SimulatedFiles.this) {
                requireOpen();
                if (unreadable.contains(name)) {
                    throw new IOException("Input/output error");
                }
                int length = (int) Math.max(0, Math.min(into.length, content.written.length - position));
                System.arraycopy(content.written, (int) position, into, 0, length);
                return length;
            }
        }

        @Override
        public void write(long position, byte[] bytes) throws IOException {
            synchronized (SimulatedFiles.this) {
                requireOpen();
                try {
                    begin(Operation.WRITE);
                } catch (IOException e) {
                    put(position, Arrays.copyOf(bytes, bytes.length / 2));
                    throw e;
                }
                put(position, bytes);
            }
        }

        private void put(long position, byte[] bytes) {
            int end = (int) position + bytes.length;
            byte[] grown = Arrays.copyOf(content.written, Math.max(content.written.length, end));
            System.arraycopy(bytes, 0, grown, (int) position, bytes.length);
            content.written = grown;
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedFiles.this) {
                requireOpen();
                if (size == content.written.length) {
                    return;
                }
                begin(Operation.TRUNCATE);
                content.written = Arrays.copyOf(content.written, (int) size);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedFiles.this) {
                requireOpen();
                begin(Operation.FORCE);
                content.forced = content.written;
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
        }
    }
}
