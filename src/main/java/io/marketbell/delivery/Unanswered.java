package io.marketbell.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The durable notifications written to a client since it last gave a sign of life, the newest up to a number of bytes.
 * Those that no longer fit count as written but unanswered, as after the end of a connection: an acknowledgement covers
 * them still. Guarded by the connection's lock.
 */
final class Unanswered {
    private final int maximumBytes;
    private ArrayDeque<Parcel> parcels = new ArrayDeque<>(0);
    private int bytes;
    private long since;

    Unanswered(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    /** @return how many had to make room */
    int add(List<Parcel> written, long now) {
        if (parcels.isEmpty() && !written.isEmpty()) {
            since = now;
        }
        int forgotten = 0;
        for (Parcel parcel : written) {
            parcels.add(parcel);
            bytes += parcel.weight();
            while (bytes > maximumBytes && parcels.size() > 1) {
                bytes -= parcels.remove().weight();
                forgotten++;
            }
        }
        return forgotten;
    }

    /** When the oldest of them was written; 0 for none. */
    long since() {
        return parcels.isEmpty() ? 0 : since;
    }

    /** The client has answered: all of them, which from now on are no longer unanswered. */
    List<Parcel> takeAll() {
        if (parcels.isEmpty()) {
            return List.of();
        }
        List<Parcel> taken = List.copyOf(parcels);
        parcels = new ArrayDeque<>(0);
        bytes = 0;
        return taken;
    }

    /** Likewise those up to an offset. */
    List<Parcel> takeThrough(long offset) {
        List<Parcel> taken = new ArrayList<>();
        parcels.removeIf(parcel -> parcel.notification().offset() <= offset && taken.add(parcel));
        taken.forEach(parcel -> bytes -= parcel.weight());
        return taken;
    }
}
