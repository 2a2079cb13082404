package io.billing4j.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.billing4j.grpc.v1.PlansProto;
import org.junit.jupiter.api.Test;

/** What the API's pages and its OpenAPI document are made from. */
class DescriptorSetTest {
    private final DescribedApi api = DescribedApi.load();

    @Test
    void it_is_on_the_class_path_and_describes_what_the_classes_do() {
        assertThat(api.services())
                .extracting(ServiceDescriptor::getFullName)
                .contains("billing4j.v1.PlanService", "billing4j.v1.UsageService");
        ServiceDescriptor plans = PlansProto.getDescriptor().getServices().get(0);
        assertThat(api.services())
                .filteredOn(service -> service.getFullName().equals(plans.getFullName()))
                .singleElement()
                .satisfies(service -> assertThat(service.getMethods())
                        .extracting(MethodDescriptor::getName)
                        .containsExactlyElementsOf(plans.getMethods().stream()
                                .map(MethodDescriptor::getName)
                                .toList()));
    }

    @Test
    void every_call_has_a_comment() {
        for (ServiceDescriptor service : api.services()) {
            for (MethodDescriptor call : service.getMethods()) {
                assertThat(api.comment(call.getFullName()))
                        .as(call.getFullName())
                        .isNotBlank();
            }
        }
    }

    @Test
    void every_field_of_a_request_that_is_no_choice_has_a_comment() {
        for (FieldDescriptor field : api.fieldsOfRequests()) {
            if (field.getRealContainingOneof() == null) {
                assertThat(api.comment(field.getFullName()))
                        .as(field.getFullName())
                        .isNotBlank();
            }
        }
    }
}
