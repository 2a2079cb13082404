package io.billing4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.server.openapi.OpenApi;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodRolesTest {
    @Test
    void each_method_of_the_api_has_its_role_and_nothing_else_has() {
        List<String> methods = OpenApi.calls().stream()
                .map(MethodDescriptor::getFullMethodName)
                .toList();
        assertThat(MethodRoles.all().keySet()).containsExactlyInAnyOrderElementsOf(methods);
    }

    /**
     * What only reads is for everybody, and nothing that changes is for readers: by the names of the API's style. Jobs are no part of the
     * books, and for nobody but who governs.
     */
    @Test
    void what_only_reads_of_the_books_is_for_readers() {
        MethodRoles.all()
                .forEach((method, role) -> assertThat(role == Role.READER)
                        .as(method)
                        .isEqualTo(method.matches(".*/(Get|List|Count|Find|Preview|Verify|Validate|Check).*")
                                && !method.contains(".JobService/")));
    }

    /** A service that measures needs no more, and its token is on many machines. */
    @Test
    void who_reports_may_report_and_nothing_else() {
        assertThat(MethodRoles.all().entrySet().stream()
                        .filter(call -> Role.REPORTER.covers(call.getValue()))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "billing4j.v1.UsageService/RecordUsage", "billing4j.v1.UsageService/RecordUsageStream");
    }

    @ParameterizedTest
    @CsvSource({
        "REPORTER, true, false, false, false, false",
        "READER, false, true, false, false, false",
        "WRITER, true, true, true, false, false",
        "BILLER, false, true, false, true, false",
        "ADMIN, true, true, true, true, true"
    })
    void a_role_covers_others(
            Role role, boolean reports, boolean reads, boolean writes, boolean bills, boolean governs) {
        assertThat(role.covers(Role.REPORTER)).isEqualTo(reports);
        assertThat(role.covers(Role.READER)).isEqualTo(reads);
        assertThat(role.covers(Role.WRITER)).isEqualTo(writes);
        assertThat(role.covers(Role.BILLER)).isEqualTo(bills);
        assertThat(role.covers(Role.ADMIN)).isEqualTo(governs);
    }
}
