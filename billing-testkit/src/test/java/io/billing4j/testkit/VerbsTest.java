package io.billing4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerbsTest {
    @Test
    void of_all_ports_are_among_those_that_the_suite_isolates_and_undoes() {
        // what says something of empty books too
        Set<String> covered =
                new TreeSet<>(Set.of("settings.get", "settings.lock", "usage.openFrom", "usage.keptFrom"));
        Stream.concat(
                        ReadVerb.all().stream().map(ReadVerb::name),
                        WriteVerb.all().stream().map(WriteVerb::name))
                .map(name -> name.split(" ", 2)[0])
                .forEach(covered::add);

        assertThat(covered).isEqualTo(InterceptedStore.verbs());
    }
}
