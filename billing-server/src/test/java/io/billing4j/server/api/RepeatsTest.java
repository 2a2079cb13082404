package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.grpc.v1.RulesProto;
import io.billing4j.server.security.MethodRoles;
import io.billing4j.server.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a call that is made again stands in its proto, and in the manual. */
class RepeatsTest {
    private static final Path MANUAL = Path.of("..", "docs", "server.md");
    private static final Pattern CALL = Pattern.compile("`([A-Z][A-Za-z]+)`");

    static Stream<MethodDescriptor> calls() {
        return ApiCall.all().stream().map(ApiCall::proto);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void is_said_of_what_changes_something_and_of_nothing_else(MethodDescriptor call) {
        String name = call.getService().getFullName() + "/" + call.getName();
        boolean reads = MethodRoles.of(name).orElseThrow() == Role.READER
                || call.getOptions().getExtension(AnnotationsProto.http).hasGet();
        assertThat(repeats(call) == Repeats.REPEATS_UNSPECIFIED).isEqualTo(reads || call.isClientStreaming());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void a_request_with_a_key_of_its_own_says_so(MethodDescriptor call) {
        assertThat(call.getInputType().findFieldByName("idempotency_key") != null)
                .isEqualTo(repeats(call) == Repeats.KEYED);
    }

    @ParameterizedTest
    @EnumSource(names = {"KEYED", "NATURAL"})
    void is_told_by_the_manual(Repeats repeats) throws IOException {
        assertThat(told(repeats)).isEqualTo(declared(repeats));
    }

    @Test
    void is_told_by_the_manual_of_all_others() throws IOException {
        assertThat(told(Repeats.REMEMBERED)).isEmpty();
        assertThat(row(Repeats.REMEMBERED)).contains("all others");
    }

    private static Set<String> declared(Repeats repeats) {
        return calls().filter(call -> repeats(call) == repeats)
                .map(MethodDescriptor::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> told(Repeats repeats) throws IOException {
        List<String> cells = Arrays.asList(row(repeats).split("\\|"));
        Matcher calls = CALL.matcher(cells.get(2));
        return calls.results().map(call -> call.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String row(Repeats repeats) throws IOException {
        return Files.readAllLines(MANUAL).stream()
                .filter(line -> line.startsWith("| `" + repeats + "` |"))
                .findFirst()
                .orElseThrow();
    }

    private static Repeats repeats(MethodDescriptor call) {
        return call.getOptions().getExtension(RulesProto.repeats);
    }
}
