package io.billing4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.server.api.BillingApi;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodRolesTest {
    @Test
    void each_method_of_the_api_has_its_role_and_nothing_else_has() {
        List<String> methods = BillingApi.services(
                        Billing4J.builder(new InMemoryBillingStore()).build())
                .stream()
                .flatMap(service -> service.bindService().getMethods().stream())
                .map(ServerMethodDefinition::getMethodDescriptor)
                .map(MethodDescriptor::getFullMethodName)
                .toList();
        assertThat(MethodRoles.all().keySet()).containsExactlyInAnyOrderElementsOf(methods);
    }

    /** What only reads is for everybody, and nothing that changes is for readers: by the names of the API's style. */
    @Test
    void what_only_reads_is_for_readers() {
        MethodRoles.all()
                .forEach((method, role) -> assertThat(role == Role.READER)
                        .as(method)
                        .isEqualTo(method.matches(".*/(Get|List|Count|Find|Preview|Verify|Validate|Check).*")));
    }

    @ParameterizedTest
    @CsvSource({
        "READER, true, false, false, false",
        "WRITER, true, true, false, false",
        "BILLER, true, false, true, false",
        "ADMIN, true, true, true, true"
    })
    void a_role_covers_others(Role role, boolean reads, boolean writes, boolean bills, boolean governs) {
        assertThat(role.covers(Role.READER)).isEqualTo(reads);
        assertThat(role.covers(Role.WRITER)).isEqualTo(writes);
        assertThat(role.covers(Role.BILLER)).isEqualTo(bills);
        assertThat(role.covers(Role.ADMIN)).isEqualTo(governs);
    }
}
