package io.billing4j.server.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.BindableService;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The REST form of the API in OpenAPI 3.0.3, as JSON. It is that version, and not a later one, since every generator of clients
 * reads it. What it cannot say is in extensions beside:
 *
 * <ul>
 *   <li>{@code x-role} of an operation: the role that it needs;
 *   <li>{@code x-codes} of an answer: the codes of errors that it may have;
 *   <li>{@code x-choices} of an object: fields of which there is at most one;
 *   <li>{@code x-nothing} of an enum: its value that is in answers alone, where none applies;
 *   <li>{@code x-minimum}, {@code x-maximum}, {@code x-above}: bounds of a decimal in text;
 *   <li>{@code x-longest-name}: the most characters of a map's names.
 * </ul>
 */
public final class OpenApiDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ABOUT = """
            Plans, subscriptions, usage and invoices.

            A call acts in the books of the tenant that its token names, in the roles that the token gives. An instant is RFC 3339, \
            a date YYYY-MM-DD. A quantity, a price or an amount is a decimal in text, such as "0.00015": a number is refused. \
            A field that does not exist is refused, not dropped. What does not apply is in answers empty, 0 or ..._UNSPECIFIED, \
            or left out; answers may have more fields one day. Lists take pageSize and pageToken, and answer nextPageToken, \
            which is empty at the end. A refusal has a code, and all fields that are to blame. X-Correlation-Id may be given, \
            and comes back.""";

    private OpenApiDocument() {}

    /** The document of these services: all of their calls that have an address in REST. The same bytes for the same services. */
    public static byte[] of(List<? extends BindableService> services) {
        List<ServiceDescriptor> described =
                services.stream().map(OpenApiDocument::descriptor).toList();
        List<MethodDescriptor> calls = described.stream()
                .flatMap(service -> service.getMethods().stream())
                .filter(call -> call.getOptions().hasExtension(AnnotationsProto.http))
                .toList();
        ProtoComments comments = ProtoComments.load();
        Schemas schemas = new Schemas(
                comments,
                calls.stream().map(MethodDescriptor::getInputType).toList(),
                calls.stream().map(MethodDescriptor::getOutputType).toList());
        ObjectNode paths = JsonNodeFactory.instance.objectNode();
        Operations operations = new Operations(comments, new RefusalCodes(comments, calls), schemas);
        calls.forEach(call -> operations.addTo(paths, call));
        try {
            return (JSON.writeValueAsString(document(tags(described, comments), paths, schemas)) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts has no JSON", e);
        }
    }

    private static ObjectNode document(ArrayNode tags, ObjectNode paths, Schemas schemas) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.3");
        document.putObject("info")
                .put("title", "Billing4J")
                .put("version", "v1")
                .put("description", ABOUT);
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("security").addObject().putArray("token");
        document.set("tags", tags);
        document.set("paths", paths);
        ObjectNode components = document.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "A signed JSON Web Token with the tenant and the roles.");
        components.set("responses", Refusals.shared());
        ObjectNode all = components.putObject("schemas");
        all.setAll(schemas.all());
        Refusals.addSchemas(all);
        return document;
    }

    private static ArrayNode tags(List<ServiceDescriptor> services, ProtoComments comments) {
        ArrayNode tags = JsonNodeFactory.instance.arrayNode();
        services.forEach(service -> tags.addObject()
                .put("name", Operations.tag(service))
                .put("description", comments.of(service.getFullName())));
        return tags;
    }

    private static ServiceDescriptor descriptor(BindableService service) {
        Object schema = service.bindService().getServiceDescriptor().getSchemaDescriptor();
        if (schema instanceof ProtoServiceDescriptorSupplier supplier) {
            return supplier.getServiceDescriptor();
        }
        throw new IllegalStateException("not described by a proto: " + service);
    }
}
