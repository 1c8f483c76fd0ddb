package io.marketbell.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class ErasuresTest {
    private final TestClock clock = new TestClock();
    private final Database database;
    private final List<String> erased = new ArrayList<>();
    private final Erasures one;
    private final Erasures two;
    private boolean fails;

    ErasuresTest(DatabaseKind kind) {
        database = Database.over(kind.empty());
        one = node("one");
        two = node("two");
    }

    private Erasures node(String name) {
        return new Erasures(new ErasureTable(database), List.of(place(name, "memory"), place(name, "rows")), clock);
    }

    private UserData place(String node, String name) {
        return new UserData() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long erase(String user) {
                if (fails) {
                    throw new IllegalStateException("away");
                }
                erased.add(node + ' ' + name + ' ' + user);
                return 2;
            }
        };
    }

    @Test
    void theRequestedNodeErasesAtOnceInTheOrderOfThePlaces() {
        assertThat(one.erase("alice")).isEqualTo(Map.of("memory", 2L, "rows", 2L));
        assertThat(erased).containsExactly("one memory alice", "one rows alice");
    }

    @Test
    void everyNodeErasesTwiceAndThenNoMore() {
        one.erase("alice");
        erased.clear();
        two.synchronize();
        two.synchronize();
        assertThat(erased).containsExactly("two memory alice", "two rows alice");

        clock.advance(Duration.ofSeconds(10));
        two.synchronize();
        two.synchronize();
        clock.advance(Duration.ofMinutes(5));
        two.synchronize();
        assertThat(erased).hasSize(4);
    }

    @Test
    void aFailedErasureIsRepeatedByTheNextPoll() {
        one.erase("alice");
        erased.clear();
        fails = true;
        two.synchronize();
        assertThat(erased).isEmpty();

        fails = false;
        two.synchronize();
        assertThat(erased).hasSize(2);
    }

    @Test
    void aFailureAtTheRequestedNodeIsReportedAndTheOtherNodesEraseNevertheless() {
        fails = true;
        assertThatThrownBy(() -> one.erase("alice")).isInstanceOf(IllegalStateException.class);

        fails = false;
        two.synchronize();
        assertThat(erased).hasSize(2);
    }

    @Test
    void theNameIsDeletedAfterAnHour() {
        one.erase("alice");
        clock.advance(Duration.ofMinutes(61));
        one.synchronize();
        clock.advance(Duration.ofMinutes(16));
        one.synchronize();

        assertThat(new ErasureTable(database).all()).isEmpty();
    }

    @Test
    void otherNodesAreNotifiedAfterTheErasure() {
        one.onErased(() -> erased.add("notified"));
        one.erase("alice");

        assertThat(erased).endsWith("notified");
    }
}
