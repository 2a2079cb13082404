package io.billing4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules, apart from what they are checked on: the core, and classes that break them on purpose. */
final class Rules {
    /** Calls that bring in the machine's clock, its chance or its defaults, by class and the names of methods. */
    private static final Set<String> AMBIENT = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalTime.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.OffsetTime.now",
            "java.time.Year.now",
            "java.time.YearMonth.now",
            "java.time.MonthDay.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system",
            "java.time.Clock.tickMillis",
            "java.time.Clock.tickSeconds",
            "java.time.Clock.tickMinutes",
            "java.time.InstantSource.system",
            "java.time.ZoneId.systemDefault",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.util.UUID.randomUUID",
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault",
            "java.util.Calendar.getInstance",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.lang.Math.random");

    private static final Set<String> AMBIENT_CONSTRUCTORS =
            Set.of("java.util.Date", "java.util.Random", "java.util.GregorianCalendar", "java.security.SecureRandom");

    /** Methods that take the machine's locale where none is given. */
    private static final Set<String> WITHOUT_LOCALE = Set.of(
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)");

    private Rules() {}

    /** One row of the table. */
    static ArchRule imports(String root, String name) {
        return classes()
                .that()
                .resideInAPackage(root + "." + name)
                .should(dependOnOurPackagesOnlyOf(root, name))
                .because(ImportTable.row(name).reason());
    }

    static ArchRule pureLibraries(DescribedPredicate<JavaClass> domain, DescribedPredicate<JavaClass> hashes) {
        DescribedPredicate<JavaClass> allowed = JavaClass.Predicates.resideInAnyPackage(
                "io.billing4j..",
                "java.lang",
                "java.lang.annotation",
                "java.lang.invoke", // lambdas and the text of records are compiled to it
                "java.lang.runtime",
                "java.math",
                "java.time..",
                "java.util",
                "java.util.concurrent.atomic",
                "java.util.function",
                "java.util.regex",
                "java.util.stream",
                "java.io", // Serializable, which every exception is
                "org.joda.money..",
                "org.jspecify.annotations");
        return classes()
                .that(domain)
                .and(DescribedPredicate.not(hashes))
                .should()
                .onlyDependOnClassesThat(allowed.or(primitives()))
                .because("the domain is arithmetic: it runs unchanged wherever there is a JDK");
    }

