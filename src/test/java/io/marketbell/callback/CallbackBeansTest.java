package io.marketbell.callback;

import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackBeansTest {

    /** The beans are created when the application starts; the first callback would report the error much later. */
    @ParameterizedTest
    @ValueSource(strings = {"timeout.ms", "concurrency", "host.concurrency"})
    void anInvalidSettingOfTheSenderFailsWhenItsBeanIsCreated(String invalid) {
        CallbackBeans beans = new CallbackBeans(null, new CallbackSettings(configWithInvalid(invalid)), withoutClock());
        CallbackAllowlist allowlist = new CallbackAllowlist(List.of("hooks.example.com"));

        assertThrows(IllegalArgumentException.class, () -> beans.http(allowlist));
    }

    @SuppressWarnings("unchecked")
    private static Instance<InstantSource> withoutClock() {
        return (Instance<InstantSource>) Proxy.newProxyInstance(
                CallbackBeansTest.class.getClassLoader(),
                new Class<?>[] {Instance.class},
                (proxy, method, arguments) -> false);
    }

    private static Config configWithInvalid(String name) {
        return (Config) Proxy.newProxyInstance(
                CallbackBeansTest.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
                    if (arguments[0].equals("marketbell.callback." + name)) {
                        throw new IllegalArgumentException("cannot be converted");
                    }
                    return Optional.empty();
                });
    }
}
