package io.marketbell.journal.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.journal.CommittedGroup;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Sample;
import io.marketbell.notification.wire.MalformedMessage;
import io.marketbell.notification.wire.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommitMessageTest {

    private static CommittedGroup group(int size, String body) {
        List<Notification> notifications = LongStream.rangeClosed(8, 7 + size)
                .mapToObj(offset -> Sample.withBody(Sample.fill("alice"), body).at(offset))
                .toList();
        return new CommittedGroup("e1", 7, "id7", 7 + size, notifications);
    }

    private static CommittedGroup offsetsOf(CommittedGroup group) {
        return new CommittedGroup(group.epoch(), group.headBefore(), group.idBefore(), group.head(), List.of());
    }

    @Test
    void commitIsReadBack() {
        CommittedGroup group = group(3, "{\"price\":\"1\"}");

        assertThat(CommitMessage.decode(CommitMessage.encode(group, true))).isEqualTo(group);
    }

    @Test
    void firstCommitOfALogIsReadBack() {
        CommittedGroup first = new CommittedGroup(
                "e1", 0, null, 1, List.of(Sample.fill("alice").at(1)));

        assertThat(CommitMessage.decode(CommitMessage.encode(first, true))).isEqualTo(first);
    }

    @Test
    void withoutNotificationsOnlyOffsetsAreSent() {
        CommittedGroup group = group(3, "secret");
        byte[] message = CommitMessage.encode(group, false);

        assertThat(new String(message, StandardCharsets.ISO_8859_1)).doesNotContain("secret", "alice", "AAPL");
        assertThat(CommitMessage.decode(message)).isEqualTo(offsetsOf(group));
    }

    @Test
    void tooLargeCommitIsSentWithoutNotifications() {
        String body = "x".repeat(1_000);
        int fits = CommitMessage.LARGEST / 1_200;

        assertThat(CommitMessage.decode(CommitMessage.encode(group(fits, body), true))
                        .isComplete())
                .isTrue();
        CommittedGroup large = group(300, body);
        byte[] message = CommitMessage.encode(large, true);
        assertThat(CommitMessage.decode(message)).isEqualTo(offsetsOf(large));
        assertThat(message.length).isLessThan(100);
    }

    @Test
    void fieldsOfALaterReleaseAreIgnored() {
        CommittedGroup group = group(2, null);
        byte[] message = CommitMessage.encode(group, true);

        assertThat(CommitMessage.decode(Arrays.copyOf(message, message.length + 9)))
                .isEqualTo(group);
    }

    @Test
    void unreadableNotificationsLeaveTheOffsets() {
        CommittedGroup group = group(2, null);
        byte[] message = CommitMessage.encode(group, true);
        message[new String(message, StandardCharsets.ISO_8859_1).indexOf("ORDER_FILLED")] = 'X';

        assertThat(CommitMessage.decode(message)).isEqualTo(offsetsOf(group));
        assertThat(CommitMessage.decode(Arrays.copyOf(message, message.length - 1)))
                .isEqualTo(offsetsOf(group));
    }

    @Test
    void anotherVersionIsMalformed() {
        byte[] message = CommitMessage.encode(group(1, null), true);
        message[0] = 2;

        assertThatThrownBy(() -> CommitMessage.decode(message)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void impossibleOffsetsAreMalformed() {
        byte[] message = new MessageWriter(9)
                .number(1)
                .text("e1")
                .number(7)
                .text("id7")
                .number(7)
                .number(0)
                .toBytes();

        assertThatThrownBy(() -> CommitMessage.decode(message)).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> CommitMessage.decode(new byte[0])).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void offsetsThatDoNotFitTheNotificationsLeaveAHint() {
        CommittedGroup group = group(2, null);
        byte[] message = CommitMessage.encode(group, true);
        // the head after the commit follows the version, the epoch, the head before it and its id
        message[1 + 3 + 1 + 4] = 12;

        assertThat(CommitMessage.decode(message)).isEqualTo(new CommittedGroup("e1", 7, "id7", 12, List.of()));
    }
}
