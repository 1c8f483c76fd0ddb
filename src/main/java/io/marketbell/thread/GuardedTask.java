package io.marketbell.thread;

import java.util.concurrent.Executor;

/** A task whose errors are recorded instead of thrown, so that they end neither its thread nor its schedule. */
public final class GuardedTask implements Runnable {
    private final ThreadFaults faults;
    private final Runnable task;

    private GuardedTask(ThreadFaults faults, Runnable task) {
        this.faults = faults;
        this.task = task;
    }

    public static Runnable of(String name, Runnable task) {
        return new GuardedTask(ThreadFaults.of(name), task);
    }

    /** Returns an executor that guards every task. It rejects tasks as the given one does. */
    public static Executor executor(String name, Executor executor) {
        ThreadFaults faults = ThreadFaults.of(name);
        return task -> executor.execute(new GuardedTask(faults, task));
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (Throwable e) {
            faults.record(e);
        }
    }
}
