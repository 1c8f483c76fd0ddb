package io.marketbell.delivery;

import java.util.ArrayList;
import java.util.List;

/** The durable notifications written to a reader since it last gave a sign of life. Guarded by the connection's lock. */
final class Unanswered {
    private List<Parcel> parcels = new ArrayList<>();
    private long since;

    void add(List<Parcel> written, long now) {
        if (parcels.isEmpty() && !written.isEmpty()) {
            since = now;
        }
        parcels.addAll(written);
    }

    /** When the oldest of them was written; 0 for none. */
    long since() {
        return parcels.isEmpty() ? 0 : since;
    }

    /** The reader has answered: all of them, which from now on are no longer unanswered. */
    List<Parcel> takeAll() {
        if (parcels.isEmpty()) {
            return List.of();
        }
        List<Parcel> taken = parcels;
        parcels = new ArrayList<>();
        return taken;
    }

    /** Likewise those up to an offset. */
    List<Parcel> takeThrough(long offset) {
        List<Parcel> taken = new ArrayList<>();
        parcels.removeIf(parcel -> parcel.notification().offset() <= offset && taken.add(parcel));
        return taken;
    }
}
