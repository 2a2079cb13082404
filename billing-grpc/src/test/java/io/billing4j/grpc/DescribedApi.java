package io.billing4j.grpc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import io.billing4j.grpc.v1.RulesProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API as the descriptor set on the class path describes it, comments and all. */
final class DescribedApi {
    /** Where servers and generators of documentation look for it. */
    static final String RESOURCE = "/META-INF/armeria/grpc/billing4j.dsc";

    private static final String PACKAGE = "billing4j.v1";

    private final Map<String, FileDescriptor> files = new LinkedHashMap<>();
    private final Map<String, String> comments = new HashMap<>();

    private DescribedApi(FileDescriptorSet set) {
        for (FileDescriptorProto file : set.getFileList()) {
            files.put(file.getName(), built(file));
            if (file.getPackage().equals(PACKAGE)) {
                file.getSourceCodeInfo().getLocationList().forEach(location -> read(file, location));
            }
        }
    }

    static DescribedApi load() {
        ExtensionRegistry rules = ExtensionRegistry.newInstance();
        RulesProto.registerAllExtensions(rules);
        try (InputStream in = DescribedApi.class.getResourceAsStream(RESOURCE)) {
            return new DescribedApi(FileDescriptorSet.parseFrom(Objects.requireNonNull(in, RESOURCE), rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ServiceDescriptor> services() {
        return files.values().stream()
                .filter(file -> file.getPackage().equals(PACKAGE))
                .flatMap(file -> file.getServices().stream())
                .toList();
    }

    /** All fields of the API's messages. */
    List<FieldDescriptor> fields() {
        List<FieldDescriptor> fields = new ArrayList<>();
        files.values().stream()
                .filter(file -> file.getPackage().equals(PACKAGE))
                .forEach(file -> file.getMessageTypes().forEach(type -> addFields(type, fields)));
        return fields;
    }

    /** The fields of all requests, and of whatever they hold. */
    Set<FieldDescriptor> fieldsOfRequests() {
        Set<FieldDescriptor> fields = new LinkedHashSet<>();
        services().forEach(service -> service.getMethods().forEach(call -> collect(call.getInputType(), fields)));
        return fields;
    }

    /** What is written above it, in one line; empty where nothing is. */
    String comment(String fullName) {
        return comments.getOrDefault(fullName, "");
    }

    private static void collect(Descriptor type, Set<FieldDescriptor> fields) {
        for (FieldDescriptor field : type.getFields()) {
            FieldDescriptor value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
            if (type.getFile().getPackage().equals(PACKAGE)
                    && fields.add(field)
                    && value.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                collect(value.getMessageType(), fields);
            }
        }
    }

    private static void addFields(Descriptor type, List<FieldDescriptor> fields) {
        if (!type.getOptions().getMapEntry()) {
            fields.addAll(type.getFields());
            type.getNestedTypes().forEach(inner -> addFields(inner, fields));
        }
    }

    private FileDescriptor built(FileDescriptorProto file) {
        FileDescriptor[] imports =
                file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(file, imports);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the descriptor set is not in order", e);
        }
    }

    private void read(FileDescriptorProto file, Location location) {
        String text = location.getLeadingComments().strip().replaceAll("\\s*\\n\\s*", " ");
        @Nullable String name = text.isEmpty() ? null : name(file, location.getPathList());
        if (name != null) {
            comments.put(PACKAGE + "." + name, text);
        }
    }

    /** The name of what a path of numbers leads to, or null where it leads to no part that has one. */
    private static @Nullable String name(FileDescriptorProto file, List<Integer> path) {
        if (path.size() < 2 || path.size() % 2 != 0) {
            return null;
        }
        int index = path.get(1);
        if (path.get(0) == FileDescriptorProto.SERVICE_FIELD_NUMBER) {
            String service = file.getService(index).getName();
            return path.size() == 2
                    ? service
                    : service + "."
                            + file.getService(index).getMethod(path.get(3)).getName();
        }
        return path.get(0) == FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER
                ? name(file.getMessageType(index), path.subList(2, path.size()))
                : null;
    }

    private static @Nullable String name(DescriptorProto type, List<Integer> path) {
        if (path.isEmpty()) {
            return type.getName();
        }
        int index = path.get(1);
        @Nullable
        String inner = switch (path.get(0)) {
            case DescriptorProto.FIELD_FIELD_NUMBER -> type.getField(index).getName();
            case DescriptorProto.ONEOF_DECL_FIELD_NUMBER ->
                type.getOneofDecl(index).getName();
            case DescriptorProto.NESTED_TYPE_FIELD_NUMBER ->
                name(type.getNestedType(index), path.subList(2, path.size()));
            default -> null;
        };
        return inner == null ? null : type.getName() + "." + inner;
    }
}
