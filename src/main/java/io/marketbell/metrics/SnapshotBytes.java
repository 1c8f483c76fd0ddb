package io.marketbell.metrics;

import io.marketbell.metrics.Metric.Kind;
import io.marketbell.metrics.Reading.Cumulative;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot in bytes, for another node: its time, and for each metric its name, the length of its series, and these.
 * Metrics that the reading release does not have, or has with other tags, are skipped. Exemplars are not written.
 */
public final class SnapshotBytes {
    private static final Window[] WINDOWS = Window.values();

    private SnapshotBytes() {}

    public static byte[] of(Snapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(snapshot, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Snapshot snapshot, DataOutputStream out) throws IOException {
        out.writeLong(snapshot.asOf().getEpochSecond());
        out.writeInt(snapshot.asOf().getNano());
        out.writeInt(Metric.values().length);
        for (Metric metric : Metric.values()) {
            ByteArrayOutputStream series = new ByteArrayOutputStream();
            writeSeries(metric, snapshot.readings(metric), new DataOutputStream(series));
            out.writeUTF(metric.metricName());
            out.writeInt(series.size());
            series.writeTo(out);
        }
    }

    private static void writeSeries(Metric metric, List<Reading> readings, DataOutputStream out) throws IOException {
        out.writeByte(metric.kind().ordinal());
        out.writeByte(metric.tags().size());
        out.writeInt(readings.size());
        for (Reading reading : readings) {
            for (String value : reading.tags().values()) {
                out.writeUTF(value);
            }
            if (reading instanceof Reading.Gauge gauge) {
                out.writeDouble(gauge.value());
            } else if (reading instanceof Reading.Counter counter) {
                out.writeDouble(counter.total());
                for (Window window : WINDOWS) {
                    out.writeDouble(counter.increase().get(window));
                }
            } else if (reading instanceof Reading.Durations durations) {
                write(durations, out);
            }
        }
    }

    private static void write(Reading.Durations durations, DataOutputStream out) throws IOException {
        for (Window window : WINDOWS) {
            byte[] encoded = durations.windows().get(window).encoded();
            out.writeInt(encoded.length);
            out.write(encoded);
        }
        for (long count : durations.cumulative().counts()) {
            out.writeLong(count);
        }
        out.writeDouble(durations.cumulative().sum());
    }

    /** @throws IllegalArgumentException if the bytes are not a snapshot */
    public static Snapshot read(byte[] bytes) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            Instant asOf = Instant.ofEpochSecond(in.readLong(), in.readInt());
            Map<Metric, List<Reading>> readings = new EnumMap<>(Metric.class);
            for (int i = in.readInt(); i > 0; i--) {
                Optional<Metric> metric = Metric.named(in.readUTF());
                byte[] series = bytes(in);
                if (metric.isPresent()) {
                    readings.put(metric.get(), series(metric.get(), series));
                }
            }
            return new Snapshot(asOf, readings, Map.of());
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not an encoded snapshot", e);
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length exceeds the snapshot: " + length);
        }
        return in.readNBytes(length);
    }

    private static List<Reading> series(Metric metric, byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<Reading> readings = new ArrayList<>();
        boolean isKnown = in.readByte() == metric.kind().ordinal()
                && in.readByte() == metric.tags().size();
        for (int i = isKnown ? in.readInt() : 0; i > 0; i--) {
            Map<String, String> tags = new LinkedHashMap<>();
            for (String tag : metric.tags()) {
                tags.put(tag, in.readUTF());
            }
            readings.add(reading(metric, Collections.unmodifiableMap(tags), in));
        }
        return List.copyOf(readings);
    }

    private static Reading reading(Metric metric, Map<String, String> tags, DataInputStream in) throws IOException {
        if (metric.kind() == Kind.GAUGE) {
            return new Reading.Gauge(metric, tags, in.readDouble());
        }
        if (metric.kind() == Kind.COUNTER) {
            double total = in.readDouble();
            Map<Window, Double> increase = new EnumMap<>(Window.class);
            for (Window window : WINDOWS) {
                increase.put(window, in.readDouble());
            }
            return new Reading.Counter(metric, tags, total, increase);
        }
        Map<Window, Distribution> windows = new EnumMap<>(Window.class);
        for (Window window : WINDOWS) {
            windows.put(window, Distribution.decode(bytes(in)));
        }
        long[] counts = new long[DurationBuckets.COUNT];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readLong();
        }
        List<Reading.Exemplar> none = Collections.nCopies(counts.length, null);
        return new Reading.Durations(metric, tags, windows, new Cumulative(counts, in.readDouble(), none));
    }
}
