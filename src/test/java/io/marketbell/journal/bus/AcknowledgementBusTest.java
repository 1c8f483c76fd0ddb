package io.marketbell.journal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.testkit.bus.UnreliableBuses;
import io.marketbell.testkit.journal.MemoryLedger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcknowledgementBusTest {
    private final UnreliableBuses buses = new UnreliableBuses();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<String> epochs = new ArrayList<>();
    private final Map<String, Long> received = new HashMap<>();
    private final Bus bus = buses.node();
    private final SharedLedger here = new SharedLedger();
    private final AcknowledgementBus sending = new AcknowledgementBus(bus, here, later::add);
    private final AcknowledgementBus receiving = new AcknowledgementBus(buses.node(), new SharedLedger(), later::add);

    private final class SharedLedger extends MemoryLedger {
        private AcceptedListener listener;

        @Override
        public void onAccepted(AcceptedListener newListener) {
            listener = newListener;
        }

        @Override
        public void acceptedElsewhere(String epoch, Map<String, Long> offsets) {
            epochs.add(epoch);
            received.putAll(offsets);
        }
    }

    @BeforeEach
    void connect() {
        sending.connect();
        receiving.connect();
    }

    private void send() {
        while (!later.isEmpty()) {
            later.remove().run();
        }
    }

    @Test
    void acknowledgementsAreCollectedPerUser() {
        here.listener.accepted("e1", "alice", 3);
        here.listener.accepted("e1", "bob", 5);
        here.listener.accepted("e1", "alice", 7);
        here.listener.accepted("e1", "alice", 6);
        assertThat(received).isEmpty();
        assertThat(later).hasSize(1);

        send();

        assertThat(received).containsExactlyInAnyOrderEntriesOf(Map.of("alice", 7L, "bob", 5L));
        assertThat(epochs).containsExactly("e1");
    }

    @Test
    void laterAcknowledgementsAreSentAgain() {
        here.listener.accepted("e1", "alice", 3);
        send();
        here.listener.accepted("e1", "alice", 4);
        send();

        assertThat(received).containsEntry("alice", 4L);
        assertThat(epochs).hasSize(2);
    }

    @Test
    void acknowledgementsOfTheReplacedLogAreNotSent() {
        here.listener.accepted("e1", "alice", 3);
        here.listener.accepted("e2", "bob", 1);
        send();

        assertThat(epochs).containsExactly("e2");
        assertThat(received).containsExactlyEntriesOf(Map.of("bob", 1L));
    }

    @Test
    void usersAreBounded() {
        for (int i = 0; i < AcknowledgementBus.USERS + 5; i++) {
            here.listener.accepted("e1", "user" + i, 3);
        }
        here.listener.accepted("e1", "user0", 4);
        send();

        assertThat(sending.dropped()).isEqualTo(5);
        assertThat(received).hasSize(AcknowledgementBus.USERS).containsEntry("user0", 4L);
        assertThat(epochs).hasSize(AcknowledgementBus.USERS / AcknowledgementBus.USERS_A_MESSAGE);
    }

    @Test
    void nothingIsCollectedWithoutTheBus() {
        for (Bus.State state : List.of(Bus.State.AWAY, Bus.State.NONE)) {
            buses.state(state);
            here.listener.accepted("e1", "alice", 3);
        }

        assertThat(later).isEmpty();
    }

    @Test
    void malformedMessageIsCounted() {
        bus.send(new Bus.Message(BusTopic.ACKNOWLEDGED, new byte[] {1}));

        assertThat(receiving.malformed()).isEqualTo(1);
        assertThat(epochs).isEmpty();
    }
}
