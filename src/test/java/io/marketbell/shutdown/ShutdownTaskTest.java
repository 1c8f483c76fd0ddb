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

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final List<ShutdownTask> registered = new CopyOnWriteArrayList<>();

    @AfterEach
    void unregisterAll() {
        registered.forEach(ShutdownTask::unregister);
    }

    private ShutdownTask register(String name, Runnable task) {
        ShutdownTask shutdownTask = new ShutdownTask(name, task);
        shutdownTask.register();
        registered.add(shutdownTask);
        return shutdownTask;
    }

    /** Simulates an event of the server's OSGi framework for a bundle. */
    private static void fire(int type, long bundle) {
        Bundle source = (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> bundle);
        new ServerStopHook().event(new BundleEvent(type, source), List.of());
    }

    @Test
    void registeredTasksRunWhenTheServerStopsAndAreAwaited() {
        register("one", () -> ran.add("one"));
        register("two", () -> ran.add("two"));

        fire(BundleEvent.STOPPING, SERVER);

        assertThat(ran).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void noTaskRunsWhenABundleStopsOrTheServerStarts() {
        register("one", () -> ran.add("one"));

        fire(BundleEvent.STOPPING, SERVER + 1);
        fire(BundleEvent.STARTED, SERVER);

        assertThat(ran).isEmpty();
    }

    @Test
    void tasksRunInParallel() {
        CyclicBarrier both = new CyclicBarrier(2);
        register("one", () -> meet(both));
        register("two", () -> meet(both));

        fire(BundleEvent.STOPPING, SERVER);

        assertThat(ran).containsExactly("met", "met");
    }

    private void meet(CyclicBarrier other) {
        try {
            other.await(20, TimeUnit.SECONDS);
            ran.add("met");
        } catch (Exception e) {
            ran.add(e.toString());
        }
    }

    @Test
    void aFailingTaskDoesNotAffectTheOthers() {
        register("one", () -> {
            throw new IllegalStateException("failure planted by the test");
        });
        register("two", () -> ran.add("two"));

        fire(BundleEvent.STOPPING, SERVER);

        assertThat(ran).containsExactly("two");
    }

    @Test
    void anUnregisteredTaskDoesNotRun() {
        register("one", () -> ran.add("one")).unregister();

        fire(BundleEvent.STOPPING, SERVER);

        assertThat(ran).isEmpty();
    }

    @Test
    void aTaskCanBeUnregisteredRepeatedly() {
        ShutdownTask shutdownTask = register("one", () -> ran.add("one"));
        shutdownTask.unregister();
        shutdownTask.unregister();
        shutdownTask.register();

        fire(BundleEvent.STOPPING, SERVER);

        assertThat(ran).containsExactly("one");
    }

    @Test
    void aNameCanBeRegisteredOnlyOnce() {
        register("one", () -> {});

        assertThatIllegalStateException().isThrownBy(() -> register("one", () -> {}));
    }
}
