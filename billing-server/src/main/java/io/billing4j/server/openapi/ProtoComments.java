package io.billing4j.server.openapi;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import io.billing4j.grpc.v1.RulesProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is written in the protos above services, calls, messages, fields, choices and enums. Classes made from them have lost it. */
final class ProtoComments {
    private static final String RESOURCE = "/META-INF/armeria/grpc/billing4j.dsc";
    private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");
    private static final Pattern BREAK = Pattern.compile("\\s*\\n\\s*");
    private static final Pattern ORIGINAL_NAME = Pattern.compile("\\b[a-z]+(_[a-z]+)+\\b");
    private static final Pattern LETTER = Pattern.compile("_([a-z])");

    private final Map<String, String> comments = new HashMap<>();

    private ProtoComments(FileDescriptorSet set) {
        for (FileDescriptorProto file : set.getFileList()) {
            Map<List<Integer>, String> found = new HashMap<>();
            for (Location location : file.getSourceCodeInfo().getLocationList()) {
                if (location.hasLeadingComments()) {
                    found.put(List.copyOf(location.getPathList()), text(location.getLeadingComments()));
                }
            }
            new Reading(found, comments).file(file);
        }
    }

    /** The comments of the API. */
    static ProtoComments load() {
        try (InputStream in = RulesProto.class.getResourceAsStream(RESOURCE)) {
            return new ProtoComments(FileDescriptorSet.parseFrom(Objects.requireNonNull(in, RESOURCE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The comment above what has this full name, with fields called as JSON calls them; empty where there is none. */
    String of(String fullName) {
        return comments.getOrDefault(fullName, "");
    }

    private static String text(String comment) {
        String joined = PARAGRAPH
                .splitAsStream(comment.strip())
                .map(paragraph -> BREAK.matcher(paragraph.strip()).replaceAll(" "))
                .reduce((first, second) -> first + "\n\n" + second)
                .orElse("");
        return ORIGINAL_NAME.matcher(joined).replaceAll(name -> Matcher.quoteReplacement(camel(name)));
    }

    /** The letters are ASCII, in whatever language the server runs. */
    private static String camel(MatchResult name) {
        return LETTER.matcher(name.group())
                .replaceAll(letter -> String.valueOf((char) (letter.group(1).charAt(0) - 'a' + 'A')));
    }

    /**
     * Goes along a file with the numbers by which comments are kept: of the kind of part, and of which of them.
     *
     * @param found by those numbers
     * @param named by full names
     */
    private record Reading(Map<List<Integer>, String> found, Map<String, String> named) {
        void file(FileDescriptorProto file) {
            String name = file.getPackage();
            for (int i = 0; i < file.getServiceCount(); i++) {
                service(file.getService(i), name, List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i));
            }
            for (int i = 0; i < file.getMessageTypeCount(); i++) {
                message(file.getMessageType(i), name, List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i));
            }
            for (int i = 0; i < file.getEnumTypeCount(); i++) {
                choice(file.getEnumType(i), name, List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
            }
        }

        private void service(ServiceDescriptorProto service, String outer, List<Integer> path) {
            String name = keep(outer, service.getName(), path);
            for (int i = 0; i < service.getMethodCount(); i++) {
                keep(name, service.getMethod(i).getName(), inner(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, i));
            }
        }

        private void message(DescriptorProto type, String outer, List<Integer> path) {
            String name = keep(outer, type.getName(), path);
            for (int i = 0; i < type.getFieldCount(); i++) {
                keep(name, type.getField(i).getName(), inner(path, DescriptorProto.FIELD_FIELD_NUMBER, i));
            }
            for (int i = 0; i < type.getOneofDeclCount(); i++) {
                keep(name, type.getOneofDecl(i).getName(), inner(path, DescriptorProto.ONEOF_DECL_FIELD_NUMBER, i));
            }
            for (int i = 0; i < type.getNestedTypeCount(); i++) {
                message(type.getNestedType(i), name, inner(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
            }
            for (int i = 0; i < type.getEnumTypeCount(); i++) {
                choice(type.getEnumType(i), name, inner(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
            }
        }

        private void choice(EnumDescriptorProto type, String outer, List<Integer> path) {
            String name = keep(outer, type.getName(), path);
            for (int i = 0; i < type.getValueCount(); i++) {
                keep(name, type.getValue(i).getName(), inner(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i));
            }
        }

        private String keep(String outer, String name, List<Integer> path) {
            String fullName = outer + "." + name;
            String comment = found.get(path);
            if (comment != null) {
                named.put(fullName, comment);
            }
            return fullName;
        }

        private static List<Integer> inner(List<Integer> path, int kind, int index) {
            List<Integer> longer = new ArrayList<>(path);
            longer.add(kind);
            longer.add(index);
            return longer;
        }
    }
}
