package io.billing4j.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.server.api.BillingApi;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.server.security.ServedTenants;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** The document of the API, as somebody reads it who has nothing else. */
public record OpenApi(JsonNode document, List<Operation> operations) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The services that it is about. */
    public static List<BindableService> services() {
        Billing4J billing = Billing4J.builder(new InMemoryBillingStore()).build();
        return BillingApi.services(
                billing,
                UsageGathering.builder(billing).build(),
                ServedTenants.all(billing),
                new SimpleMeterRegistry(),
                Jobs.on(new PGSimpleDataSource()));
    }

    /** The calls of these services, in their order. */
    public static List<MethodDescriptor<?, ?>> calls() {
        List<MethodDescriptor<?, ?>> calls = new ArrayList<>();
        services()
                .forEach(service -> calls.addAll(
                        service.bindService().getServiceDescriptor().getMethods()));
        return calls;
    }

    public static OpenApi read() {
        return read(OpenApiDocument.of(services()));
    }

    public static OpenApi read(byte[] document) {
        try {
            JsonNode read = JSON.readTree(document);
            return new OpenApi(read, operations(read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(Operation.of(
                                path.getKey(), method.getKey().toUpperCase(Locale.ROOT), method.getValue()))));
        return operations;
    }

    /** The operation that a request is of. */
    public Operation operation(String method, String address) {
        return find(method, address).orElseThrow(() -> new AssertionError("not described: " + method + " " + address));
    }

    /** The operation that a request is of, if it is of any. */
    public Optional<Operation> find(String method, String address) {
        String path = address.replaceFirst("\\?.*", "");
        return operations().stream()
                .filter(each -> each.method().equals(method) && each.fits(path))
                // The one with the fewest variables.
                .min(Comparator.comparing(
                        each -> each.path().chars().filter(c -> c == '{').count()));
    }

    /** What a reference leads to; what is none is itself. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** The schema of a body, an answer's or a request's. */
    public JsonNode schema(JsonNode holder) {
        return resolved(holder).path("content").path("application/json").path("schema");
    }

    /** One thing to ask. */
    public record Operation(String path, String method, JsonNode node, Pattern addresses) {
        static Operation of(String path, String method, JsonNode node) {
            String[] parts = path.split("\\{[A-Za-z]+}", -1);
            StringBuilder pattern = new StringBuilder(Pattern.quote(parts[0]));
            for (int i = 1; i < parts.length; i++) {
                pattern.append("[^/:]+").append(Pattern.quote(parts[i]));
            }
            return new Operation(path, method, node, Pattern.compile(pattern.toString()));
        }

        public String id() {
            return node.path("operationId").asText();
        }

        /** What is said of the request beside the body; headers are not of it. */
        public List<JsonNode> parameters() {
            return StreamSupport.stream(node.path("parameters").spliterator(), false)
                    .filter(parameter -> !parameter.path("in").asText().equals("header"))
                    .toList();
        }

        /** The answer of this status, or what stands for all that are not named. */
        public JsonNode answer(int status) {
            JsonNode named = node.path("responses").path(Integer.toString(status));
            return named instanceof MissingNode ? node.path("responses").path("default") : named;
        }

        private boolean fits(String address) {
            return addresses.matcher(address).matches();
        }

        @Override
        public String toString() {
            return id();
        }
    }
}
