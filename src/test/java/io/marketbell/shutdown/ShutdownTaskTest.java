package io.marketbell.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;

class ShutdownTaskTest {
    private static final long SERVER = 0;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<ShutdownTask> listening = new CopyOnWriteArrayList<>();

    @AfterEach
    void callAllOff() {
        listening.forEach(ShutdownTask::unregister);
    }

    private ShutdownTask listen(String name, Runnable words) {
        ShutdownTask shutdownTask = new ShutdownTask(name, words);
        shutdownTask.register();
        listening.add(shutdownTask);
        return shutdownTask;
    }

    /** Simulates an event of the server's OSGi framework for a bundle. */
    private static void hear(int type, long bundle) {
        Bundle told = (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> bundle);
        new ServerStopHook().event(new BundleEvent(type, told), List.of());
    }

    @Test
    void registeredTasksRunWhenTheServerStopsAndAreAwaited() {
        listen("one", () -> said.add("one"));
        listen("two", () -> said.add("two"));

        hear(BundleEvent.STOPPING, SERVER);

        assertThat(said).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void noTaskRunsWhenABundleStopsOrTheServerStarts() {
        listen("one", () -> said.add("one"));

        hear(BundleEvent.STOPPING, SERVER + 1);
        hear(BundleEvent.STARTED, SERVER);

        assertThat(said).isEmpty();
    }

    @Test
    void tasksRunInParallel() {
        CyclicBarrier both = new CyclicBarrier(2);
        listen("one", () -> meet(both));
        listen("two", () -> meet(both));

        hear(BundleEvent.STOPPING, SERVER);

        assertThat(said).containsExactly("met", "met");
    }

    private void meet(CyclicBarrier other) {
        try {
            other.await(20, TimeUnit.SECONDS);
            said.add("met");
        } catch (Exception e) {
            said.add(e.toString());
        }
    }

    @Test
    void aFailingTaskDoesNotAffectTheOthers() {
        listen("one", () -> {
            throw new IllegalStateException("failure planted by the test");
        });
        listen("two", () -> said.add("two"));

        hear(BundleEvent.STOPPING, SERVER);

        assertThat(said).containsExactly("two");
    }

    @Test
    void anUnregisteredTaskDoesNotRun() {
        listen("one", () -> said.add("one")).unregister();

        hear(BundleEvent.STOPPING, SERVER);

        assertThat(said).isEmpty();
    }

    @Test
    void aTaskCanBeUnregisteredRepeatedly() {
        ShutdownTask shutdownTask = listen("one", () -> said.add("one"));
        shutdownTask.unregister();
        shutdownTask.unregister();
        shutdownTask.register();

        hear(BundleEvent.STOPPING, SERVER);

        assertThat(said).containsExactly("one");
    }

    @Test
    void aNameCanBeRegisteredOnlyOnce() {
        listen("one", () -> {});

        assertThatIllegalStateException().isThrownBy(() -> listen("one", () -> {}));
    }
}
