package io.billing4j.nulls;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Gives a call null for each of its arguments by turn, and says what of it was not refused as it should be. */
final class Refusal {
    /** A constructor or a method with its arguments. */
    interface Call {
        Object with(@Nullable Object... arguments) throws ReflectiveOperationException;
    }

    private final BiPredicate<String, @Nullable String> named;

    /**
     * How fields are compared.
     *
     * @param named whether the field of a refusal is that of the argument of this name
     */
    Refusal(BiPredicate<String, @Nullable String> named) {
        this.named = named;
    }

    /** What is wrong; empty where all is well. */
    List<String> faults(Call call, List<String> names, List<AnnotatedType> types, List<@Nullable Object> valid) {
        List<String> faults = new ArrayList<>();
        String refused = refusal(call, valid.toArray(), null);
        if (refused.startsWith("MISSING_FIELD")) {
            faults.add("valid arguments: " + refused);
        }
        for (int i = 0; i < names.size(); i++) {
            Class<?> raw = raw(types.get(i));
            if (raw.isPrimitive() || Samples.nullable(types.get(i))) {
                continue;
            }
            check(faults, call, names.get(i), with(valid, i, null));
            for (Object hole : withHoles(types.get(i), valid.get(i))) {
                check(faults, call, names.get(i), with(valid, i, hole));
            }
        }
        return faults;
    }

    private void check(List<String> faults, Call call, String name, @Nullable Object[] arguments) {
        String found = refusal(call, arguments, name);
        if (!found.equals("as it should be")) {
            faults.add(name + ": " + found);
        }
    }

    private String refusal(Call call, @Nullable Object[] arguments, @Nullable String name) {
        try {
            call.with(arguments);
            return "accepted";
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof BillingException refused) {
                boolean right =
                        refused.code() == ErrorCode.MISSING_FIELD && name != null && named.test(name, refused.field());
                return right ? "as it should be" : refused.code() + " at " + refused.field();
            }
            return String.valueOf(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object[] with(List<@Nullable Object> valid, int index, @Nullable Object value) {
        @Nullable Object[] arguments = valid.toArray();
        arguments[index] = value;
        return arguments;
    }

    /** The collection with an element more, or a value, that is null. */
    private static List<Object> withHoles(AnnotatedType type, @Nullable Object valid) {
        if (type instanceof AnnotatedParameterizedType generic) {
            AnnotatedType[] of = generic.getAnnotatedActualTypeArguments();
            if (of.length > 0 && Samples.nullable(of[of.length - 1])) {
                return List.of();
            }
        }
        if (valid instanceof List<?> list) {
            List<@Nullable Object> hole = new ArrayList<>(list);
            hole.add(null);
            return List.of(hole);
        }
        if (valid instanceof Set<?> set) {
            Set<@Nullable Object> hole = new HashSet<>(set);
            hole.add(null);
            return List.of(hole);
        }
        if (valid instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> hole = valid instanceof SortedMap ? new TreeMap<>(map) : new HashMap<>(map);
            hole.replaceAll((key, value) -> null);
            return List.of(hole);
        }
        if (valid instanceof Object[] array) {
            return Collections.singletonList(Arrays.copyOf(array, array.length + 1));
        }
        return List.of();
    }

    private static Class<?> raw(AnnotatedType type) {
        if (type.getType() instanceof Class<?> plain) {
            return plain;
        }
        return type.getType() instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : Object.class;
    }
}
