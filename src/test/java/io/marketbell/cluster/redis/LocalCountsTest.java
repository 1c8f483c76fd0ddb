package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalCountsTest {
    private final LocalCounts counts = new LocalCounts(2);

    private void enter(String user) {
        counts.requested(user);
        counts.decided(user, true);
    }

    @Test
    void onlyAdmittedConnectionsCount() {
        enter("alice");
        counts.requested("alice");
        assertThat(counts.of("alice")).isEqualTo(1);
        counts.decided("alice", false);
        counts.requested("bob");
        counts.decided("bob", false);

        assertThat(counts.of("alice")).isEqualTo(1);
        assertThat(counts.all()).containsExactly("alice");
        assertThat(counts.changes()).isZero();
    }

    @Test
    void aUserWithoutConnectionsIsForgottenButItsChangeIsNot() {
        enter("alice");
        counts.left("alice");
        counts.left("alice");

        assertThat(counts.users()).isZero();
        assertThat(counts.of("alice")).isZero();
        assertThat(counts.takeChanges(10)).containsExactly("alice");
        assertThat(counts.takeChanges(10)).isEmpty();
    }

    @Test
    void theCountOfAUserWithAnUndecidedRequestIsNotWritten() {
        enter("alice");
        enter("alice");
        counts.left("alice");
        counts.requested("alice");

        assertThat(counts.takeChange("alice")).isFalse();
        assertThat(counts.takeChanges(10)).isEmpty();

        counts.decided("alice", false);
        assertThat(counts.takeChange("alice")).isTrue();
        assertThat(counts.takeChange("alice")).isFalse();
    }

    @Test
    void changesAreTakenInPages() {
        enter("alice");
        enter("bob");
        enter("carol");
        counts.allChanged();

        assertThat(counts.takeChanges(2)).hasSize(2);
        assertThat(counts.takeChanges(2)).hasSize(1);
    }

    @Test
    void changesOfUsersThatHaveLeftAreBounded() {
        for (String user : new String[] {"alice", "bob", "carol"}) {
            enter(user);
            counts.left(user);
        }
        assertThat(counts.changes()).isEqualTo(2);
        assertThat(counts.isOverflown()).isTrue();

        counts.forgetChanges();
        assertThat(counts.changes()).isZero();
        assertThat(counts.isOverflown()).isFalse();
    }
}
