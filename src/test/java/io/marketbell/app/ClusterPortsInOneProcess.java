package io.marketbell.app;

import io.marketbell.cluster.Members;
import io.marketbell.identity.apikey.DerivedKeys;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Timing;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Creates the ports to other nodes in a process of its own, so that a test can see which classes this loads. The
 * argument is the mode.
 */
final class ClusterPortsInOneProcess {
    private ClusterPortsInOneProcess() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Config config = config(Map.of("marketbell.cluster.mode", arguments[0]));
        // a container inspects the members of its beans in this way
        for (Class<?> bean : List.of(ClusterPorts.class, ClusterStart.class, Pipeline.class, PipelineGauges.class)) {
            bean.getDeclaredFields();
            bean.getDeclaredConstructors();
            bean.getDeclaredMethods();
        }
        ClusterPorts ports = new ClusterPorts(config, false, proxy(Members.class), keys(), proxy(MetricsService.class));
        for (Method producer : ClusterPorts.class.getDeclaredMethods()) {
            if (producer.isAnnotationPresent(jakarta.enterprise.inject.Produces.class)
                    && producer.getParameterCount() == 0) {
                producer.setAccessible(true);
                producer.invoke(ports);
            }
        }
        ports.closing().run();
    }

    private static DerivedKeys keys() throws ReflectiveOperationException {
        Class<?> cipher = Class.forName("io.marketbell.identity.apikey.SecretCipher");
        var ofCipher = cipher.getDeclaredConstructor(byte[].class);
        ofCipher.setAccessible(true);
        var ofKeys = DerivedKeys.class.getDeclaredConstructor(cipher);
        ofKeys.setAccessible(true);
        return ofKeys.newInstance(ofCipher.newInstance((Object) new byte[32]));
    }

    private static Config config(Map<String, String> values) {
        return (Config) Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> Optional.ofNullable(values.get((String) arguments[0]))
                        .filter(value -> arguments.length > 1 && arguments[1] == String.class));
    }

    private static <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (object, method, given) -> {
                    Class<?> result =
                            Object.class.equals(method.getReturnType()) ? Timing.class : method.getReturnType();
                    return result.isInterface() ? proxy(result) : null;
                }));
    }
}
