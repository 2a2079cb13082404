package io.billing4j.server.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A run that nothing disturbs, in this JVM.
 *
 * @param content what it made of the books
 * @param digest of that
 * @param firstClaim the number of the statement that claimed its first chunk, from 1
 * @param statements how many statements and commits it sent
 */
record Undisturbed(List<String> content, String digest, int firstClaim, int statements) {
    static Undisturbed run(FaultDatabase database) {
        List<Moment> sent = Collections.synchronizedList(new ArrayList<>());
        Watch watch = moment -> {
            if (moment.sends()) {
                sent.add(moment);
            }
        };
        ThisJvm.on(database).watchedBy(watch).run();
        int firstClaim = 1;
        while (!sent.get(firstClaim - 1).sql().claims()) {
            firstClaim++;
        }
        return new Undisturbed(
                BooksContent.of(database, FaultBooks.ALPHA),
                BooksContent.digest(database, FaultBooks.ALPHA),
                firstClaim,
                sent.size());
    }
}
