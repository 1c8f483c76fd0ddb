package io.marketbell.shutdown;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.bundle.EventHook;

/**
 * Runs every registered {@link ShutdownTask} before the server begins to stop. An OSGi event hook is called synchronously
 * before any part of the server receives the event. Listeners of any other SPI race with the closing of the endpoints,
 * which are closed as soon as no request is in progress; a WebSocket connection does not count as a request. See
 * server-config/includes/shutdown-hook.xml.
 */
public final class ServerStopHook implements EventHook {
    private static final System.Logger LOG = System.getLogger(ServerStopHook.class.getName());

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    /** Receives events of every bundle; the system bundle represents the server. */
    @Override
    public void event(BundleEvent event, Collection<BundleContext> listeners) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            runAll();
        }
    }

    /** Runs the tasks in parallel, so that a slow one does not delay the others. */
    private void runAll() {
        List<CompletableFuture<Void>> running = beans.queryNames(ShutdownTask.objectName("*"), null).stream()
                .map(each -> CompletableFuture.runAsync(() -> runTask(each), ServerStopHook::startThread))
                .toList();
        running.forEach(CompletableFuture::join);
    }

    private static void startThread(Runnable task) {
        new Thread(task, "marketbell-shutdown").start();
    }

    private void runTask(ObjectName task) {
        try {
            beans.invoke(task, "run", null, null);
        } catch (JMException | RuntimeException e) {
            LOG.log(Level.WARNING, "shutdown task " + task + " failed", e);
        }
    }
}
