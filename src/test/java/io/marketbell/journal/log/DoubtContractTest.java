package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.cluster.node.TestNodes;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import java.sql.SQLException;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes share a database; some end without writing their ledgers. */
abstract class DoubtContractTest implements BackEnd {
    private CuttableDatabase source;
    private LedgerNode a;
    private LedgerNode b;

    @BeforeEach
    void startTwoNodes() throws Exception {
        source = ((JdbcStore) emptyStore()).wire();
        a = new LedgerNode(source, "a");
        b = new LedgerNode(source, "b");
    }

    private void commit(int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            a.commit();
        }
        b.seeCommits();
    }

    private static LongPredicate resume(LedgerNode at, String user) {
        return at.ledger.mayHaveReached(user, 0);
    }

    @Test
    void aNodeDiesBeforeItSavesWhatItHasSent() throws SQLException {
        commit(3);
        a.write("alice", 1, 2);
        a.kill();

        assertThat(resume(b, "alice")).as("not declared dead yet").accepts(1L, 2L, 3L);
        TestNodes.beat(b.membership);
        assertThat(resume(b, "alice")).accepts(1L, 2L, 3L);

        b.commit();
        assertThat(resume(b, "alice")).as("committed after the death").rejects(4L);
    }

    @Test
    void aCleanStopLeavesNoDoubt() throws SQLException {
        commit(3);
        a.write("alice", 1, 2);
        a.stop();

        assertThat(resume(b, "alice")).accepts(1L, 2L).rejects(3L);
        assertThat(resume(b, "bob")).rejects(1L, 2L, 3L);
    }

    @Test
    void aWriteThatHasNotEndedAtACleanStopStaysInDoubt() throws SQLException {
        commit(3);
        a.begin("alice", 2);
        a.stop();

        assertThat(resume(b, "alice")).rejects(1L).accepts(2L, 3L);
    }

    @Test
    void onlyTheRangeOfTheDeadNodeIsInDoubtAfterAnotherHasStopped() throws SQLException {
        commit(2);
        a.write("alice", 1, 2);
        b.write("bob", 1);
        a.flush();
        b.flush();
        commit(2);
        a.write("alice", 3);
        b.write("bob", 4);
        b.kill();
        a.stop();

        LedgerNode c = new LedgerNode(source, "c");
        assertThat(resume(c, "alice")).as("recorded, or in doubt").accepts(1L, 2L, 3L, 4L);
        assertThat(resume(c, "bob")).accepts(1L, 3L, 4L).rejects(2L);
        assertThat(resume(c, "carol")).rejects(1L, 2L).accepts(3L, 4L);
    }

    @Test
    void offsetsThatADeadNodeHasSentAgainAreInDoubt() throws SQLException {
        commit(3);
        a.flush();
        b.flush();
        assertThat(b.doubtFrom()).isEqualTo(4);
        a.stop();
        assertThat(resume(b, "bob")).rejects(1L, 2L, 3L);
        b.write("bob", 1, 2);
        b.kill();

        LedgerNode c = new LedgerNode(source, "c");

        assertThat(resume(c, "bob")).accepts(1L, 2L);
    }

    @Test
    void theDoubtEndsWithTheWriteOfTheLedger() throws SQLException {
        commit(5);
        assertThat(a.doubtFrom()).isEqualTo(1);
        a.begin("alice", 2);
        a.flush();
        assertThat(a.doubtFrom()).as("a write is in progress").isEqualTo(2);
        a.ledger.written("alice", new long[] {2});
        a.onFlush(() -> 4);
        a.flush();
        assertThat(a.doubtFrom()).as("a notification waits to be sent").isEqualTo(4);
        a.onFlush(() -> Long.MAX_VALUE);
        a.flush();
        assertThat(a.doubtFrom()).isEqualTo(6);
        assertThat(resume(b, "bob")).rejects(1L, 2L, 3L, 4L, 5L);
        assertThat(resume(b, "alice")).accepts(2L).rejects(1L, 3L, 4L, 5L);
    }

    @Test
    void aResumeKeepsTheDoubtLowUntilItsClientHasReceivedSomething() throws SQLException {
        commit(5);
        a.flush();
        LongPredicate ignored = a.ledger.mayHaveReached("alice", 3);
        assertThat(a.doubtFrom()).as("lowered in coarse steps").isZero();
        a.flush();
        assertThat(a.doubtFrom()).isEqualTo(4);
        a.flush();
        a.flush();
        assertThat(a.doubtFrom()).isEqualTo(6);
        assertThat(ignored).isNotNull();
    }

    @Test
    void aNodeThatWasDeclaredDeadResumesNothingUntilItHasJoinedAgain() throws SQLException {
        commit(3);
        a.flush();
        b.flush();
        a.missHeartbeats();
        TestNodes.beat(b.membership);
        a.commit();
        a.flush();

        assertThatThrownBy(() -> a.ledger.mayHaveReached("alice", 1)).isInstanceOf(JournalUnavailable.class);
        TestNodes.beat(a.membership);
        assertThat(a.doubtFrom()).as("the range continues").isEqualTo(4);
        assertThat(a.ledger.mayHaveReached("alice", 1)).rejects(2L, 3L);
        assertThat(a.doubtFrom()).isZero();
    }

    @Test
    void anAcknowledgementOfAnOffsetThatADeadNodeHasSentIsAccepted() throws SQLException {
        commit(3);
        a.write("alice", 1, 2);
        a.kill();

        resume(b, "alice");

        assertThat(b.ledger.acknowledge("alice", 2)).isInstanceOf(Accepted.class);
    }
}
