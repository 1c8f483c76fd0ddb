package io.marketbell.stream;

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
 * Has every {@link Farewell} said before the server begins to stop. A hook is called, and waited for, before any of the
 * server's own parts hears of the event: those that are told with them, by whatever SPI, race with the endpoints, which are
 * closed as soon as no request is under way, and a WebSocket is none. server-config/includes/farewell.xml.
 */
public final class ServerStop implements EventHook {
    private static final System.Logger LOG = System.getLogger(ServerStop.class.getName());

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    /** Of every bundle; the system bundle is the server. */
    @Override
    public void event(BundleEvent event, Collection<BundleContext> listeners) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            sayAll();
        }
    }

    /** Side by side: who is slow to take leave of one of them takes no time from the others. */
    private void sayAll() {
        List<CompletableFuture<Void>> words = beans.queryNames(Farewell.called("*"), null).stream()
                .map(each -> CompletableFuture.runAsync(() -> say(each), ServerStop::inThreadOfItsOwn))
                .toList();
        words.forEach(CompletableFuture::join);
    }

    private static void inThreadOfItsOwn(Runnable task) {
        new Thread(task, "marketbell-farewell").start();
    }

    private void say(ObjectName farewell) {
        try {
            beans.invoke(farewell, "say", null, null);
        } catch (JMException | RuntimeException e) {
            LOG.log(Level.WARNING, farewell + " was not said to the end", e);
        }
    }
}
