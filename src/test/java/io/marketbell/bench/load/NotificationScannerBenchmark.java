package io.marketbell.bench.load;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of one received frame for the generator, from the bytes of a read to its notifications. The score is frames
 * per second on one thread; multiplied by {@code notifications} it is notifications per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NotificationScannerBenchmark implements FrameReader.Sink, NotificationScanner.Sink {
    @Param({"1", "10", "100"})
    public int notifications;

    private final FrameReader reader = new FrameReader();
    private final NotificationScanner scanner = new NotificationScanner();
    private byte[] frame;
    private long sum;

    @Setup
    public void frame() {
        String[] data = new String[notifications];
        for (int i = 0; i < data.length; i++) {
            data[i] = SampleFrames.price(i, 1_795_348_800_123_456_789L + i);
        }
        frame = SampleFrames.text(SampleFrames.data(91, data));
    }

    @Benchmark
    public long scan() {
        reader.accept(frame, 0, frame.length, this);
        return sum;
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        scanner.scan(bytes, from, to, this);
    }

    @Override
    public void notification(NotificationType type, Priority priority, long publishedAt, long offset, boolean marked) {
        sum += publishedAt + priority.ordinal();
    }

    @Override
    public void frame(long seq) {
        sum += seq;
    }

    @Override
    public void other(byte[] bytes, int from, int to) {
        throw new IllegalStateException("not a data frame");
    }

    @Override
    public void malformed(int at) {
        throw new IllegalStateException("malformed at " + at);
    }

    @Override
    public void ping(byte[] bytes, int from, int to) {}

    @Override
    public void close(int code, String reason) {}

    @Override
    public void violation(String what) {
        throw new IllegalStateException(what);
    }
}
