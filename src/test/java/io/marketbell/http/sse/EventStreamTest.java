package io.marketbell.http.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.monitoring.FakeOutput;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private final FakeOutput wire = new FakeOutput();
    private final EventStream stream = new EventStream(wire.async(), wire);

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void eventsAndCommentsAreWrittenInTheFormatOfEventStreams() throws IOException {
        stream.write(EventStream.event("session", "{}"));
        stream.write(EventStream.comment("é"));

        assertThat(wire.text()).isEqualTo("event: session\ndata: {}\n\n: é\n\n");
    }

    @Test
    void anEndedStreamIsCompletedAndRejectsWrites() {
        stream.end();

        assertThat(wire.completed).isTrue();
        assertThatThrownBy(() -> stream.write("late")).isInstanceOf(IOException.class);
        assertThat(wire.text()).isEmpty();
    }

    @Test
    void aStreamIsCompletedOnce() {
        List<String> calls = new ArrayList<>();
        EventStream completed = new EventStream(async(calls, new ArrayList<>()), wire);

        completed.end();
        completed.end();

        assertThat(calls).containsExactly("complete");
    }

    @Test
    void anInterruptedWriteFails() {
        wire.meanwhile = () -> Thread.currentThread().interrupt();

        assertThatThrownBy(() -> stream.write("partial")).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void anEndCausedByTheContainerIsReported() throws IOException {
        List<AsyncListener> listeners = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        new EventStream(async(new ArrayList<>(), listeners), wire)
                .onEnd(() -> ends.add("completed"), () -> ends.add("failed"));

        listeners.get(0).onStartAsync(null);
        listeners.get(0).onTimeout(null);
        listeners.get(0).onError(null);
        listeners.get(0).onComplete(null);

        assertThat(ends).containsExactly("failed", "failed", "completed");
    }

    /** An asynchronous request that is already complete. */
    private static AsyncContext async(List<String> calls, List<AsyncListener> listeners) {
        return (AsyncContext) Proxy.newProxyInstance(
                AsyncContext.class.getClassLoader(),
                new Class<?>[] {AsyncContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("addListener")) {
                        listeners.add((AsyncListener) arguments[0]);
                        return null;
                    }
                    calls.add(method.getName());
                    throw new IllegalStateException("already complete");
                });
    }
}
