package io.marketbell.journal.log;

import io.marketbell.journal.CommittedGroup;
import io.marketbell.journal.store.LogState.Head;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A log in memory, whose ids differ from those of every other log. */
record Log(String epoch, List<Notification> entries) {

    Log(String ids, int size) {
        this("e1", new ArrayList<>());
        for (int offset = 1; offset <= size; offset++) {
            append(ids + offset);
        }
    }

    void append(String id) {
        Notification sample = Sample.fill("alice");
        entries.add(new Notification(
                id,
                NotificationType.ORDER_FILLED,
                sample.priority(),
                sample.time(),
                "AAPL",
                null,
                sample.recipients(),
                entries.size() + 1,
                Sample.NOW.plus(Duration.ofDays(1)),
                null,
                null,
                "exchange",
                Sample.NOW,
                null,
                null));
    }

    Head headAt(long offset) {
        return new Head(offset, idAt(offset));
    }

    String idAt(long offset) {
        return offset == 0 ? null : entries.get((int) offset - 1).id();
    }

    List<Notification> range(long after, long upTo) {
        return List.copyOf(entries.subList((int) after, (int) upTo));
    }

    CommittedGroup group(long headBefore, long head) {
        return new CommittedGroup(epoch, headBefore, idAt(headBefore), head, range(headBefore, head));
    }

    CommittedGroup hint(long headBefore, long head) {
        return new CommittedGroup(epoch, headBefore, idAt(headBefore), head, List.of());
    }
}
