package io.marketbell.shutdown;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * Task that informs clients before the server stops. The server notifies applications only after it has closed their
 * connections. {@link ServerStopHook}, which is not part of the application, runs earlier. It finds this task by its JMX
 * name and calls the operation {@code run}, because the two do not share classes.
 */
public final class ShutdownTask {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;
    private final Runnable task;

    /**
     * @param name unique name
     * @param task the task; returns when all clients are informed
     */
    public ShutdownTask(String name, Runnable task) {
        this.name = objectName(name);
        this.task = task;
    }

    /** @param name may be a pattern */
    static ObjectName objectName(String name) {
        try {
            return new ObjectName("io.marketbell:type=ShutdownTask,name=" + name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** Registers the task to run when the server stops. */
    public void register() {
        try {
            beans.registerMBean(new StandardMBean(task, Runnable.class), name);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Unregisters the task; a running task continues. */
    public void unregister() {
        try {
            beans.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // it was not registered
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
