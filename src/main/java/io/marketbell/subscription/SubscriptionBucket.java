package io.marketbell.subscription;

import io.marketbell.notification.Notification;
import java.util.Arrays;
import java.util.function.Consumer;

/** Array of postings. Iteration is fast, and removal takes constant time. */
final class SubscriptionBucket<R> {
    private Posting<R>[] postings = newArray(4);

    /** For each posting, the posting's index of this bucket, used to update the position when the posting moves. */
    private int[] slots = new int[4];

    private int size;

    @SuppressWarnings("unchecked")
    private static <R> Posting<R>[] newArray(int length) {
        return (Posting<R>[]) new Posting<?>[length];
    }

    boolean isEmpty() {
        return size == 0;
    }

    int add(Posting<R> posting, int slot) {
        if (size == postings.length) {
            postings = Arrays.copyOf(postings, size * 2);
            slots = Arrays.copyOf(slots, size * 2);
        }
        postings[size] = posting;
        slots[size] = slot;
        return size++;
    }

    /** Moves the last posting into the gap. */
    void removeAt(int position) {
        size--;
        if (position < size) {
            postings[position] = postings[size];
            slots[position] = slots[size];
            postings[position].movedTo(position, slots[position]);
        }
        postings[size] = null;
    }

    void match(Notification notification, long round, Consumer<? super R> sink) {
        for (int i = 0; i < size; i++) {
            Posting<R> posting = postings[i];
            Registration<R> registration = posting.registration;
            if (registration.lastRound != round && posting.matches(notification)) {
                registration.lastRound = round;
                sink.accept(registration.client);
            }
        }
    }
}
