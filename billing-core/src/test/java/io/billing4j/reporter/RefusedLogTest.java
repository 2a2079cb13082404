package io.billing4j.reporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.error.ErrorCode;
import io.billing4j.reporter.SimulatedFiles.Operation;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusedLogTest {
    private final SimulatedFiles files = new SimulatedFiles();
    private final RefusedLog log = new RefusedLog(files, 0);

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CREATE", "WRITE", "FORCE", "FORCE_DIRECTORY"})
    void leaves_nothing_of_what_it_could_not_write(Operation failing) throws IOException {
        files.failing(full(Set.of(failing, Operation.TRUNCATE)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> log.append(refused(1, "long".repeat(100))));
        files.failing(SimulatedFiles.NONE);

        log.append(refused(2, "short"));

        int record = Frames.frame(EventCodec.encode(refused(2, "short"))).length;
        assertThat(files.bytes(RefusedLog.NAME)).hasSize(Frames.FILE_HEADER + record);
        assertThat(RefusedLog.read(files)).singleElement().satisfies(kept -> {
            assertThat(kept.event()).isEqualTo(Books.poison(2));
            assertThat(kept.error()).hasMessage("LATE_USAGE at occurredAt: short");
        });
    }

    @Test
    void begins_anew_where_its_file_was_emptied() throws IOException {
        log.append(refused(1, "first"));
        files.put(RefusedLog.NAME, new byte[0]);

        log.append(refused(2, "second"));

        assertThat(RefusedLog.read(files)).extracting(RefusedUsage::event).containsExactly(Books.poison(2));
    }

    @Test
    void writes_nothing_when_it_is_closed() {
        log.close();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> log.append(refused(1, "late")));

        assertThat(files.names()).isEmpty();
    }

    private static RefusedUsage refused(int n, String detail) {
        return new RefusedUsage(Books.poison(n), ErrorCode.LATE_USAGE.at("occurredAt", detail));
    }

    private static SimulatedFiles.Fault full(Set<Operation> failing) {
        return (operation, number) -> {
            if (failing.contains(operation)) {
                throw new IOException("No space left on device");
            }
        };
    }
}