    static ArchRule filesAndThreads(DescribedPredicate<JavaClass> others) {
        DescribedPredicate<JavaClass> forbidden = JavaClass.Predicates.resideInAnyPackage(
                        "java.nio.file..", "java.nio.channels..")
                .or(JavaClass.Predicates.belongToAnyOf(ThreadFactory.class, ExecutorService.class, Executors.class));
        return noClasses()
                .that(others)
                .should()
                .dependOnClassesThat(forbidden)
                .orShould()
                .callConstructorWhere(JavaCall.Predicates.target(
                        HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(Thread.class))))
                .because("a file or a thread belongs to an object that the host has built and closes");
    }

    static ArchRule ambient(DescribedPredicate<JavaClass> source) {
        return classes()
                .that(DescribedPredicate.not(source))
                .should(notTakeAnythingFromTheMachine())
                .because("time, chance, zone and locale are handed in, so that a test decides on them");
    }

    static ArchRule noFloatingPoint() {
        return classes()
                .should(haveNoFloatOrDouble())
                .because("0.1 has no exact double, and nobody can say later which amount went through one");
    }

    static ArchRule portsAreInterfaces(String storePackage) {
        return classes()
                .that()
                .resideInAPackage(storePackage)
                .and()
                .haveNameMatching(".*\\.([A-Za-z]+Store|[A-Za-z]+Registry|UnitOfWork)")
                .should()
                .beInterfaces()
                .because("a host chooses its store");
    }

    /** Beside the stores there may be one class that hands on what a store has opened. */
    static ArchRule only(String implementors, String ports, String handsOn) {
        return classes()
                .that(DescribedPredicate.not(resideInAPackage(implementors)))
                .and()
                .doNotHaveFullyQualifiedName(handsOn)
                .should(implementNoPortOf(ports))
                .because("only a store keeps books");
    }

    /** A verb of a port that one class alone calls. */
    static ArchRule oneWayInto(String port, String verb, String caller, String reason) {
        return classes()
                .that(DescribedPredicate.not(HasName.Predicates.name(caller)))
                .should(condition(
                        "not call " + port + "." + verb,
                        (type, events) -> type.getAccessesFromSelf().stream()
                                .filter(access ->
                                        access.getTargetOwner().getName().equals(port)
                                                && access.getTarget().getName().equals(verb))
                                .forEach(access ->
                                        events.add(SimpleConditionEvent.violated(type, access.getDescription())))))
                .because(reason);
    }

    private static ArchCondition<JavaClass> dependOnOurPackagesOnlyOf(String root, String name) {
        Set<String> allowed = Stream.concat(Stream.of(name), ImportTable.row(name).packages().stream())
                .map(part -> root + "." + part)
                .collect(Collectors.toSet());
        return condition(
                "use only " + allowed,
                (type, events) -> type.getDirectDependenciesFromSelf().stream()
                        .filter(use -> use.getTargetClass().getPackageName().startsWith(root + "."))
                        .filter(use -> !allowed.contains(use.getTargetClass().getPackageName()))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription()))));
    }

    private static ArchCondition<JavaClass> notTakeAnythingFromTheMachine() {
        return condition("take nothing from the machine", (type, events) -> {
            type.getAccessesFromSelf().stream()
                    .filter(access -> AMBIENT.contains(access.getTargetOwner().getName() + "."
                                    + access.getTarget().getName())
                            && !takesAClock(access.getTarget().getFullName()))
                    .forEach(access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
            type.getConstructorCallsFromSelf().stream()
                    .filter(call ->
                            AMBIENT_CONSTRUCTORS.contains(call.getTargetOwner().getName()))
                    .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
            type.getMethodCallsFromSelf().stream()
                    .filter(call -> WITHOUT_LOCALE.contains(call.getTarget().getFullName()))
                    .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
        });
    }

    private static boolean takesAClock(String signature) {
        return signature.contains("(java.time.Clock");
    }

    private static ArchCondition<JavaClass> haveNoFloatOrDouble() {
        return condition("have no float or double", (type, events) -> {
            type.getFields().stream()
                    .filter(field -> isFloat(field.getRawType()))
                    .map(JavaField::getDescription)
                    .forEach(found -> events.add(SimpleConditionEvent.violated(type, found)));
            type.getCodeUnits().stream()
                    .filter(unit -> isFloat(unit.getRawReturnType())
                            || unit.getRawParameterTypes().stream().anyMatch(Rules::isFloat))
                    .map(JavaCodeUnit::getDescription)
                    .forEach(found -> events.add(SimpleConditionEvent.violated(type, found)));
            type.getMethodCallsFromSelf().stream()
                    .filter(call -> isFloat(call.getTarget().getRawReturnType())
                            || call.getTarget().getRawParameterTypes().stream().anyMatch(Rules::isFloat))
                    .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
        });
    }

    private static ArchCondition<JavaClass> implementNoPortOf(String ports) {
        return condition(
                "implement no port",
                (type, events) -> type.getAllRawInterfaces().stream()
                        .filter(port -> port.getPackageName().equals(ports))
                        .forEach(port -> events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " implements " + port.getName()))));
    }

    private static boolean isFloat(JavaClass type) {
        return Set.of("float", "double", "java.lang.Float", "java.lang.Double")
                .contains(type.getBaseComponentType().getName());
    }

    private static DescribedPredicate<JavaClass> primitives() {
        return DescribedPredicate.describe(
                "primitive", type -> type.getBaseComponentType().isPrimitive());
    }

    private static ArchCondition<JavaClass> condition(String description, Check check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.on(type, events);
            }
        };
    }

    @FunctionalInterface
    private interface Check {
        void on(JavaClass type, ConditionEvents events);
    }
}
