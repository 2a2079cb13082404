package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.invoice.InvoiceFault;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceMessagesTest {
    @Test
    void a_fault_says_what_is_wrong_and_where() {
        io.billing4j.grpc.v1.InvoiceFault fault = InvoiceMessages.of(
                        List.of(new InvoiceFault(InvoiceFault.Kind.LINE_CHANGED, 3, "another hash")))
                .getFaults(0);
        assertThat(fault.getKind()).isEqualTo(io.billing4j.grpc.v1.InvoiceFault.Kind.LINE_CHANGED);
        assertThat(fault.getLine()).isEqualTo(3);
        assertThat(fault.getDetail()).isEqualTo("another hash");
    }
}
