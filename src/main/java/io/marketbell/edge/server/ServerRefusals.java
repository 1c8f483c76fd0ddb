package io.marketbell.edge.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Gives the server's own refusals the form of the application's: problems, and the registered reason phrases. Needs the
 * classes of Open Liberty's HTTP transport; with other classes the server's refusals remain unchanged, and a warning is
 * logged.
 */
public final class ServerRefusals {
    private static final Logger LOG = System.getLogger(ServerRefusals.class.getName());
    private static final String TRANSPORT = "com.ibm.ws.transport.http";
    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    private ServerRefusals() {}

    /**
     * Idempotent.
     *
     * @param server a class of any bundle of the server
     */
    public static void install(Class<?> server) {
        if (!INSTALLED.compareAndSet(false, true)) {
            return;
        }
        try {
            Bundle transport = transport(server);
            ReasonPhrases.add(transport.loadClass("com.ibm.wsspi.http.channel.values.StatusCodes"));
            addErrorBodies(transport);
            addGuard(transport);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
            LOG.log(
                    Level.WARNING,
                    "the HTTP transport of this server has unknown classes: requests that it rejects itself are not"
                            + " answered with problems: {0}",
                    unknown.toString());
        }
    }

    private static Bundle transport(Class<?> server) {
        Bundle bundle = FrameworkUtil.getBundle(server);
        return Arrays.stream(bundle.getBundleContext().getBundles())
                .filter(each -> TRANSPORT.equals(each.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no bundle " + TRANSPORT));
    }

    private static void addErrorBodies(Bundle transport) throws ReflectiveOperationException {
        String errors = "com.ibm.wsspi.http.channel.error.";
        Class<?> service = transport.loadClass(errors + "HttpErrorPageService");
        Class<?> factory = transport.loadClass("com.ibm.wsspi.channelfw.ChannelFrameworkFactory");
        Class<?> pool = transport.loadClass("com.ibm.wsspi.bytebuffer.WsByteBufferPoolManager");
        Class<?> buffer = transport.loadClass("com.ibm.wsspi.bytebuffer.WsByteBuffer");
        Object buffers = factory.getMethod("getBufferManager").invoke(null);
        ErrorBodies bodies = new ErrorBodies(transport.loadClass(errors + "HttpErrorPageProvider"), bytes -> {
            Object array = Array.newInstance(buffer, 1);
            Array.set(array, 0, pool.getMethod("wrap", byte[].class).invoke(buffers, (Object) bytes));
            return array;
        });
        Class<?> framework = transport.loadClass("com.ibm.wsspi.channelfw.ChannelFramework");
        framework
                .getMethod("registerService", Class.class, Object.class)
                .invoke(factory.getMethod("getChannelFramework").invoke(null), service, bodies.as(service));
    }

    private static void addGuard(Bundle transport) throws ReflectiveOperationException {
        String http = "com.ibm.wsspi.http.";
        Class<?> classifier = transport.loadClass(http + "WorkClassifier");
        RequestGuard guard = new RequestGuard(
                transport.loadClass(http + "HttpRequest"),
                transport.loadClass(http + "HttpInboundConnection"),
                transport.loadClass(http + "HttpResponse"));
        transport.getBundleContext().registerService(classifier.getName(), guard.as(classifier), null);
    }
}
